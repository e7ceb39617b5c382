import { type AccountView, type InstagramSimulator, startInstagramSimulator } from '@parley/instagram-simulator';
import { TEST_ENV } from './http-app';
import { type SignedUp, WorkspaceApp } from './workspace-app';

export const RETURN_URL = 'https://inbox.example.org/connected';
const REDIRECT_URL = 'https://parley.example.org/v1/instagram/callback';

/** The API beside a simulated Instagram, and an owner's browser that goes from one to the other. Stop it afterwards. */
export class LoginStage {
  private constructor(
    readonly api: WorkspaceApp,
    readonly instagram: InstagramSimulator,
  ) {}

  /** `behindMs`: how far Instagram's clock is behind, so that what is written there first is of the past. */
  static async start(env: Record<string, string> = {}, behindMs = 0): Promise<LoginStage> {
    const instagram = await startInstagramSimulator({
      appSecret: TEST_ENV.META_APP_SECRETS,
      verifyToken: TEST_ENV.META_VERIFY_TOKEN,
      clock: { now: () => Date.now() - behindMs },
    });
    const api = await WorkspaceApp.start({
      INSTAGRAM_APP_ID: '990000000000001',
      INSTAGRAM_REDIRECT_URL: REDIRECT_URL,
      INSTAGRAM_RETURN_URL: RETURN_URL,
      INSTAGRAM_LOGIN_URL: instagram.url,
      INSTAGRAM_TOKEN_URL: instagram.url,
      META_GRAPH_URL: instagram.url,
      PUBLIC_URL: 'https://parley.example.org',
      ...env,
    });
    return new LoginStage(api, instagram);
  }

  /** The way to Instagram, as `who` gets it. */
  async begin(who: SignedUp, accountId?: string): Promise<URL> {
    const { body, status } = await this.api
      .as(who.token)
      .call<{ authorizeUrl: string }>('POST', `/v1/workspaces/${who.workspaceId}/accounts/login`, {
        ...(accountId === undefined ? {} : { accountId }),
      });
    if (status !== 201) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return new URL(body.authorizeUrl);
  }

  /** The owner of `account` agrees, or does what `change` says; where Instagram sends the browser. */
  async agree(authorizeUrl: URL, account: AccountView, change: Record<string, string> = {}): Promise<URL> {
    const url = new URL(authorizeUrl);
    for (const [name, value] of Object.entries({ account: account.id, ...change })) url.searchParams.set(name, value);
    const answer = await fetch(url, { redirect: 'manual' });
    return new URL(answer.headers.get('location') ?? '');
  }

  /** The browser comes back; where it is sent on to. */
  async comeBack(callback: URL): Promise<URL> {
    const url = callback.pathname + callback.search;
    const answer = await this.api.app.inject({ url });
    if (answer.statusCode !== 302) throw new Error(`${answer.statusCode}: ${answer.body}`);
    return new URL(String(answer.headers.location));
  }

  complete(who: SignedUp, login: string, workspaceId = who.workspaceId) {
    return this.api
      .as(who.token)
      .call<{ id: string; status: string; code: string }>(
        'POST',
        `/v1/workspaces/${workspaceId}/accounts/login/complete`,
        {
          login,
        },
      );
  }

  /** `login` of a way to Instagram and back. */
  async login(who: SignedUp, account: AccountView, accountId?: string): Promise<string> {
    const returned = await this.comeBack(await this.agree(await this.begin(who, accountId), account));
    return returned.searchParams.get('login') ?? '';
  }

  /** All of it; the id of the connected account. */
  async connect(who: SignedUp, account: AccountView): Promise<string> {
    const { body, status } = await this.complete(who, await this.login(who, account));
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
    return body.id;
  }

  newAccount(): Promise<AccountView> {
    return this.instagram.createAccount({ username: `shop.${Math.floor(performance.now() * 1_000)}` });
  }

  async stop(): Promise<void> {
    await this.api.stop();
    await this.instagram.close();
  }
}

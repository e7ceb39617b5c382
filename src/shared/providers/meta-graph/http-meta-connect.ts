import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../config';
import { Secret } from '../../kernel';
import { type GraphAnswer, GraphHttp, type GraphRequest, unreachable, verdictOf } from './graph-http';
import {
  type AppWebhooksAtMeta,
  type GrantedLogin,
  type LoginCode,
  type LongLivedToken,
  MetaConnect,
  type OwnAccount,
} from './meta-connect.port';
import type { MetaConfig } from './http-meta-graph';
import { type GraphAccount, GraphError, type GraphJson } from './meta-graph.port';

const OWN_FIELDS = 'id,user_id,username,name,account_type,profile_picture_url';

@Injectable()
export class HttpMetaConnect extends MetaConnect implements OnApplicationShutdown {
  private readonly http: GraphHttp;
  private readonly login: AppConfig['instagramLogin'];
  private readonly host: string;
  private readonly base: string;

  constructor(@Inject(APP_CONFIG) { meta, messagePath, instagramLogin }: MetaConfig) {
    super();
    this.login = instagramLogin;
    this.host = meta.graphUrl;
    this.base = `${meta.graphUrl}/${meta.graphVersion}`;
    this.http = new GraphHttp(
      messagePath.sendTimeoutMs,
      instagramLogin.appSecretProof ? instagramLogin.appSecret : undefined,
    );
  }

  override async exchangeCode({ code, redirectUrl, verifier }: LoginCode): Promise<GrantedLogin> {
    const body = await this.askLogin({
      method: 'POST',
      url: `${this.login.tokenUrl}/oauth/access_token`,
      form: {
        client_id: this.login.appId ?? '',
        client_secret: this.login.appSecret,
        grant_type: 'authorization_code',
        redirect_uri: redirectUrl,
        code,
        ...(verifier === undefined ? {} : { code_verifier: verifier }),
      },
    });
    const { access_token: token, permissions } = unwrapped(body);
    return { token: new Secret(textOf(token, 'access_token')), permissions: listOf(permissions) };
  }

  override async lengthen(shortLived: Secret): Promise<LongLivedToken> {
    return this.askToken('/access_token', {
      grant_type: 'ig_exchange_token',
      client_secret: this.login.appSecret,
      access_token: shortLived.reveal(),
    });
  }

  override async renew(longLived: Secret): Promise<LongLivedToken> {
    return this.askToken('/refresh_access_token', {
      grant_type: 'ig_refresh_token',
      access_token: longLived.reveal(),
    });
  }

  override async readOwnAccount(token: Secret): Promise<OwnAccount> {
    const body = await this.http.ask({ method: 'GET', url: `${this.base}/me?fields=${OWN_FIELDS}`, token });
    const me = unwrapped(body);
    return {
      igScopedId: textOf(me['id'], 'id'),
      username: textOf(me['username'], 'username'),
      ...optional('igUserId', me['user_id']),
      ...optional('name', me['name']),
      ...optional('accountType', me['account_type']),
      ...optional('profilePictureUrl', me['profile_picture_url']),
    };
  }

  override async subscribe(account: GraphAccount, fields: readonly string[]): Promise<void> {
    const query = new URLSearchParams({ subscribed_fields: fields.join(',') });
    const { success } = await this.subscription('POST', account, `?${query.toString()}`);
    if (success !== true) throw strange('The subscription was not confirmed.');
  }

  override async readSubscription(account: GraphAccount): Promise<string[] | null> {
    const { data } = await this.subscription('GET', account);
    const rows = Array.isArray(data) ? (data as { id?: unknown; subscribed_fields?: unknown }[]) : [];
    // An account tells each app about itself alone; were there others, ours counts.
    const own = rows.find(({ id }) => id === this.login.appId) ?? (rows.length === 1 ? rows[0] : undefined);
    return own === undefined ? null : listOf(own.subscribed_fields);
  }

  override async unsubscribe(account: GraphAccount): Promise<void> {
    await this.subscription('DELETE', account);
  }

  /** Source: Graph API, "App subscriptions"; with the app's own token, which is made of its id and its secret. */
  override async readAppWebhooks(): Promise<AppWebhooksAtMeta | null> {
    const { appId = '', appSecret } = this.login;
    const token = new Secret(`${appId}|${appSecret}`);
    const { data } = await this.http.ask({ method: 'GET', url: `${this.base}/${appId}/subscriptions`, token });
    const rows = Array.isArray(data) ? (data as AppSubscription[]) : [];
    const own = rows.find(({ object }) => object === 'instagram');
    if (own === undefined) return null;
    const { callback_url: callbackUrl, active, fields } = own;
    return { callbackUrl: textOf(callbackUrl, 'callback_url'), active: active === true, fields: fieldsOf(fields) };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.http.close();
  }

  private subscription(method: GraphRequest['method'], { igUserId, token }: GraphAccount, query = '') {
    return this.http.ask({ method, url: `${this.base}/${igUserId}/subscribed_apps${query}`, token });
  }

  /** Meta documents these two without a version, and with the token in the query alone; the address is logged nowhere. */
  private async askToken(path: string, parameters: Readonly<Record<string, string>>): Promise<LongLivedToken> {
    const query = new URLSearchParams(parameters).toString();
    const { access_token: token, expires_in: seconds } = await this.http.ask({
      method: 'GET',
      url: `${this.host}${path}?${query}`,
    });
    if (typeof seconds !== 'number' || !(seconds > 0)) throw strange('The answer names no life of the token.');
    return { token: new Secret(textOf(token, 'access_token')), expiresInMs: seconds * 1_000 };
  }

  /** The host that exchanges codes words its refusals in its own way. */
  private async askLogin(request: GraphRequest): Promise<GraphJson> {
    const answer = await this.http.call(request).catch((error: unknown) => {
      throw new GraphError(unreachable(error));
    });
    if (answer.status < 300) return answer.body;
    throw loginRefusal(answer);
  }
}

interface AppSubscription {
  object?: unknown;
  callback_url?: unknown;
  active?: unknown;
  fields?: unknown;
}

/** Seen as names, and as objects with a name. */
const fieldsOf = (fields: unknown): string[] =>
  (Array.isArray(fields) ? (fields as unknown[]) : []).flatMap((field) => {
    const name = typeof field === 'object' && field !== null && 'name' in field ? field.name : field;
    return typeof name === 'string' ? [name] : [];
  });

function loginRefusal(answer: GraphAnswer): GraphError {
  const { error_message: message } = answer.body;
  if (typeof message === 'string' && answer.status < 500)
    return new GraphError({ class: 'final', code: 'login', message, retryAfterMs: 0 });
  const verdict = verdictOf(answer);
  if (verdict.kind === 'failure') return new GraphError(verdict.failure);
  return new GraphError({ ...unreachable(undefined), code: verdict.code, message: verdict.message });
}

const strange = (message: string) =>
  new GraphError({ class: 'transient', code: 'strange', message, retryAfterMs: 2_000 });

/** Seen both as `{data: [{…}]}` and bare. */
function unwrapped(body: GraphJson): GraphJson {
  const { data } = body;
  const [first] = Array.isArray(data) ? (data as unknown[]) : [];
  return typeof first === 'object' && first !== null ? (first as GraphJson) : body;
}

/** Ids have been seen as numbers, too. */
function textOf(value: unknown, name: string): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '') throw strange(`The answer has no ${name}.`);
  return text;
}

function optional<K extends string>(name: K, value: unknown): Partial<Record<K, string>> {
  const text = typeof value === 'number' ? String(value) : value;
  return (typeof text === 'string' && text !== '' ? { [name]: text } : {}) as Partial<Record<K, string>>;
}

/** `a,b` or a list. */
function listOf(value: unknown): string[] {
  const items: unknown[] = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
  return items.filter((item): item is string => typeof item === 'string' && item !== '');
}

import { createParleyClient } from '@parley/client';
import { type Parley, tokenIn } from './parley';

export interface RawAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** The owner's calls below their workspace, with bodies of any shape. */
export class OwnerApi {
  private token: string | undefined;

  constructor(private readonly parley: Parley) {}

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<RawAnswer> {
    const { apiUrl, owner } = this.parley;
    const response = await fetch(`${apiUrl}/v1/workspaces/${owner.workspaceId}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${await this.signedIn()}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  private async signedIn(): Promise<string> {
    const { email, password } = this.parley.owner;
    const anonymous = createParleyClient({ baseUrl: this.parley.apiUrl });
    this.token ??= tokenIn((await anonymous.POST('/v1/auth/login', { body: { email, password } })).data);
    return this.token;
  }
}

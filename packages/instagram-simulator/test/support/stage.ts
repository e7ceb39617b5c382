import { startInstagramSimulator } from '../../src/index';
import type { AccountView, Customer, InstagramSimulator } from '../../src/index';
import { Callback } from './callback';

export const APP_SECRET = 'test_app_secret';
export const VERIFY_TOKEN = 'test_verify_token';
export const APP_ID = '990000000000001';

export interface GraphAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly token?: string | null;
  readonly signal?: AbortSignal;
}

/** A simulator with a callback, one subscribed account and one customer. */
export interface Stage {
  readonly sim: InstagramSimulator;
  readonly callback: Callback;
  readonly account: AccountView;
  readonly customer: Customer;
  readonly token: string;
  /** A Graph call of this account. */
  graph(method: string, path: string, options?: CallOptions): Promise<GraphAnswer>;
  /** `POST /me/messages` to the customer. */
  send(message: unknown, extra?: Record<string, unknown>): Promise<GraphAnswer>;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const callback = await Callback.start(VERIFY_TOKEN);
  const sim = await startInstagramSimulator({
    appSecret: APP_SECRET,
    verifyToken: VERIFY_TOKEN,
    callbackUrl: callback.url,
  });
  return dressStage(sim, callback);
}

async function dressStage(sim: InstagramSimulator, callback: Callback): Promise<Stage> {
  const account = await sim.createAccount({ username: 'luna.ceramics', subscribed: true });
  const customer = await sim.createCustomer({ account: account.id, username: 'jane.doe', name: 'Jane Doe' });
  const token = account.accessToken ?? '';
  const graph: Stage['graph'] = (method, path, options = {}) =>
    callGraph(`${sim.url}/v25.0${path}`, method, { token, ...options });
  return {
    sim,
    callback,
    account,
    customer,
    token,
    graph,
    send: (message, extra = {}) =>
      graph('POST', '/me/messages', { body: { recipient: { id: customer.id }, message, ...extra } }),
    close: async () => {
      await sim.close();
      await callback.close();
    },
  };
}

export async function callGraph(url: string, method: string, options: CallOptions = {}): Promise<GraphAnswer> {
  const { body, token, signal } = options;
  const answer = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(typeof token === 'string' && { authorization: `Bearer ${token}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: parsed(text) };
}

const parsed = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { text };
  }
};

/** What a refusal says, in the short form of the rules table. */
export const refusal = ({ status, body }: GraphAnswer): { status: number; code: unknown; subcode: unknown } => {
  const error = body['error'] as { code: unknown; error_subcode?: unknown } | undefined;
  return { status, code: error?.code, subcode: error?.error_subcode };
};

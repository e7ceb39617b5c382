import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './schema';

export type { components, paths };
export type Schemas = components['schemas'];
export type ParleyClient = Client<paths>;

export interface ClientOptions {
  /** Address of the API, without /v1. */
  baseUrl: string;
  /** Access token from signup or login. */
  token?: string;
  fetch?: typeof globalThis.fetch;
}

/** Every path, parameter and body of the API, typed. Calls resolve to `{ data }` or `{ error }` (a problem document). */
export function createParleyClient({ baseUrl, token, fetch }: ClientOptions): ParleyClient {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return createClient<paths>({ baseUrl, headers, ...(fetch === undefined ? {} : { fetch }) });
}

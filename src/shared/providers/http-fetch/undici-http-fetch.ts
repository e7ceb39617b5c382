import type { LookupFunction } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { firstHop, type Hop, nextHop } from './hop';
import {
  HttpFetch,
  type HttpFetchFailure,
  type HttpFetchRequest,
  type HttpFetchResponse,
  type HttpFetchResult,
} from './http-fetch.port';
import { Refusal } from './refusal';
import { type LookUp, type ResolvedAddress, type ResolverOptions, resolvePublic, systemLookUp } from './resolver';

export const MAX_REDIRECTS = 3;
/** No request may ask for more. */
const TIMEOUT_CAP_MS = 60_000;
const BYTES_CAP = 5_000_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** The answer is too long. */
class TooLarge extends Error {}
/** The answer is packed although that was declined. */
class Encoded extends Error {}
/** No connection stood, and nothing was sent anywhere. */
class NotConnected extends Error {}

/** Once a server has redirected, something was sent. */
function rethrowAfterSending(error: unknown): never {
  throw error instanceof NotConnected ? error.cause : error;
}

interface Limits {
  signal: AbortSignal;
  maxBytes: number;
}

type Answer = HttpFetchResponse & { next: Hop | null };

/**
 * Over undici. Each request looks the name up itself, checks every address and connects to just those, over a connection
 * of its own that is closed afterwards. Nothing here reads proxy variables.
 */
export class UndiciHttpFetch extends HttpFetch {
  private readonly resolver: ResolverOptions;

  /** `allowLoopback`: for tests alone; production never sets it. */
  constructor({ lookUp = systemLookUp, allowLoopback = false }: { lookUp?: LookUp; allowLoopback?: boolean } = {}) {
    super();
    this.resolver = { lookUp, allowLoopback };
  }

  override async fetch(request: HttpFetchRequest): Promise<HttpFetchResult> {
    const signal = AbortSignal.timeout(within(request.timeoutMs, TIMEOUT_CAP_MS));
    try {
      return {
        ok: true,
        response: await this.follow(request, { signal, maxBytes: within(request.maxBytes, BYTES_CAP) }),
      };
    } catch (error) {
      return { ok: false, failure: failureOf(error, signal) };
    }
  }

  private async follow(request: HttpFetchRequest, limits: Limits): Promise<HttpFetchResponse> {
    let hop = firstHop(request);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const sent = this.send(hop, request.allowedHosts, limits);
      const { next, ...response } = await (redirects === 0 ? sent : sent.catch(rethrowAfterSending));
      if (next === null) return response;
      hop = next;
    }
    throw new Refusal('redirect-limit');
  }

  private async send(hop: Hop, allowedHosts: HttpFetchRequest['allowedHosts'], limits: Limits): Promise<Answer> {
    const addresses = await this.resolve(hop, limits.signal);
    const client = new Client(hop.url.origin, {
      connect: { lookup: pinned(addresses), timeout: CONNECT_TIMEOUT_MS },
      // One clock for everything: the signal.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    let connected = false;
    client.once('connect', () => (connected = true));
    try {
      const answer = await client.request(dispatched(hop, limits.signal));
      const headers = flat(answer.headers);
      const next = nextHop(hop, answer.statusCode, headers['location'], allowedHosts);
      const body = next === null ? await bodyOf(answer, limits.maxBytes) : '';
      return { status: answer.statusCode, headers, body, next };
    } catch (error) {
      throw connected ? error : new NotConnected('not connected', { cause: error });
    } finally {
      await client.destroy();
    }
  }

  private async resolve({ url }: Hop, signal: AbortSignal): Promise<readonly ResolvedAddress[]> {
    try {
      return await unlessAborted(resolvePublic(url.hostname, this.resolver), signal);
    } catch (error) {
      throw error instanceof Refusal ? error : new NotConnected('not resolved', { cause: error });
    }
  }
}

const within = (wanted: number, cap: number): number => Math.max(1, Math.min(Math.floor(wanted), cap));

function dispatched({ method, url, headers, body }: Hop, signal: AbortSignal): Dispatcher.RequestOptions {
  return { method, path: url.pathname + url.search, headers, signal, ...(body === undefined ? {} : { body }) };
}

/** Answers a look-up with what was checked, whatever the name leads to by now. */
function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all === true || first === undefined) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

function flat(headers: Dispatcher.ResponseData['headers']): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value = '']) => [name.toLowerCase(), [value].flat().join(', ')]);
  return Object.fromEntries(entries) as Record<string, string>;
}

async function bodyOf({ body, headers }: Dispatcher.ResponseData, maxBytes: number): Promise<string> {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new Encoded();
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TooLarge();
    chunks.push(chunk);
  }
  return new TextDecoder().decode(Buffer.concat(chunks));
}

function failureOf(error: unknown, { aborted }: AbortSignal): HttpFetchFailure {
  if (error instanceof Refusal) return error.failure;
  if (error instanceof NotConnected) {
    const code = aborted ? 'timeout' : codeOf(error.cause);
    return { class: 'unreachable', code, message: 'The server cannot be reached.' };
  }
  if (aborted) return { class: 'timeout', code: 'timeout', message: 'The server did not answer in time.' };
  if (error instanceof TooLarge) return { class: 'too-large', code: 'too-large', message: 'The answer is too long.' };
  if (error instanceof Encoded)
    return { class: 'broken', code: 'encoded', message: 'The answer is packed, which was not asked for.' };
  return { class: 'broken', code: codeOf(error), message: 'The connection broke before the answer was complete.' };
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : 'network';
}

import type { LookupFunction } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import { firstHop, type Hop, nextHop } from './hop';
import {
  type HttpDownload,
  type HttpDownloadRequest,
  type HttpDownloadResult,
  HttpFetch,
  type HttpFetchFailure,
  type HttpFetchRequest,
  type HttpFetchResult,
} from './http-fetch.port';
import { Refusal } from './refusal';
import {
  type LookUp,
  type ResolvedAddress,
  type ResolverOptions,
  resolveAny,
  resolvePublic,
  systemLookUp,
} from './resolver';

export const MAX_REDIRECTS = 3;
/** No request may ask for more. */
const TIMEOUT_CAP_MS = 60_000;
const BYTES_CAP = 5_000_000;
/** Nor a download for more; it is never in memory as a whole. */
const DOWNLOAD_CAP = 32_000_000;
const CONNECT_TIMEOUT_MS = 10_000;

/** The answer is too long. */
class TooLarge extends Error {}
/** The answer is packed although that was declined. */
class Encoded extends Error {}
/** The body of a download ended with an error, which is the cause. */
class BodyFailed extends Error {}
/** No connection stood, and nothing was sent anywhere. */
class NotConnected extends Error {}

/** Once a server has redirected, something was sent. */
function rethrowAfterSending(error: unknown): never {
  throw error instanceof NotConnected ? error.cause : error;
}

interface Answer<T> {
  status: number;
  headers: Readonly<Record<string, string>>;
  next: Hop | null;
  /** Absent when there is a next one. */
  read?: T;
}

/** How an exchange is bounded, and what is done with the answer at its end. */
interface Exchange<T> {
  request: Pick<HttpFetchRequest, 'allowedHosts' | 'operatorOrigin' | 'followRedirects'>;
  signal: AbortSignal;
  read(data: Dispatcher.ResponseData, headers: Readonly<Record<string, string>>): Promise<T>;
}

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
    const maxBytes = within(request.maxBytes, BYTES_CAP);
    try {
      const { status, headers, read } = await this.follow(firstHop(request), {
        request,
        signal,
        read: async (data) => (request.readsBody === false ? '' : textOf(data, maxBytes)),
      });
      return { ok: true, response: { status, headers, body: read ?? '' } };
    } catch (error) {
      return { ok: false, failure: failureOf(error, signal) };
    }
  }

  override async download<T>(
    request: HttpDownloadRequest,
    take: (file: HttpDownload) => Promise<T>,
  ): Promise<HttpDownloadResult<T>> {
    const signal = AbortSignal.timeout(within(request.timeoutMs, TIMEOUT_CAP_MS));
    const maxBytes = within(request.maxBytes, DOWNLOAD_CAP);
    let fault: { of: unknown } | undefined;
    const taken = async (data: Dispatcher.ResponseData, headers: HttpDownload['headers']) => {
      if (data.statusCode < 200 || data.statusCode > 299) return undefined;
      return take({ headers, body: bytesOf(data, maxBytes) }).catch((error: unknown) => {
        if (!(error instanceof BodyFailed)) fault = { of: error };
        throw error;
      });
    };
    try {
      const { status, read } = await this.follow(firstHop({ method: 'GET', ...request }), {
        request,
        signal,
        read: taken,
      });
      return { ok: true, status, ...(read === undefined ? {} : { taken: read }) };
    } catch (error) {
      // Not the network's: a full disk, say.
      if (fault !== undefined) throw fault.of;
      return { ok: false, failure: failureOf(error instanceof BodyFailed ? error.cause : error, signal) };
    }
  }

  private async follow<T>(first: Hop, exchange: Exchange<T>): Promise<Answer<T>> {
    let hop = first;
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const sent = this.send(hop, exchange);
      const answer = await (redirects === 0 ? sent : sent.catch(rethrowAfterSending));
      if (answer.next === null) return answer;
      hop = answer.next;
    }
    throw new Refusal('redirect-limit');
  }

  private async send<T>(hop: Hop, exchange: Exchange<T>): Promise<Answer<T>> {
    const { request, signal } = exchange;
    const addresses = await this.resolve(hop, request.operatorOrigin, signal);
    const client = new Client(hop.url.origin, {
      connect: { lookup: pinned(addresses), timeout: CONNECT_TIMEOUT_MS },
      // One clock for everything: the signal.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    let connected = false;
    client.once('connect', () => (connected = true));
    try {
      const data = await client.request(dispatched(hop, signal));
      const { statusCode: status } = data;
      const headers = flat(data.headers);
      const follows = request.followRedirects !== false;
      const next = follows ? nextHop(hop, status, headers['location'], request.allowedHosts) : null;
      return next === null
        ? { status, headers, next, read: await exchange.read(data, headers) }
        : { status, headers, next };
    } catch (error) {
      throw connected ? error : new NotConnected('not connected', { cause: error });
    } finally {
      await client.destroy();
    }
  }

  private async resolve(
    { url }: Hop,
    operatorOrigin: string | undefined,
    signal: AbortSignal,
  ): Promise<readonly ResolvedAddress[]> {
    const look = url.origin === operatorOrigin ? resolveAny : resolvePublic;
    try {
      return await unlessAborted(look(url.hostname, this.resolver), signal);
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

async function textOf(data: Dispatcher.ResponseData, maxBytes: number): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of chunksOf(data, maxBytes)) chunks.push(chunk);
  return new TextDecoder().decode(Buffer.concat(chunks));
}

/** For readers that have failures of their own. */
async function* bytesOf(data: Dispatcher.ResponseData, maxBytes: number): AsyncGenerator<Uint8Array> {
  try {
    yield* chunksOf(data, maxBytes);
  } catch (cause) {
    throw new BodyFailed('The body ended too soon.', { cause });
  }
}

async function* chunksOf({ body, headers }: Dispatcher.ResponseData, maxBytes: number): AsyncGenerator<Buffer> {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') throw new Encoded();
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new TooLarge();
    yield chunk;
  }
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

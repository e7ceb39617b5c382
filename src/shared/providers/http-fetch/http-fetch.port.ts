export const HTTP_FETCH_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type HttpFetchMethod = (typeof HTTP_FETCH_METHODS)[number];

export interface HttpFetchRequest {
  method: HttpFetchMethod;
  /** `http:` or `https:`, without user and password. */
  url: string;
  /** Those that belong to the connection (`Host`, `Connection`, `Content-Length` and the like) are refused. */
  headers?: Readonly<Record<string, string>>;
  /** UTF-8. */
  body?: string;
  /** For everything: name look-up, redirects and the last byte of the answer. */
  timeoutMs: number;
  /** Of the answer's body, after decompression has been declined. */
  maxBytes: number;
  /** Names of hosts, `*.` in front for any below; absent: every public host. Redirects are bound by it, too. */
  allowedHosts?: readonly string[];
  /** false: a redirect is the answer. */
  followRedirects?: false;
  /** false: the status is the answer, whatever becomes of the body; it counts as empty. */
  readsBody?: false;
  /** An origin that the operator's settings name: requests to it may stay on this machine. Redirects elsewhere may not. */
  operatorOrigin?: string;
}

/** A file to be read as it comes. GET alone. */
export type HttpDownloadRequest = Omit<HttpFetchRequest, 'method' | 'body' | 'followRedirects' | 'readsBody'>;

export interface HttpDownload {
  /** As in an answer. */
  headers: Readonly<Record<string, string>>;
  /** Ends with an error when it is too long, late or broken; `download` then answers with that failure. */
  body: AsyncIterable<Uint8Array>;
}

export interface HttpFetchResponse {
  /** Any that the server gave, 4xx and 5xx, too. */
  status: number;
  /** Names in lower case; several of one name are joined by a comma. */
  headers: Readonly<Record<string, string>>;
  /** Read as UTF-8. */
  body: string;
}

export type HttpFetchFailureClass =
  /** The request itself is not allowed: the same one will never pass. Nothing was sent to the refused address. */
  | 'refused'
  /** No connection stood: surely nothing was sent. */
  | 'unreachable'
  /** Time ran out; the server may have acted. */
  | 'timeout'
  /** The answer is longer than `maxBytes`; the server has acted. */
  | 'too-large'
  /** The connection broke, or what came is no HTTP; the server may have acted. */
  | 'broken';

export interface HttpFetchFailure {
  class: HttpFetchFailureClass;
  /** A word for the exact reason, such as `private-address` or `ECONNREFUSED`. */
  code: string;
  /** Safe to show to who wrote the request: names no address that a name led to. */
  message: string;
}

export type HttpFetchResult = { ok: true; response: HttpFetchResponse } | { ok: false; failure: HttpFetchFailure };

/** `taken`: absent when the server answered with another status than 2xx. */
export type HttpDownloadResult<T> = { ok: true; status: number; taken?: T } | { ok: false; failure: HttpFetchFailure };

/**
 * The one way out to addresses that users supply. Never reaches the machine's own network, whatever the address or a
 * redirect says. No retries, no cookies, no proxy; logs nothing of headers and bodies.
 */
export abstract class HttpFetch {
  /** Never throws for what users, the network or the server do. */
  abstract fetch(request: HttpFetchRequest): Promise<HttpFetchResult>;

  /**
   * Hands a file to `take`, bytes as they come, at most 32 MB of them. Never throws for what the network or the server do; what `take`
   * throws for reasons of its own comes out as it is.
   */
  abstract download<T>(
    request: HttpDownloadRequest,
    take: (file: HttpDownload) => Promise<T>,
  ): Promise<HttpDownloadResult<T>>;
}

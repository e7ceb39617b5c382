import { Readable } from 'node:stream';
import {
  type HttpDownload,
  type HttpDownloadRequest,
  type HttpDownloadResult,
  HttpFetch,
  type HttpFetchRequest,
  type HttpFetchResponse,
  type HttpFetchResult,
} from '../../src/shared/providers/http-fetch';
import { firstHop, type Hop, nextHop } from '../../src/shared/providers/http-fetch/hop';
import { Refusal } from '../../src/shared/providers/http-fetch/refusal';
import { MAX_REDIRECTS } from '../../src/shared/providers/http-fetch/undici-http-fetch';

/** What a server does with a request. */
export type Answer = Partial<HttpFetchResponse> | 'hangs' | 'breaks' | 'is-away';

/** Servers in memory, by their addresses, under the rules that the real one has for requests, redirects and sizes. */
export class ScriptedHttpFetch extends HttpFetch {
  private readonly answers = new Map<string, Answer>();
  /** What went out, in order. */
  readonly sent: Hop[] = [];

  /** From now on, for whatever method; an address without an answer is away. */
  answer(url: string, answer: Answer): void {
    this.answers.set(url, answer);
  }

  override async fetch(request: HttpFetchRequest): Promise<HttpFetchResult> {
    try {
      return this.follow(request);
    } catch (error) {
      if (error instanceof Refusal) return { ok: false, failure: error.failure };
      throw error;
    }
  }

  override async download<T>(
    request: HttpDownloadRequest,
    take: (file: HttpDownload) => Promise<T>,
  ): Promise<HttpDownloadResult<T>> {
    const result = await this.fetch({ method: 'GET', ...request });
    if (!result.ok) return result;
    const { status, headers, body } = result.response;
    if (status < 200 || status > 299) return { ok: true, status };
    return { ok: true, status, taken: await take({ headers, body: Readable.from([Buffer.from(body)]) }) };
  }

  private follow(request: HttpFetchRequest): HttpFetchResult {
    let hop: Hop = firstHop(request);
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const answer = this.send(hop);
      if (answer === 'is-away') return failed(redirects === 0 ? 'unreachable' : 'broken', 'ECONNREFUSED');
      if (answer === 'hangs') return failed('timeout', 'timeout');
      if (answer === 'breaks') return failed('broken', 'network');
      const follows = request.followRedirects !== false;
      const next = follows ? nextHop(hop, answer.status, answer.headers['location'], request.allowedHosts) : null;
      if (next === null) return request.readsBody === false ? headOf(answer) : within(request.maxBytes, answer);
      hop = next;
    }
    throw new Refusal('redirect-limit');
  }

  private send(hop: Hop): HttpFetchResponse | 'hangs' | 'breaks' | 'is-away' {
    const answer = this.answers.get(hop.url.href) ?? 'is-away';
    if (answer !== 'is-away') this.sent.push(hop);
    return typeof answer === 'string' ? answer : { status: 200, headers: {}, body: '', ...answer };
  }
}

function within(maxBytes: number, response: HttpFetchResponse): HttpFetchResult {
  return Buffer.byteLength(response.body) > maxBytes ? failed('too-large', 'too-large') : { ok: true, response };
}

const headOf = (response: HttpFetchResponse): HttpFetchResult => ({ ok: true, response: { ...response, body: '' } });

const failed = (failure: 'unreachable' | 'timeout' | 'broken' | 'too-large', code: string): HttpFetchResult => ({
  ok: false,
  failure: { class: failure, code, message: `As scripted: ${code}.` },
});

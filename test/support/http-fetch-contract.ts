import type { HttpFetch, HttpFetchRequest, HttpFetchResult } from '../../src/shared/providers/http-fetch';
import type { Answer } from './scripted-http-fetch';

export interface SeenRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Two servers and the way to them. */
export interface HttpFetchStage {
  fetch: HttpFetch;
  /** Of the one server, without a path. */
  origin: string;
  /** Of another one. */
  elsewhere: string;
  /** Of one that is not there. */
  away: string;
  answer(url: string, answer: Answer): void;
  /** What arrived, in order. */
  seen(): SeenRequest[];
  close(): Promise<void>;
}

/** Long enough for a busy machine, short enough for a test. */
const TIMEOUT_MS = 700;
const SECRETS = { 'X-Api-Key': 'secret', Authorization: 'Bearer secret', 'Accept-Language': 'de' };

/** What the real one and the scripted one must agree on. */
export function describeHttpFetchContract(name: string, open: () => Promise<HttpFetchStage>): void {
  describe(`HttpFetch: ${name}`, () => {
    let stage: HttpFetchStage;

    beforeEach(async () => {
      stage = await open();
    });
    afterEach(() => stage.close());

    const call = (path: string, more: Partial<HttpFetchRequest> = {}): Promise<HttpFetchResult> =>
      stage.fetch.fetch({
        method: 'GET',
        url: /^[a-z]+:/.test(path) ? path : stage.origin + path,
        timeoutMs: TIMEOUT_MS,
        maxBytes: 1000,
        ...more,
      });
    const answer = (path: string, what: Answer) => stage.answer(stage.origin + path, what);
    const redirect = (path: string, status: number, location: string) =>
      answer(path, { status, headers: { location } });

    it.each([200, 201, 204, 304, 404, 500])('gives an answer of status %i as it is', async (status) => {
      const body = status === 204 || status === 304 ? '' : '{"name":"Zoë 🌷"}';
      answer('/a', { status, headers: { 'content-type': 'application/json', 'x-more': 'b' }, body });
      const result = await call('/a');
      expect(result).toMatchObject({ ok: true, response: { status, body, headers: { 'x-more': 'b' } } });
    });

    it('sends method, address, headers and body as they were asked for', async () => {
      answer('/a/b?c=d%20e&f=', {});
      await call('/a/b?c=d%20e&f=#part', {
        method: 'PUT',
        headers: { 'Content-Type': 'text/x', 'X-A': 'b' },
        body: 'Zoë',
      });
      expect(stage.seen()).toMatchObject([
        { method: 'PUT', path: '/a/b?c=d%20e&f=', headers: { 'content-type': 'text/x', 'x-a': 'b' }, body: 'Zoë' },
      ]);
    });

    it('takes an answer of just the length that is allowed, in bytes, and no longer one', async () => {
      answer('/fits', { body: 'ë'.repeat(500) });
      answer('/longer', { body: `${'ë'.repeat(500)}x` });
      expect(await call('/fits')).toMatchObject({ ok: true, response: { body: 'ë'.repeat(500) } });
      expect(await call('/longer')).toMatchObject({ ok: false, failure: { class: 'too-large' } });
    });

    it('takes the status for the answer, however long its body, where that is not read', async () => {
      answer('/long', { status: 201, body: 'x'.repeat(100_000) });
      const result = await call('/long', { readsBody: false });
      expect(result).toMatchObject({ ok: true, response: { status: 201, body: '' } });
    });

    it.each([
      ['hangs', 'timeout'],
      ['breaks', 'broken'],
    ] as const)('a server that %s: %s', async (what, failure) => {
      answer('/a', what);
      expect(await call('/a')).toMatchObject({ ok: false, failure: { class: failure } });
    });

    it('a server that is away: unreachable, which tells nothing of its address', async () => {
      const result = await call(`${stage.away}/a`);
      expect(result).toMatchObject({ ok: false, failure: { class: 'unreachable', code: 'ECONNREFUSED' } });
      expect(result.ok || result.failure.message).not.toContain('127');
    });

    it.each<[string, string]>([
      ['no address', '::'],
      ['no host', 'https://'],
      ['a path alone', '/hook'],
      ['too long an address', `https://a.example/${'x'.repeat(4096)}`],
    ])('refuses %s', async (_, url) => {
      const result = await stage.fetch.fetch({ method: 'GET', url, timeoutMs: TIMEOUT_MS, maxBytes: 10 });
      expect(result).toMatchObject({ ok: false, failure: { class: 'refused', code: 'url' } });
    });

    it.each([
      ['file:///etc/passwd', 'scheme'],
      ['ftp://a.example/', 'scheme'],
      ['data:text/plain,x', 'scheme'],
      ['javascript:1', 'scheme'],
      ['https://ann@a.example/', 'credentials'],
      ['https://:secret@a.example/', 'credentials'],
      ['http://a.example:22/', 'port'],
      ['https://a.example:25/', 'port'],
      ['http://a.example:0/', 'port'],
    ])('refuses %s: %s', async (url, code) => {
      expect(await call(url)).toMatchObject({ ok: false, failure: { class: 'refused', code } });
    });

    it.each<[string, Record<string, string>]>([
      ['the host', { Host: 'internal' }],
      ['the connection', { CONNECTION: 'upgrade' }],
      ['the length', { 'content-length': '3' }],
      ['the framing', { 'Transfer-Encoding': 'chunked' }],
      ['packing', { 'accept-encoding': 'gzip' }],
      ['a proxy', { 'Proxy-Authorization': 'x' }],
      ['who asked', { 'X-Forwarded-For': '127.0.0.1' }],
      ['a second header in a value', { a: 'b\r\nHost: internal' }],
      ['a second header in a name', { 'a: b\r\nHost': 'internal' }],
      ['an empty name', { '': 'x' }],
      ['too much', { a: 'x'.repeat(17_000) }],
    ])('refuses a header about %s', async (_, headers) => {
      answer('/a', {});
      expect(await call('/a', { headers })).toMatchObject({ ok: false, failure: { class: 'refused', code: 'header' } });
      expect(stage.seen()).toEqual([]);
    });

    it('refuses a body where there can be none', async () => {
      expect(await call('/a', { body: 'x' })).toMatchObject({ ok: false, failure: { class: 'refused', code: 'body' } });
    });

    it.each<[string, string[], boolean]>([
      ['the host itself', ['127.0.0.1'], true],
      ['one of several', ['a.example', '127.0.0.1'], true],
      ['others', ['a.example'], false],
      ['none', [], false],
      ['what only ends alike', ['7.0.0.1'], false],
      ['what is below it', ['*.127.0.0.1'], false],
    ])('with %s allowed', async (_, allowedHosts, ok) => {
      answer('/a', {});
      const result = await call('/a', { allowedHosts });
      expect(result).toMatchObject(ok ? { ok } : { ok, failure: { class: 'refused', code: 'host-not-allowed' } });
    });

    describe('a download', () => {
      const download = (path: string, more: Partial<HttpFetchRequest> = {}) =>
        stage.fetch.download(
          { url: stage.origin + path, timeoutMs: TIMEOUT_MS, maxBytes: 1000, ...more },
          async ({ headers, body }) => {
            const chunks: Uint8Array[] = [];
            for await (const chunk of body) chunks.push(chunk);
            return { type: headers['content-type'], text: Buffer.concat(chunks).toString() };
          },
        );

      it('hands over the bytes and the headers, also after a redirect', async () => {
        redirect('/a', 302, '/b');
        answer('/b', { headers: { 'content-type': 'image/png' }, body: 'Zoë' });
        expect(await download('/a')).toEqual({ ok: true, status: 200, taken: { type: 'image/png', text: 'Zoë' } });
      });

      it.each([403, 404, 500])('of what answers with status %i takes nothing', async (status) => {
        answer('/a', { status, body: 'no' });
        expect(await download('/a')).toEqual({ ok: true, status });
      });

      it.each([
        ['too long', { body: 'x'.repeat(1001) }, 'too-large'],
        ['hanging', 'hangs', 'timeout'],
        ['broken', 'breaks', 'broken'],
      ] as const)('that is %s fails', async (_, what, failure) => {
        answer('/a', what);
        expect(await download('/a')).toMatchObject({ ok: false, failure: { class: failure } });
      });

      it('throws what its taker throws', async () => {
        answer('/a', { body: 'x' });
        const full = new Error('the disk is full');
        const taking = stage.fetch.download(
          { url: `${stage.origin}/a`, timeoutMs: TIMEOUT_MS, maxBytes: 10 },
          async () => Promise.reject(full),
        );
        await expect(taking).rejects.toBe(full);
      });
    });

    describe('a redirect', () => {
      it('is the answer itself for who follows none', async () => {
        redirect('/a', 302, '/b');
        const result = await call('/a', { followRedirects: false });
        expect(result).toMatchObject({ ok: true, response: { status: 302 } });
        expect(stage.seen()).toHaveLength(1);
      });

      it.each([301, 302, 303, 307, 308])('of status %i is followed by a GET', async (status) => {
        redirect('/a', status, '/b?c');
        answer('/b?c', { body: 'there' });
        expect(await call('/a')).toMatchObject({ ok: true, response: { body: 'there' } });
      });

      it('after a POST fetches the answer, without the body and what told of it', async () => {
        redirect('/a', 303, '/b');
        answer('/b', {});
        await call('/a', {
          method: 'POST',
          body: '{}',
          headers: { 'Content-Type': 'application/json', 'X-Api-Key': 'k' },
        });
        const [, second] = stage.seen();
        expect(second).toMatchObject({ method: 'GET', path: '/b', body: '', headers: { 'x-api-key': 'k' } });
        expect(second?.headers).not.toHaveProperty('content-type');
      });

      it('of status 307 repeats a POST on the same host, and nowhere else', async () => {
        redirect('/a', 307, '/b');
        answer('/b', { body: 'taken' });
        expect(await call('/a', { method: 'POST', body: 'x' })).toMatchObject({
          ok: true,
          response: { body: 'taken' },
        });
        redirect('/c', 307, `${stage.elsewhere}/b`);
        const refused = { ok: false, failure: { class: 'refused', code: 'redirect-with-body' } };
        expect(await call('/c', { method: 'POST', body: 'x' })).toMatchObject(refused);
        expect(stage.seen().map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /a', 'POST /b', 'POST /c']);
      });

      it('to another host takes no secrets along', async () => {
        redirect('/a', 302, `${stage.elsewhere}/b`);
        stage.answer(`${stage.elsewhere}/b`, {});
        await call('/a', { headers: SECRETS });
        const [first, second] = stage.seen();
        expect(first?.headers).toMatchObject({ 'x-api-key': 'secret', authorization: 'Bearer secret' });
        expect(second?.headers).toMatchObject({ 'accept-language': 'de' });
        expect(JSON.stringify(second)).not.toContain('secret');
      });

      it.each([
        ['to a host that is not allowed', 'http://a.example/', 'host-not-allowed'],
        ['to a file', 'file:///etc/passwd', 'scheme'],
        ['with a password', 'http://a:b@127.0.0.1/', 'credentials'],
        ['to a port that cannot be called', 'http://127.0.0.1:22/', 'port'],
        ['to nowhere', 'http://', 'url'],
      ])('%s is refused', async (_, location, code) => {
        redirect('/a', 302, location);
        const result = await call('/a', { allowedHosts: ['127.0.0.1'] });
        expect(result).toMatchObject({ ok: false, failure: { class: 'refused', code } });
      });

      it('is followed three times, and not a fourth', async () => {
        for (const at of [1, 2, 3, 4]) redirect(`/${at}`, 302, `/${at + 1}`);
        answer('/5', { body: 'end' });
        expect(await call('/2')).toMatchObject({ ok: true, response: { body: 'end' } });
        expect(await call('/1')).toMatchObject({ ok: false, failure: { class: 'refused', code: 'redirect-limit' } });
      });

      it('without a place to go is an answer', async () => {
        answer('/a', { status: 302 });
        expect(await call('/a')).toMatchObject({ ok: true, response: { status: 302 } });
      });

      it('to a server that is away is no proof that nothing was sent', async () => {
        redirect('/a', 302, stage.away);
        expect(await call('/a')).toMatchObject({ ok: false, failure: { class: 'broken', code: 'ECONNREFUSED' } });
        expect(stage.seen()).toHaveLength(1);
      });
    });
  });
}

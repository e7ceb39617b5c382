import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { Test } from '@nestjs/testing';
import { describeHttpFetchContract } from '../../../../test/support/http-fetch-contract';
import { LoopbackServer, openLoopbackStage, openScriptedStage } from '../../../../test/support/http-fetch-stages';
import { HttpFetchModule } from './http-fetch.module';
import { HttpFetch, type HttpFetchRequest } from './http-fetch.port';
import type { LookUp } from './resolver';
import { UndiciHttpFetch } from './undici-http-fetch';

describeHttpFetchContract('over HTTP', openLoopbackStage);
describeHttpFetchContract('as scripted', openScriptedStage);

const get = (url: string, more: Partial<HttpFetchRequest> = {}): HttpFetchRequest => ({
  method: 'GET',
  url,
  timeoutMs: 700,
  maxBytes: 1000,
  ...more,
});

const leadsTo =
  (...addresses: string[]): LookUp =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

const REFUSED = { ok: false, failure: { class: 'refused', code: 'private-address' } };

describe('what is not on the public internet', () => {
  const http = new UndiciHttpFetch();

  it.each([
    'http://127.0.0.1/',
    'http://127.0.0.1./',
    'http://127.1/',
    'http://2130706433/',
    'http://0x7f000001/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://017700000001/',
    'http://①②⑦.⓪.⓪.①/',
    'http://0/',
    'http://0.0.0.0/',
    'http:127.0.0.1/',
    'http://127.0.0.1\\@a.example/',
    'http://[::1]/',
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[64:ff9b::127.0.0.1]/',
    'http://[fe80::1]/',
    'http://[fd00:ec2::254]/',
    'http://169.254.169.254/latest/meta-data/',
    'http://0xa9fea9fe/',
    'http://2852039166/',
    'http://10.0.0.1/',
    'http://172.16.0.1/',
    'http://192.168.0.1/',
    'http://100.64.0.1/',
    'http://224.0.0.1/',
    'http://localhost/',
    'http://LOCALHOST/',
  ])('%s is refused', async (url) => {
    expect(await http.fetch(get(url))).toMatchObject(REFUSED);
  });

  it.each([
    ['private', leadsTo('10.0.0.1')],
    ['public first, private second', leadsTo('93.184.215.14', '192.168.0.1')],
    ['IPv4 in IPv6', leadsTo('::ffff:127.0.0.1')],
    ['the metadata of a cloud', leadsTo('169.254.169.254')],
    ['nothing', leadsTo()],
  ])('a name that leads to %s is refused', async (_, lookUp) => {
    expect(await new UndiciHttpFetch({ lookUp }).fetch(get('http://a.example/'))).toMatchObject(REFUSED);
  });

  it('is refused also where loopback is allowed, for tests', async () => {
    const lookUp = leadsTo('127.0.0.1', '10.0.0.1');
    expect(await new UndiciHttpFetch({ lookUp, allowLoopback: true }).fetch(get('http://a.example/'))).toMatchObject(
      REFUSED,
    );
  });

  it('is refused by what the application uses, also in a test', async () => {
    const module = await Test.createTestingModule({ imports: [HttpFetchModule] }).compile();
    const server = await LoopbackServer.start();
    expect(await module.get(HttpFetch).fetch(get(`${server.origin}/`))).toMatchObject(REFUSED);
    expect(server.requests).toEqual([]);
    await server.stop();
  });

  it('may be where the operator’s own settings lead, and nothing beside it', async () => {
    const [server, other] = [await LoopbackServer.start(), await LoopbackServer.start()];
    server.answers.set('/', { body: 'ours' });
    server.answers.set('/away', { status: 302, headers: { location: `${other.origin}/` } });
    const { origin: operatorOrigin } = server;
    const http = new UndiciHttpFetch();
    expect(await http.fetch(get(`${server.origin}/`, { operatorOrigin }))).toMatchObject({
      ok: true,
      response: { body: 'ours' },
    });
    expect(await http.fetch(get(`${server.origin}/away`, { operatorOrigin }))).toMatchObject(REFUSED);
    expect(await http.fetch(get(`${other.origin}/`, { operatorOrigin }))).toMatchObject(REFUSED);
    expect(other.requests).toEqual([]);
    await Promise.all([server.stop(), other.stop()]);
  });

  it('is refused as the aim of a redirect', async () => {
    const server = await LoopbackServer.start();
    server.answers.set('/', { status: 302, headers: { location: 'http://169.254.169.254/' } });
    expect(await new UndiciHttpFetch({ allowLoopback: true }).fetch(get(`${server.origin}/`))).toMatchObject(REFUSED);
    await server.stop();
  });
});

describe('a name', () => {
  let server: LoopbackServer;
  let asked: string[];

  beforeEach(async () => {
    server = await LoopbackServer.start();
    server.answers.set('/', { body: 'here' });
    asked = [];
  });
  afterEach(() => server.stop());

  /** Leads to each of the addresses in turn, as a server of names does that wants to fool the check. */
  const rebinding = (...addresses: string[]): LookUp => {
    return async (hostname) => {
      asked.push(hostname);
      return leadsTo(addresses[asked.length - 1] ?? '127.0.0.2')(hostname);
    };
  };

  it('is asked for once a request, and the connection goes to what was checked', async () => {
    const http = new UndiciHttpFetch({ lookUp: rebinding('127.0.0.1'), allowLoopback: true });
    const url = `http://a.example:${server.port}/`;
    expect(await http.fetch(get(url))).toMatchObject({ ok: true, response: { body: 'here' } });
    expect(asked).toEqual(['a.example']);
  });

  it('that leads elsewhere the second time is checked again after a redirect', async () => {
    server.answers.set('/', { status: 302, headers: { location: '/again' } });
    const http = new UndiciHttpFetch({ lookUp: rebinding('127.0.0.1', '10.0.0.1'), allowLoopback: true });
    expect(await http.fetch(get(`http://a.example:${server.port}/`))).toMatchObject(REFUSED);
    expect(asked).toHaveLength(2);
  });

  it('keeps its name for the server, whatever it leads to', async () => {
    let host: string | undefined;
    server.answers.set('/', (response) => {
      host = response.req.headers.host;
      response.end();
    });
    await new UndiciHttpFetch({ lookUp: leadsTo('127.0.0.1'), allowLoopback: true }).fetch(
      get(`http://a.example:${server.port}/`),
    );
    expect(host).toBe(`a.example:${server.port}`);
  });

  it.each<[string, LookUp, string]>([
    ['nobody knows', () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })), 'ENOTFOUND'],
    ['nobody answers for', () => new Promise(() => undefined), 'timeout'],
  ])('that %s is unreachable', async (_, lookUp, code) => {
    const result = await new UndiciHttpFetch({ lookUp }).fetch(get('http://a.example/', { timeoutMs: 30 }));
    expect(result).toMatchObject({ ok: false, failure: { class: 'unreachable', code } });
  });
});

describe('an answer over HTTP', () => {
  let server: LoopbackServer;
  const http = new UndiciHttpFetch({ allowLoopback: true });

  beforeEach(async () => {
    server = await LoopbackServer.start();
  });
  afterEach(() => server.stop());

  const answered = (respond: (response: ServerResponse) => void, more: Partial<HttpFetchRequest> = {}) => {
    server.answers.set('/', respond);
    return http.fetch(get(`${server.origin}/`, more));
  };

  it.each<[string, (response: ServerResponse) => void, object]>([
    ['that has no end', (response) => void endless.pipe(response), { class: 'too-large' }],
    ['that ends early', (response) => cutOff(response), { class: 'broken' }],
    [
      'that is packed',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('x'.repeat(10_000))),
      { class: 'broken', code: 'encoded' },
    ],
    ['that is no HTTP', (response) => void response.socket?.end('SSH-2.0-OpenSSH_9.2'), { class: 'broken' }],
    [
      'with endless headers',
      (response) => response.writeHead(200, { a: 'x'.repeat(20_000) }).end(),
      { class: 'broken' },
    ],
  ])('%s fails', async (_, respond, failure) => {
    expect(await answered(respond)).toMatchObject({ ok: false, failure });
  });

  it('that trickles is cut off when its time is over', async () => {
    const result = answered((response) => response.write('.'), { timeoutMs: 100 });
    expect(await result).toMatchObject({ ok: false, failure: { class: 'timeout' } });
  });

  it('has each header once', async () => {
    const headers = [
      ['Set-Cookie', 'a=1'],
      ['set-cookie', 'b=2'],
    ] as [string, string][];
    const result = await answered((response) => response.writeHead(200, headers.flat()).end());
    expect(result).toMatchObject({ ok: true, response: { headers: { 'set-cookie': 'a=1, b=2' } } });
  });

  it('that redirects is not read', async () => {
    server.answers.set('/b', { body: 'there' });
    const result = await answered((response) => {
      response.writeHead(302, { location: '/b' });
      response.write('x'.repeat(5_000));
    });
    expect(result).toMatchObject({ ok: true, response: { body: 'there' } });
  });

  it('that is no TLS leaves nothing sent', async () => {
    const result = await http.fetch(get(`https://127.0.0.1:${server.port}/`));
    expect(result).toMatchObject({ ok: false, failure: { class: 'unreachable' } });
    expect(server.requests).toEqual([]);
  });

  it('comes from the server itself, whatever proxy the environment names', async () => {
    const proxy = await LoopbackServer.start();
    const names = ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'NODE_USE_ENV_PROXY'];
    for (const name of names) process.env[name] = name.startsWith('NODE') ? '1' : proxy.origin;
    server.answers.set('/', { body: 'itself' });
    const result = await new UndiciHttpFetch({ allowLoopback: true }).fetch(get(`${server.origin}/`));
    for (const name of names) Reflect.deleteProperty(process.env, name);
    await proxy.stop();
    expect(result).toMatchObject({ ok: true, response: { body: 'itself' } });
    expect(proxy.requests).toEqual([]);
  });

  it('leaves no connection open', async () => {
    await answered((response) => response.end('x'));
    await server.allDisconnected();
  });
});

const endless = Readable.from(
  (function* () {
    for (;;) yield 'x'.repeat(1000);
  })(),
);

function cutOff(response: ServerResponse): void {
  response.writeHead(200, { 'content-length': '100' }).write('half');
  response.socket?.end();
}

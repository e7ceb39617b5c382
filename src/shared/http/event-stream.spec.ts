import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyReply } from 'fastify';
import { EventStream } from './event-stream';

/** What Fastify gives to a handler, as far as a stream asks for it. */
const replyOf = (raw: ServerResponse) =>
  ({ raw, getHeaders: () => ({ 'x-correlation-id': 'c1' }), hijack: () => undefined }) as unknown as FastifyReply;

describe('a stream of events', () => {
  const listen = async (handle: (raw: ServerResponse) => void) => {
    const server = createServer((_request, response) => handle(response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const stop = () => new Promise((resolve) => server.close(resolve));
    return { url: `http://127.0.0.1:${port}`, stop };
  };

  it('goes out as it is written, under the headers that were set', async () => {
    const { url, stop } = await listen((raw) => {
      const stream = new EventStream(replyOf(raw));
      stream.open(() => undefined);
      expect(stream.send('told', [{ n: 1 }, { n: 2 }])).toBe(true);
      stream.end();
    });
    const answer = await fetch(url);
    expect([answer.headers.get('content-type'), answer.headers.get('x-correlation-id')]).toEqual([
      'text/event-stream; charset=utf-8',
      'c1',
    ]);
    expect(await answer.text()).toBe(': open\n\nevent: told\ndata: {"n":1}\n\nevent: told\ndata: {"n":2}\n\n');
    await stop();
  });

  it('tells who writes that the client left before it began', async () => {
    const abort = new AbortController();
    let tell: (isRead: boolean) => void = () => undefined;
    const isRead = new Promise<boolean>((resolve) => (tell = resolve));
    const { url, stop } = await listen((raw) => {
      raw.once('close', () => {
        const stream = new EventStream(replyOf(raw));
        stream.open(() => undefined);
        tell(stream.write('id: 1\n\n'));
      });
      abort.abort();
    });
    await expect(fetch(url, { signal: abort.signal })).rejects.toThrow();
    expect(await isRead).toBe(false);
    await stop();
  });
});

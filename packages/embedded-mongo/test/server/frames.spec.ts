import { type EmbeddedMongo, startEmbeddedMongo } from '../../src';
import { RawClient, body, frame } from '../support/raw-client';

const ping = frame(body({ ping: 1, $db: 'admin' }));
const section = (kind: number, length: number, rest = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(5);
  head[0] = kind;
  head.writeInt32LE(length, 1);
  return Buffer.concat([head, rest]);
};

describe('frames', () => {
  let server: EmbeddedMongo;
  let witness: RawClient;
  const reported: unknown[] = [];
  beforeAll(async () => {
    server = await startEmbeddedMongo({ backend: 'memory', report: (error) => reported.push(error) });
    witness = await RawClient.connect(server.uri);
  });
  afterAll(async () => {
    await witness.end();
    await server.close();
  });

  it.each<[string, Buffer]>([
    ['a length below the header', frame(Buffer.alloc(0), { length: 15 })],
    ['a negative length', frame(Buffer.alloc(0), { length: -1 })],
    ['a length over 48 MB', frame(Buffer.alloc(0), { length: 48_000_001 })],
    ['an unknown opcode', frame(body({ ping: 1 }), { opcode: 1 })],
    ['a legacy insert', frame(body({ ping: 1 }), { opcode: 2002 })],
    ['a compressed message', frame(body({ ping: 1 }), { opcode: 2012 })],
    ['an unknown required flag', frame(body({ ping: 1 }), { flags: 1 << 5 })],
    ['no flags', Buffer.from([16, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0])],
    ['no body', frame(Buffer.alloc(0))],
    ['a body that ends too early', frame(section(0, 100))],
    ['a body without its final zero', frame(section(0, 6, Buffer.from([1, 1])))],
    ['two bodies', frame(Buffer.concat([body({ ping: 1 }), body({ ping: 1 })]))],
    ['an unknown kind of section', frame(section(7, 5))],
    ['a sequence longer than the message', frame(Buffer.concat([body({ ping: 1 }), section(1, 1000)]))],
    ['a sequence without a name', frame(Buffer.concat([body({ ping: 1 }), section(1, 6, Buffer.from([65, 65]))]))],
    [
      'a document in a sequence that is cut off',
      frame(Buffer.concat([body({ ping: 1 }), section(1, 11, Buffer.from([65, 0, 99, 0, 0, 0, 0]))])),
    ],
    ['random bytes', Buffer.from(Array.from({ length: 500 }, (_, at) => (at * 7919) % 251))],
    ['an HTTP request', Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')],
  ])('closes the socket after %s, and only that one', async (_name, bytes) => {
    const hostile = await RawClient.connect(server.uri);
    hostile.send(bytes);
    await hostile.closed;
    expect(await witness.command({ ping: 1 })).toMatchObject({ ok: 1 });
  });

  it('answers a document nested too deeply with an error', async () => {
    let nested = Buffer.from([5, 0, 0, 0, 0]);
    for (let depth = 0; depth < 5000; depth++) {
      const wrapped = Buffer.concat([Buffer.alloc(4), Buffer.from([3, 97, 0]), nested, Buffer.from([0])]);
      wrapped.writeInt32LE(wrapped.length, 0);
      nested = wrapped;
    }
    const client = await RawClient.connect(server.uri);
    const reply = client.next();
    client.send(frame(Buffer.concat([Buffer.from([0]), nested])));
    expect((await reply).length).toBeLessThan(500);
    await client.end();
  });

  it('answers a message that arrives byte by byte, and two that arrive together', async () => {
    const client = await RawClient.connect(server.uri);
    const first = client.next();
    for (const byte of ping) client.send(Buffer.from([byte]));
    expect((await first).readInt32LE(12)).toBe(2013);
    const both = [client.next(), client.next()];
    client.send(Buffer.concat([ping, ping]));
    expect((await Promise.all(both)).map((reply) => reply.readInt32LE(8))).toEqual([1, 1]);
    await client.end();
  });

  it('takes documents from a sequence beside the body', async () => {
    const client = await RawClient.connect(server.uri);
    const documents = Buffer.concat([1, 2].map((n) => body({ _id: n }).subarray(1)));
    const sequence = Buffer.concat([Buffer.from('documents\0'), documents]);
    const reply = client.next();
    client.send(
      frame(Buffer.concat([section(1, sequence.length + 4, sequence), body({ insert: 'seq', $db: 'test' })])),
    );
    await reply;
    expect(await client.command({ count: 'seq' })).toMatchObject({ n: 2 });
    await client.end();
  });

  it('answers a first hello in the legacy form', async () => {
    const client = await RawClient.connect(server.uri);
    const reply = client.next();
    const query = Buffer.concat([Buffer.from('admin.$cmd\0'), Buffer.alloc(8), body({ isMaster: 1 }).subarray(1)]);
    client.send(frame(query, { opcode: 2004 }));
    expect((await reply).readInt32LE(12)).toBe(1);
    await client.end();
  });

  it('answers BSON that is not valid inside with an error', async () => {
    const client = await RawClient.connect(server.uri);
    const broken = body({ insert: 'x', documents: [{ a: 'text' }], $db: 'test' });
    broken.writeInt32LE(1_000_000, broken.indexOf('text') - 4);
    const reply = client.next();
    client.send(frame(broken));
    expect((await reply).includes('Invalid BSON')).toBe(true);
    expect(await client.command({ count: 'x' })).toMatchObject({ n: 0 });
    await client.end();
  });

  it('goes on when a client leaves in the middle of a message or of a reply', async () => {
    const client = await RawClient.connect(server.uri);
    client.send(ping.subarray(0, 20));
    await client.end();
    const reader = await RawClient.connect(server.uri);
    await reader.command({
      insert: 'large',
      documents: Array.from({ length: 10 }, () => ({ text: 'x'.repeat(1_000_000) })),
    });
    reader.send(frame(body({ find: 'large', $db: 'test' })));
    await reader.end();
    expect(await witness.command({ count: 'large' })).toMatchObject({ n: 10 });
  });
});

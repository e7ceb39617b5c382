import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import { encode } from '../../src/bson';
import { FORMAT_KEY, catalogueKey } from '../../src/store/keys';
import { LmdbKeyValueStore } from '../../src/store/lmdb-key-value';
import { PACKAGE, StoreProcess, buildPackage } from '../support/store-process';
import { type Doc, temporaryFolder } from '../support/test-store';

describe('parley-embedded-mongo', () => {
  const folder = temporaryFolder();
  beforeAll(buildPackage, 60_000);
  afterAll(() => folder.remove());

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'prints one line of JSON when ready and ends cleanly on %s',
    async (signal) => {
      const store = new StoreProcess(['--folder', path.join(folder.path, signal)]);
      const client = await MongoClient.connect(await store.uri());
      await client.db('test').collection<Doc>('c').insertOne({ _id: 1 });
      const ended = await store.signal(signal);
      await client.close();
      expect(ended).toMatchObject({ code: 0, stderr: '' });
      expect(ended.stdout).toMatch(/^\{"uri":"mongodb:\/\/127\.0\.0\.1:\d+\/\?replicaSet=rs0"\}\n$/);
    },
  );

  it('runs as the program that the package names', async () => {
    const { bin } = JSON.parse(readFileSync(path.join(PACKAGE, 'package.json'), 'utf8')) as { bin: object };
    const [[name, file] = []] = Object.entries(bin) as [string, string][];
    const store = new StoreProcess(['--memory'], [path.join(PACKAGE, file ?? '')]);
    expect([name, await store.uri()]).toEqual(['parley-embedded-mongo', expect.stringMatching(/^mongodb:/)]);
    expect(await store.signal('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
  });

  it('listens on a socket', async () => {
    const socket = path.join(folder.path, 's.sock');
    const store = new StoreProcess(['--memory', '--socket', socket]);
    const client = await MongoClient.connect(await store.uri());
    expect(await client.db('test').command({ ping: 1 })).toMatchObject({ ok: 1 });
    await client.close();
    expect(await store.signal('SIGTERM')).toMatchObject({ code: 0 });
  });

  it('says which process holds a folder, and exits', async () => {
    const data = path.join(folder.path, 'held');
    const first = new StoreProcess(['--folder', data]);
    await first.uri();
    const second = await new StoreProcess(['--folder', data]).ended;
    expect(second).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/in use by process \d+/) as string,
    });
    await first.signal('SIGTERM');
  });

  describe('with data that it cannot read', () => {
    const intact = path.join(folder.path, 'intact');
    const inFile = (name: string, change: (bytes: Buffer) => Buffer) => (data: string) => {
      const file = path.join(data, name);
      writeFileSync(file, change(readFileSync(file)));
    };
    const noise = (length: number) => Buffer.from(Array.from({ length }, (_, at) => (at * 7919 + 13) % 251));
    const put = (key: Buffer, value: Buffer) => async (data: string) => {
      const storage = await LmdbKeyValueStore.open(data);
      storage.transaction(() => storage.put(key, value));
      await storage.close();
    };

    beforeAll(async () => {
      const store = new StoreProcess(['--folder', intact]);
      const client = await MongoClient.connect(await store.uri());
      const documents = client.db('test').collection<Doc>('c');
      await documents.insertMany(Array.from({ length: 2000 }, (_, n) => ({ _id: n, text: 'x'.repeat(200) })));
      await client.close();
      await store.signal('SIGTERM');
    });

    it.each<[string, (data: string) => void | Promise<void>, RegExp]>([
      ['an empty file', inFile('data.mdb', () => Buffer.alloc(0)), /data\.mdb is damaged: it is empty/],
      ['no file', (data) => rmSync(path.join(data, 'data.mdb')), /data\.mdb is damaged: it has gone/],
      ['a few bytes', inFile('data.mdb', (bytes) => bytes.subarray(0, 100)), /data\.mdb is damaged: it does not begin/],
      ['some text', inFile('data.mdb', () => Buffer.from('hello\n')), /data\.mdb is damaged: it does not begin/],
      ['noise', inFile('data.mdb', (bytes) => noise(bytes.length)), /data\.mdb is damaged: it does not begin/],
      [
        'half of the file',
        inFile('data.mdb', (bytes) => bytes.subarray(0, bytes.length / 2)),
        /damaged: page \d+ is missing/,
      ],
      [
        'pages overwritten',
        inFile('data.mdb', (bytes) => {
          noise(bytes.length - 8192).copy(bytes, 8192);
          return bytes;
        }),
        /damaged: page \d+ is missing or is not what it was/,
      ],
      ['a catalogue of noise', put(catalogueKey('test.c'), noise(50)), /data\.mdb is damaged: /],
      ['a later format', put(FORMAT_KEY, encode({ format: 99 })), /has format 99; this version reads format 1 only/],
    ])('%s: says so, ends, and changes nothing', async (name, damage, message) => {
      const data = path.join(folder.path, name);
      cpSync(intact, data, { recursive: true });
      await damage(data);
      const file = path.join(data, 'data.mdb');
      const content = (): Buffer | undefined => (existsSync(file) ? readFileSync(file) : undefined);
      const before = content();
      const ended = await new StoreProcess(['--folder', data]).ended;
      expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(message) as string });
      expect(ended.stderr).toContain(name === 'a later format' ? 'data folder' : file);
      expect(content()).toEqual(before);
    });
  });

  it.each([
    [['--folder', 'x', '--memory'], 'either --folder or --memory'],
    [[], 'either --folder or --memory'],
    [['--memory', '--port', 'abc'], '--port must be a whole number'],
    [['--memory', '--port', '1', '--socket', 'x'], 'either --socket or --port'],
    [['--bogus'], '--bogus'],
  ])('refuses %j', async (args, message) => {
    expect(await new StoreProcess(args).ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(message) as string,
    });
  });
});

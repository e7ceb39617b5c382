import path from 'node:path';
import { MongoClient } from 'mongodb';
import { StoreProcess, buildPackage } from '../support/store-process';
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

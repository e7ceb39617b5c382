import { deserialize } from 'bson';
import { MongoServer } from '../../src/server';
import type { KeyValueStore } from '../../src/store/key-value';
import { LmdbKeyValueStore } from '../../src/store/lmdb-key-value';
import { MemoryKeyValueStore } from '../../src/store/memory-key-value';
import { indexMismatches } from './index-check';
import { Random } from './random';
import { randomCommands } from './random-commands';
import { RawClient, body, frame } from './raw-client';
import { temporaryFolder } from './test-store';

/** A store on some storage, and a client that sees its replies byte for byte. */
class Party {
  static async of(storage: KeyValueStore, reported: unknown[]): Promise<Party> {
    const options = { listen: { host: '127.0.0.1', port: 0 }, ttlSeconds: 3600 } as const;
    const server = await MongoServer.start(storage, { ...options, report: (error) => reported.push(error) });
    return new Party(storage, server, await RawClient.connect(server.uri));
  }

  private constructor(
    readonly storage: KeyValueStore,
    private readonly server: MongoServer,
    private readonly client: RawClient,
  ) {}

  /** The reply's body. */
  async answer(message: Buffer): Promise<Buffer> {
    const reply = this.client.next();
    this.client.send(message);
    return (await reply).subarray(21);
  }

  async end(): Promise<void> {
    await this.client.end();
    await this.server.close();
  }
}

/** The same commands to both backends: the answers must be the same to the byte, and all index entries accounted for. */
export async function expectMemoryToEqualLmdb(seed: number, commands: number): Promise<void> {
  const folder = temporaryFolder();
  const reported: unknown[] = [];
  const memory = await Party.of(new MemoryKeyValueStore(), reported);
  const lmdb = await Party.of(await LmdbKeyValueStore.open(folder.path), reported);
  try {
    let count = 0;
    for (const command of randomCommands(new Random(seed))) {
      const message = frame(body({ ...command, $db: (command.$db as string | undefined) ?? 'test' }));
      const [first, second] = await Promise.all([memory.answer(message), lmdb.answer(message)]);
      if (!first.equals(second))
        expect({ command, reply: deserialize(second) }).toEqual({ command, reply: deserialize(first) });
      expect(first.equals(second)).toBe(true);
      if (++count === commands) break;
    }
    expect(reported).toEqual([]);
    for (const { storage } of [memory, lmdb]) expect(indexMismatches(storage)).toEqual([]);
  } finally {
    await memory.end();
    await lmdb.end();
    folder.remove();
  }
}

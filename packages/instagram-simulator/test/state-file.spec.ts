import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startInstagramSimulator } from '../src/index';
import type { CustomerControl } from '../src/index';
import { StateSaver } from '../src/world/state-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'instagram-simulator-'));
});
afterEach(() => rm(folder, { recursive: true }));

describe('the state file', () => {
  it('is never half written and leaves no draft behind', async () => {
    const path = join(folder, 'state.json');
    let version = 0;
    const saver = new StateSaver(
      path,
      () => ({ version, padding: 'x'.repeat(100_000) }),
      (error) => {
        throw error;
      },
    );
    const saves: Promise<void>[] = [];
    for (version = 1; version <= 20; version += 1) saves.push(saver.save());
    await Promise.all(saves);
    await saver.close();
    expect(await readdir(folder)).toEqual(['state.json']);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ version: 21 });
  });

  it('keeps ids from coming twice', async () => {
    const stateFile = join(folder, 'state.json');
    const mids = new Set<string>();
    const talk = async (customer: CustomerControl): Promise<void> => {
      for (let i = 0; i < 20; i += 1) mids.add((await customer.sendsText(`message ${i}`)).mid);
    };
    const first = await startInstagramSimulator({ appSecret: 's', verifyToken: 'v', stateFile });
    const account = await first.createAccount({ username: 'luna.ceramics' });
    const jane = await first.createCustomer({ account: account.id, username: 'jane.doe' });
    await talk(first.customer(jane.id));
    await first.close();
    const second = await startInstagramSimulator({ appSecret: 's', verifyToken: 'v', stateFile });
    await talk(second.customer(jane.id));
    expect(await second.ledger()).toHaveLength(40);
    await second.close();
    expect(mids.size).toBe(40);
  });

  it.each([
    ['not JSON', '{"world":'],
    ['another format', '{"world":{"format":99}}'],
  ])('stops the start when it is %s', async (_name, content) => {
    const stateFile = join(folder, 'state.json');
    await writeFile(stateFile, content);
    await expect(startInstagramSimulator({ appSecret: 's', verifyToken: 'v', stateFile })).rejects.toThrow();
  });
});

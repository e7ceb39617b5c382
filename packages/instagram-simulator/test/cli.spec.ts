import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { SimulatorControl } from '../src/index';
import { Callback } from './support/callback';

const RUNNER = join(__dirname, 'support', 'run-cli.cjs');
const REQUIRED = ['--app-secret', 's', '--verify-token', 'v'];

interface Run {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  readonly exit: Promise<number | null>;
  output: string;
  errors: string;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [RUNNER, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const started: Run = {
    child,
    exit: once(child, 'close').then(([code]) => code as number | null),
    output: '',
    errors: '',
  };
  child.stdout.on('data', (chunk: Buffer) => (started.output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (started.errors += chunk.toString()));
  return started;
}

async function ready(started: Run): Promise<string> {
  while (!started.output.includes('\n')) {
    const ended = await Promise.race([once(started.child.stdout, 'data'), started.exit.then(() => 'ended')]);
    if (ended === 'ended') throw new Error(`exited early: ${started.errors}`);
  }
  return (JSON.parse(started.output) as { url: string }).url;
}

describe('the command line', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'instagram-simulator-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each<[string, string[]]>([
    ['without a secret', ['--verify-token', 'v']],
    ['with a bad port', [...REQUIRED, '--port', '70000']],
    ['with an unknown option', [...REQUIRED, '--colour', 'red']],
  ])('exits 1 with its usage %s', async (_name, args) => {
    const started = run(...args);
    expect(await started.exit).toBe(1);
    expect(started.errors).toContain('usage: parley-instagram-simulator');
    expect(started.output).toBe('');
  });

  it('prints its URL, serves, and carries its world over a restart', async () => {
    const stateFile = join(folder, 'nested', 'state.json');
    const callback = await Callback.start('v');
    const args = [...REQUIRED, '--state', stateFile, '--callback', callback.url];
    callback.answers.push(500);

    const first = run(...args);
    const before = new SimulatorControl(await ready(first));
    const account = await before.createAccount({ username: 'luna.ceramics', subscribed: true });
    const jane = await before.createCustomer({ account: account.id, username: 'jane.doe' });
    await before.configure({ retryDelaysMs: [3_600_000] });
    const { mid } = await before.customer(jane.id).sendsText('kept');
    await before.waitForWebhook(({ outcome }) => outcome === 'retrying', 5000);
    const time = await before.advanceClock(86_400_000);
    await before.whenIdle();
    await before.inject({ kind: 'hold-webhooks', count: 'always' });
    const held = await before.customer(jane.id).sendsText('not delivered yet');
    first.child.kill('SIGTERM');
    expect(await first.exit).toBe(0);
    expect(JSON.parse(await readFile(stateFile, 'utf8'))).toMatchObject({ advancedMs: 86_400_000 });

    const second = run(...args);
    const after = new SimulatorControl(await ready(second));
    expect(await after.accounts()).toEqual([account]);
    expect(await after.now()).toBeGreaterThanOrEqual(time);
    expect((await after.customer(jane.id).thread()).messages.map((message) => message.mid)).toEqual([mid, held.mid]);
    await after.whenIdle();
    expect(callback.items().map((item) => (item['message'] as { mid: string }).mid)).toEqual([mid, mid, held.mid]);
    const next = await after.customer(jane.id).sendsText('after the restart');
    expect([mid, held.mid]).not.toContain(next.mid);
    expect((await after.ledger()).map(({ order }) => order)).toEqual([1, 2, 3]);
    second.child.kill('SIGINT');
    expect(await second.exit).toBe(0);
    await callback.close();
  });
});

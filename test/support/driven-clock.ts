import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MongoClient } from 'mongodb';
import type { ProcessGroup } from '../../scripts/launcher/process-group.mjs';
import { type Env, until } from './parley';

const PRELOAD = path.join(__dirname, 'driven-clock.cjs');
const LAUNCHER = path.resolve(__dirname, '../../scripts/launcher');

/**
 * The time of day of a world of processes: database, API, workers and simulator. It goes on like the real one, from a moment
 * that the test names, and jumps when the test says so. A process may be wrong about it, by `skewed`.
 */
export class DrivenClock {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'parley-clock-'));
  private readonly file = path.join(this.folder, 'offset');
  private offsetMs = 0;
  private group: ProcessGroup | undefined;
  private storeUri = '';

  private constructor(start: string) {
    this.jumpTo(start);
  }

  /** With a database of its own, since that tells the time of leases, claims and windows. */
  static async start(start: string): Promise<DrivenClock> {
    const clock = new DrivenClock(start);
    await clock.startStore();
    return clock;
  }

  get mongoUri(): string {
    return this.storeUri;
  }

  now(): number {
    return Date.now() + this.offsetMs;
  }

  /** Settings of a process that goes by it. */
  get env(): Env {
    return { NODE_OPTIONS: `--require=${PRELOAD}`, DRIVEN_CLOCK_FILE: this.file };
  }

  /** Of a process whose clock is wrong by so many minutes. */
  static skewed(minutes: number): Env {
    return { DRIVEN_CLOCK_SKEW_MS: String(minutes * 60_000) };
  }

  /** For everybody at once: resolves when the database knows, which is asked last. */
  async setTo(time: string): Promise<void> {
    this.jumpTo(time);
    const mongo = await MongoClient.connect(this.storeUri);
    try {
      const knows = async () => {
        const { localTime } = await mongo.db('admin').command({ hello: 1 });
        return (localTime as Date).getTime() >= Date.parse(time);
      };
      await until(knows, 5_000, 'the database to know the time');
    } finally {
      await mongo.close();
    }
  }

  async stop(): Promise<void> {
    await this.group?.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private jumpTo(time: string): void {
    this.offsetMs = Date.parse(time) - Date.now();
    const fresh = `${this.file}.new`;
    writeFileSync(fresh, String(this.offsetMs));
    renameSync(fresh, this.file);
  }

  private async startStore(): Promise<void> {
    const [{ ProcessGroup: Group }, { startStore }] = (await Promise.all([
      import(path.join(LAUNCHER, 'process-group.mjs')),
      import(path.join(LAUNCHER, 'store.mjs')),
    ])) as [
      { ProcessGroup: typeof ProcessGroup },
      { startStore: (group: ProcessGroup, options: { ttlSeconds: number }) => Promise<string> },
    ];
    this.group = new Group(path.join(this.folder, 'store'));
    // The launcher hands its environment on; afterwards it is as it was.
    const before = { ...process.env };
    Object.assign(process.env, this.env);
    const starting = startStore(this.group, { ttlSeconds: 86_400 });
    for (const name of Object.keys(this.env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
    this.storeUri = await starting;
  }
}

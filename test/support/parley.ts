import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createParleyClient, type ParleyClient } from '@parley/client';
import {
  type AccountView,
  type Customer,
  type InstagramSimulator,
  startInstagramSimulator,
} from '@parley/instagram-simulator';
import Redis from 'ioredis';
import { MongoClient, type Db } from 'mongodb';
import type { Seeded } from '../../src/seed/demo-seed.service';
import type { DrivenClock } from './driven-clock';
import { keepLogsOfFailure } from './process-logs';
import type { ObservedQuery } from './tenant-scope/scope-rule';
import { unscopedAmong } from './tenant-scope/tenant-watch';
import { newTestName } from './test-name';

const ROOT = path.resolve(__dirname, '../..');
const READY_MS = 60_000;
/** Notes what the process asks the database. */
const OBSERVED = `--require=${path.join(ROOT, 'test/support/tenant-scope/observe-process.cjs')}`;
/** Lets its webhooks reach servers on this machine. */
const LOOPBACK = `--require=${path.join(ROOT, 'test/support/open-loopback.cjs')}`;

export const APP_SECRET = 'app-secret-of-the-tests';
const VERIFY_TOKEN = 'verify-token-of-the-tests';

const SECRETS = {
  JWT_KEYS: 'k1:0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  META_APP_SECRETS: APP_SECRET,
  META_VERIFY_TOKEN: VERIFY_TOKEN,
};

export type Env = Record<string, string>;

/** A process of Parley, started from the build. */
export class ParleyProcess {
  readonly log: string;
  private child: ChildProcess | undefined;

  constructor(
    private readonly script: 'main.js' | 'worker.js',
    private readonly folder: string,
    private readonly env: Env,
  ) {
    this.log = path.join(folder, `${script}.log`);
  }

  get pid(): number {
    return this.child?.pid ?? 0;
  }

  /** Starts it and resolves with its address; `extra` settings hold for this start only. */
  async start(extra: Env = {}): Promise<string> {
    const readyFile = path.join(this.folder, `${this.script}.${Date.now()}.json`);
    const log = openSync(this.log, 'a');
    const child = spawn(process.execPath, [path.join(ROOT, 'dist', 'src', this.script)], {
      cwd: ROOT,
      env: {
        ...process.env,
        ...this.env,
        ...extra,
        NODE_OPTIONS: [OBSERVED, this.env['NODE_OPTIONS'] ?? ''].join(' ').trim(),
        READY_FILE: readyFile,
      },
      stdio: ['ignore', log, log],
    });
    this.child = child;
    const isReady = () => existsSync(readyFile) && readFileSync(readyFile, 'utf8').endsWith('}');
    await until(() => isReady() || hasEnded(child), READY_MS, `${this.script} to start (${this.log})`);
    if (!isReady())
      throw new Error(`${this.script} ended while starting:\n${readFileSync(this.log, 'utf8').slice(-2_000)}`);
    return (JSON.parse(readFileSync(readyFile, 'utf8')) as { url: string }).url;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Resolves once it has ended, by itself or by a signal. */
  async ended(withinMs = READY_MS): Promise<void> {
    const { child } = this;
    if (child !== undefined) await until(() => hasEnded(child), withinMs, `${this.script} to end`);
  }

  /** Resolves once a fault point has stopped it with SIGSTOP. */
  async stopped(withinMs = 20_000): Promise<void> {
    const isStopped = () => /^\d+ \(.*\) T /.test(readFileSync(`/proc/${this.pid}/stat`, 'utf8'));
    await until(isStopped, withinMs, `${this.script} to be stopped`);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended();
  }

  async stop(): Promise<void> {
    this.signal('SIGCONT');
    this.signal('SIGTERM');
    await this.ended();
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Polls a condition of the outside world, with a limit. */
export async function until(check: () => boolean | Promise<boolean>, withinMs: number, what: string): Promise<void> {
  const startedAt = performance.now();
  while (!(await check())) {
    if (performance.now() - startedAt > withinMs) throw new Error(`Waited ${withinMs} ms for ${what}.`);
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** All requests of a test come from one address; a test of the limits sets its own. */
const UNLIMITED: Env = {
  IP_REQUESTS_PER_MINUTE: '1000000',
  ACCOUNT_REQUESTS_PER_MINUTE: '1000000',
  WORKSPACE_REQUESTS_PER_MINUTE: '1000000',
  SIGN_INS_PER_MINUTE: '1000000',
};

export interface ParleyOptions {
  env?: Env;
  /** Worker processes; 1 by default. */
  workers?: number;
  /** Of the wait in the visit flow; 1 by default. */
  waitSeconds?: number;
  /** How far Instagram's clock is behind at the start, so that what is written first is of the past; 0 by default. */
  behindMs?: number;
  /** Outgoing webhooks may go to servers of the test; else nothing of users' goes to this machine. */
  reachesLoopback?: boolean;
  /** What all processes and Instagram go by; the real time by default. */
  clock?: DrivenClock;
}

/** Short waits, so that what takes a minute in production takes a second here. The order of the times stays. */
const QUICK: Env = {
  SWEEP_MS: '100',
  PENDING_AGE_MS: '300',
  LEASE_MS: '1500',
  SEND_DEADLINE_MS: '1200',
  SEND_TIMEOUT_MS: '1000',
  UNKNOWN_FIRST_READ_MS: '400',
  UNKNOWN_SECOND_READ_MS: '600',
};

/** The whole product on this machine: API, workers, simulator, a database and queues of its own. */
export class Parley {
  readonly workers: ParleyProcess[];
  readonly api: ParleyProcess;
  apiUrl = '';
  client!: ParleyClient;
  owner!: { userId: string; workspaceId: string; email: string; password: string };
  account!: AccountView;
  private readonly others: ParleyProcess[] = [];
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'parley-test-'));
  /** Where mails go. */
  readonly outbox = path.join(this.folder, 'outbox');
  private readonly mongo: MongoClient;
  private readonly waitSeconds: number;
  readonly env: Env;

  private constructor(
    readonly simulator: InstagramSimulator,
    options: ParleyOptions,
  ) {
    const name = newTestName();
    const mongoUri = new URL(options.clock?.mongoUri ?? process.env['MONGODB_URI'] ?? '');
    mongoUri.pathname = `/${name}`;
    this.env = {
      NODE_ENV: 'test',
      HOST: '127.0.0.1',
      PORT: '0',
      WORKER_HOST: '127.0.0.1',
      WORKER_PORT: '0',
      LOG_LEVEL: 'info',
      MONGODB_URI: mongoUri.toString(),
      REDIS_URL: process.env['REDIS_URL'] ?? '',
      QUEUE_PREFIX: name,
      META_GRAPH_URL: simulator.url,
      INSTAGRAM_APP_ID: '990000000000001',
      INSTAGRAM_LOGIN_URL: simulator.url,
      INSTAGRAM_TOKEN_URL: simulator.url,
      ...SECRETS,
      ...QUICK,
      ...UNLIMITED,
      MAIL_OUTBOX_DIR: this.outbox,
      STORAGE_FOLDER: path.join(this.folder, 'files'),
      OBSERVED_QUERIES_FILE: path.join(this.folder, 'queries.ndjson'),
      ...options.clock?.env,
      NODE_OPTIONS: [options.clock?.env['NODE_OPTIONS'], options.reachesLoopback === true ? LOOPBACK : undefined]
        .filter((option) => option !== undefined)
        .join(' '),
      ...options.env,
    };
    this.waitSeconds = options.waitSeconds ?? 1;
    this.mongo = new MongoClient(mongoUri.toString());
    this.api = new ParleyProcess('main.js', this.folder, this.env);
    this.workers = Array.from(
      { length: options.workers ?? 1 },
      () => new ParleyProcess('worker.js', mkdtempSync(path.join(this.folder, 'worker-')), this.env),
    );
  }

  static async start(options: ParleyOptions = {}): Promise<Parley> {
    const { behindMs = 0, clock: driven } = options;
    const clock = driven ?? { now: () => Date.now() - behindMs };
    const simulator = await startInstagramSimulator({ appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN, clock });
    const parley = new Parley(simulator, options);
    try {
      await parley.boot();
      return parley;
    } catch (error) {
      parley.keepLogs(true);
      await parley.stop();
      throw error;
    }
  }

  get worker(): ParleyProcess {
    const [worker] = this.workers;
    if (worker === undefined) throw new Error('This Parley has no worker.');
    return worker;
  }

  /** Another API process on the same database; the caller stops it. */
  async startApi(extra: Env = {}): Promise<{ process: ParleyProcess; url: string }> {
    const process = new ParleyProcess('main.js', mkdtempSync(path.join(this.folder, 'api-')), this.env);
    this.others.push(process);
    const url = await process.start(extra);
    await hasDatabase(url);
    return { process, url };
  }

  /** The owner, at this API. */
  async ownerAt(url: string): Promise<ParleyClient> {
    const anonymous = createParleyClient({ baseUrl: url });
    const { email, password } = this.owner;
    const { data } = await anonymous.POST('/v1/auth/login', { body: { email, password } });
    return createParleyClient({ baseUrl: url, token: tokenIn(data) });
  }

  /** The database that the processes work on, for looking at and for preparing states. */
  get database(): Db {
    return this.mongo.db();
  }

  async newCustomer(name = 'Jane Doe'): Promise<Customer> {
    return this.simulator.createCustomer({ account: this.account.id, username: `c${newTestName()}`, name });
  }

  /** Texts that Graph truly accepted for a customer, in order: the judge of "lost" and "sent twice". */
  async sentTo(customer: Customer): Promise<string[]> {
    const entries = await this.simulator.ledger({ customer: customer.id });
    return entries
      .filter(({ origin }) => origin === 'api')
      .map(({ content }) => content.text ?? textOfTemplate(content.template));
  }

  /** Resolves once exactly these texts were accepted for the customer, and fails as soon as there is another. */
  async expectSent(customer: Customer, texts: string[], withinMs = 20_000): Promise<void> {
    const isThere = async () => {
      const sent = await this.sentTo(customer);
      expect(texts.slice(0, sent.length)).toEqual(sent);
      return sent.length === texts.length;
    };
    await until(isThere, withinMs, `${JSON.stringify(texts)} to be sent`);
  }

  /** Nothing is pending, on its way or due soon: what was not sent by now will not be. */
  async settled(withinMs = 20_000): Promise<void> {
    const isSettled = async () => {
      // First what may still arrive, then what has arrived: the other way round a delivery slips between the two looks.
      if (!(await this.simulator.whenIdle(1_000)).idle) return false;
      const pending = await this.database
        .collection('inboxEvents')
        .countDocuments({ status: { $in: ['pending', 'receipt'] } });
      const busy = await this.database
        .collection('conversations')
        .countDocuments({ $or: [{ 'outbox.0': { $exists: true } }, { 'tasks.0': { $exists: true } }] });
      return pending === 0 && busy === 0;
    };
    await until(isSettled, withinMs, 'everything to be settled');
  }

  /** As after Redis was emptied: limits that hold accounts back are forgotten, too. */
  async forgetBudgets(): Promise<void> {
    const redis = new Redis(this.env['REDIS_URL'] ?? '');
    try {
      const prefix = this.env['QUEUE_PREFIX'] ?? '';
      const keys = (await Promise.all(['budget', 'brake'].map((kind) => redis.keys(`${prefix}:${kind}:*`)))).flat();
      if (keys.length > 0) await redis.del(...keys);
    } finally {
      redis.disconnect();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.workers, this.api].map((process) => process.stop()));
    await this.simulator.close();
    await this.mongo.db().dropDatabase();
    await this.mongo.close();
    const queries = this.observedQueries();
    this.keepLogs();
    rmSync(this.folder, { recursive: true, force: true });
    // Whatever the test was about: nobody has asked for a tenant's data without naming the tenant.
    expect(unscopedAmong(queries)).toEqual([]);
  }

  private keepLogs(startFailed = false): void {
    const files = [this.api, ...this.workers, ...this.others].map(({ log }) => log);
    keepLogsOfFailure(this.env['QUEUE_PREFIX'] ?? '', files, startFailed);
  }

  private observedQueries(): ObservedQuery[] {
    const file = this.env['OBSERVED_QUERIES_FILE'] ?? '';
    // Only a start that failed asks nothing; else the watch itself is broken.
    if (this.apiUrl === '') return [];
    const lines = readFileSync(file, 'utf8').trim().split('\n');
    return lines.map((line) => JSON.parse(line) as ObservedQuery);
  }

  private async boot(): Promise<void> {
    await this.runCli(['migrate']);
    this.account = await this.simulator.createAccount({ username: 'luna.ceramics', subscribed: true });
    const credentials = { email: `${newTestName()}@example.org`, password: 'luna-test-ceramics-28' };
    const seeded = await this.publishFlows(credentials, this.waitSeconds);
    this.owner = { ...seeded, ...credentials };
    [this.apiUrl] = (await Promise.all([this.api.start(), ...this.workers.map((worker) => worker.start())])) as [
      string,
    ];
    await this.reachApi();
  }

  /** Webhooks and the owner's client go to where the API is now. */
  async reachApi(): Promise<void> {
    await hasDatabase(this.apiUrl);
    await this.simulator.setCallback({ url: `${this.apiUrl}/webhooks/instagram` });
    this.client = await this.ownerAt(this.apiUrl);
  }

  /** Publishes the two flows; when they were published before with another wait, as a new version. */
  async publishFlows(credentials: { email: string; password: string }, waitSeconds: number): Promise<Seeded> {
    const { appScopedId, id, username, accessToken } = this.account;
    const account = { igUserId: id, igScopedId: appScopedId, username, token: accessToken };
    const { email, password } = credentials;
    const seed = { email, password, workspaceName: 'Luna', account, waitSeconds };
    return (await this.runCli(['seed-demo', JSON.stringify(seed)])) as Seeded;
  }

  /** Everything that the processes have logged so far. */
  logs(): string {
    return [this.api, ...this.workers].map(({ log }) => readFileSync(log, 'utf8')).join('');
  }

  /** The owner signs in at Instagram again, so that Parley has a valid token. */
  async reconnectAccount(): Promise<void> {
    const { accessToken } = await this.simulator.account(this.account.id).issueToken();
    this.account = { ...this.account, accessToken };
    await this.publishFlows(this.owner, this.waitSeconds);
  }

  /** A command of Parley's command line; its last line is the result. */
  async runCli(args: string[]): Promise<unknown> {
    const child = spawn(process.execPath, [path.join(ROOT, 'dist', 'src', 'cli.js'), ...args], {
      cwd: ROOT,
      env: { ...process.env, ...this.env, LOG_LEVEL: 'error' },
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const code = await new Promise((resolve) => child.once('close', resolve));
    if (code !== 0) throw new Error(`cli ${args[0] ?? ''} failed:\n${output}`);
    return JSON.parse(output.trim().split('\n').at(-1) ?? '');
  }
}

/** Of an answer to a login; empty when there is none. */
export function tokenIn(answer: object | undefined): string {
  if (answer !== undefined && 'token' in answer && typeof answer.token === 'string') return answer.token;
  throw new Error('Nobody was signed in.');
}

/** A process listens before it has reached its database for the first time. */
async function hasDatabase(url: string): Promise<void> {
  const isUp = async () => {
    const { checks } = (await (await fetch(`${url}/health/ready`)).json()) as { checks: Record<string, string> };
    return checks['mongodb'] === 'up';
  };
  await until(isUp, READY_MS, `${url} to reach its database`);
}

function textOfTemplate(template: { template_type: string; text?: string } | undefined): string {
  return template?.text ?? '';
}

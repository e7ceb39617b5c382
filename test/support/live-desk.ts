import fc from 'fast-check';
import { AccessDirectory, type Role } from '../../src/shared/auth';
import type { DomainEvent } from '../../src/shared/events';
import {
  Contributions,
  type ConversationId,
  newId,
  type RequestContext,
  type WorkspaceId,
} from '../../src/shared/kernel';
import { FeedLog } from '../../src/shared/realtime/feed-log';
import { FeedReader } from '../../src/shared/realtime/feed-reader';
import type { LiveConnection } from '../../src/shared/realtime/live-client';
import { LiveFeed } from '../../src/shared/realtime/live-feed';
import { LiveStreams, type StreamWish } from '../../src/shared/realtime/live-streams.service';
import { RedisConnections } from '../../src/shared/redis';
import { RedisFeeds } from '../../src/shared/redis/feeds';
import { sessionIdOf, userCaller } from './audit';
import { MemoryAccessDirectory } from './http-app';
import { ManualClock } from './manual-clock';
import { until } from './parley';
import { TelemetryProbe } from './telemetry-probe';

export const WORKSPACE = 'w1' as WorkspaceId;

/** What a browser makes of a stream. */
export class Listener implements LiveConnection {
  readonly events: { id: string; name: string; body: string }[] = [];
  isOpen = true;
  wasCutOff = false;
  isGone = false;
  /** Set by the id of whatever came last, also of beats. */
  lastId: string | undefined;
  isSlow = false;
  /** How often it was told nothing but that the connection stands. */
  beats = 0;

  write(blocks: string): boolean {
    for (const block of blocks.split('\n\n')) {
      const fields = new Map(
        block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      );
      this.lastId = fields.get('id') ?? this.lastId;
      const [name, body] = [fields.get('event'), fields.get('data')];
      if (name !== undefined && body !== undefined) this.events.push({ id: this.lastId ?? '', name, body });
      else if (fields.has('id')) this.beats += 1;
    }
    return !this.isSlow;
  }

  end(): void {
    this.isOpen = false;
  }

  cutOff(): void {
    [this.isOpen, this.wasCutOff] = [false, true];
  }

  /** Ids of what happened, in the order in which it was told; `resync` where something may be missing. */
  get told(): string[] {
    return this.events
      .filter(({ name }) => name !== 'ready')
      .map(({ name, body }) => (name === 'resync' ? name : (JSON.parse(body) as { id: string }).id));
  }

  async hears(count: number): Promise<void> {
    await until(() => this.told.length >= count, 5_000, `${count} events, there are ${this.told.join()}`);
  }
}

/** The part of a process that tells and shows what happens, on a Redis of its own name. */
export class LiveDesk {
  readonly feed: LiveFeed;
  readonly log: FeedLog;
  readonly streams: LiveStreams;
  readonly clock = new ManualClock();
  readonly telemetry = new TelemetryProbe();
  readonly redis: RedisConnections;
  private readonly reader: FeedReader;

  constructor(
    readonly directory: MemoryAccessDirectory,
    redis: { url: string; prefix: string },
  ) {
    const { logger } = this.telemetry;
    const contributions = new Contributions();
    contributions.provide(AccessDirectory, directory);
    this.redis = new RedisConnections({ redis }, logger);
    this.log = new FeedLog(new RedisFeeds(this.redis.commands, () => this.redis.forWaiting(), redis.prefix));
    this.feed = new LiveFeed(this.log, contributions, logger);
    this.reader = new FeedReader(this.log, logger);
    this.streams = new LiveStreams(this.log, this.reader, contributions, this.clock, logger, this.telemetry.metrics);
  }

  async listen(user: string, wish: Partial<StreamWish> = {}, listener = new Listener()): Promise<Listener> {
    const admission = await this.streams.admit(contextOf(user));
    await this.streams.join(admission, listener, { types: null, ...wish });
    return listener;
  }

  stop(): void {
    this.streams.beforeApplicationShutdown();
    this.reader.onApplicationShutdown();
    this.feed.onApplicationShutdown();
    this.redis.onApplicationShutdown();
  }
}

export const newDirectory = (people: Record<string, Role>): MemoryAccessDirectory => {
  const directory = new MemoryAccessDirectory();
  for (const [user, role] of Object.entries(people)) directory.add(user, { [WORKSPACE]: role });
  return directory;
};

export const contextOf = (user: string): RequestContext => ({
  ...userCaller(user),
  sessionId: sessionIdOf(user),
  workspaceId: WORKSPACE,
});

export const happened = (id: string = newId(), part: Partial<DomainEvent> = {}): DomainEvent => ({
  id,
  type: 'message.received',
  workspaceId: WORKSPACE,
  at: new Date('2026-06-01T12:00:00.000Z'),
  subjectId: 'm1',
  conversationId: 'lane1' as ConversationId,
  data: { text: 'line\nbreak' },
  ...part,
});

/** What a listener on one of two processes may go through. */
export const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        kind: fc.constant('tell' as const),
        on: fc.nat(1),
        count: fc.integer({ min: 1, max: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), on: fc.nat(1) }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('reconnect' as const), on: fc.nat(1), late: fc.boolean() }) },
  ),
  { minLength: 3, maxLength: 25 },
);

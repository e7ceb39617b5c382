import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { AccessDirectory } from '../shared/auth';
import { Clock, Contributions, type UserCaller } from '../shared/kernel';
import { AppLogger } from '../shared/observability';
import { logTailFull } from './admin-logs.errors';
import type { LogEvent } from './domain/log-event';
import { TailPosition } from './domain/log-tail';
import { type LogEventFilter, LogEventsRepository } from './repositories/log-events.repository';

/** One reader of the tail. */
export interface LogTailReader {
  caller: UserCaller;
  filter: LogEventFilter;
  /** Must not wait; false: this reader is too slow, and is cut off. */
  give(events: readonly LogEvent[]): boolean;
  /** Called about each `HEARTBEAT_MS`, so that proxies keep the connection. */
  beat(): void;
  close(): void;
}

const POLL_MS = 1_000;
const AT_ONCE = 500;
const READERS = 20;
export const HEARTBEAT_MS = 15_000;

/** Follows the log as all processes write it, with one query a second for all readers of this process together. */
@Injectable()
export class LogTail implements BeforeApplicationShutdown {
  private readonly readers = new Set<LogTailReader>();
  private position = new TailPosition(new Date(0));
  private timer: NodeJS.Timeout | undefined;
  private beatAt = 0;
  private polling = false;

  constructor(
    private readonly events: LogEventsRepository,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  /** From now on, until `leave`. @throws DomainError LOG_TAIL.FULL. */
  join(reader: LogTailReader): void {
    if (this.readers.size >= READERS) throw logTailFull();
    if (this.readers.size === 0) this.start();
    this.readers.add(reader);
  }

  leave(reader: LogTailReader): void {
    this.readers.delete(reader);
    if (this.readers.size === 0) clearInterval(this.timer);
  }

  beforeApplicationShutdown(): void {
    for (const reader of [...this.readers]) this.cutOff(reader);
  }

  /** One at a time; a failed one is repeated by the next tick. */
  async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    try {
      await this.cutOffStrangers();
      this.spread(this.position.take(await this.events.since(this.position.from, AT_ONCE)));
    } catch (err) {
      this.logger.event('warn', 'log tail not read', { err });
    } finally {
      this.polling = false;
    }
    this.beat();
  }

  private start(): void {
    this.position = new TailPosition(this.clock.now());
    this.beatAt = this.clock.monotonic();
    this.timer = setInterval(() => void this.poll(), POLL_MS);
  }

  /** Whoever was signed out, disabled or is no platform admin any more reads no further. */
  private async cutOffStrangers(): Promise<void> {
    for (const reader of [...this.readers]) if (!(await this.mayRead(reader.caller))) this.cutOff(reader);
  }

  private async mayRead({ userId, sessionId }: UserCaller): Promise<boolean> {
    const directory = this.contributions.one(AccessDirectory);
    const [user, session] = await Promise.all([
      directory.findUser(userId),
      sessionId === undefined ? null : directory.findSession(sessionId),
    ]);
    return user !== null && !user.disabled && user.platformAdmin && session !== null;
  }

  private spread(events: readonly LogEvent[]): void {
    for (const reader of [...this.readers]) {
      const wanted = events.filter((event) => fits(event, reader.filter));
      if (wanted.length > 0 && !reader.give(wanted)) this.cutOff(reader);
    }
  }

  private beat(): void {
    const now = this.clock.monotonic();
    if (now - this.beatAt < HEARTBEAT_MS) return;
    this.beatAt = now;
    for (const reader of this.readers) reader.beat();
  }

  private cutOff(reader: LogTailReader): void {
    this.leave(reader);
    reader.close();
  }
}

function fits(event: LogEvent, { from: _from, to: _to, ...equal }: LogEventFilter): boolean {
  return Object.entries(equal).every(([field, value]) => event[field as keyof LogEvent] === value);
}

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { ChangeFeed } from '../../shared/redis';
import { ACCESS_CHANGED, type AccessSubject } from '../domain/access-subject';
import { AccessRevisionsRepository } from '../repositories/access-revisions.repository';

const POLL_MS = 400;
/** What no poll has confirmed for so long is read again, so nothing older than a second ever counts. */
const TRUSTED_MS = 900;
const FORGOTTEN_MS = 60_000;

interface Entry {
  value: unknown;
  revision: string | undefined;
  /** Both by the monotonic clock. */
  confirmedAt: number;
  usedAt: number;
}

/**
 * What the guard looks up on every request, in memory. Hints drop entries at once; the poll, which compares
 * revisions, is the truth. Only what exists is kept: somebody new is let in at once.
 */
@Injectable()
export class AccessCache implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly entries = new Map<AccessSubject, Entry>();
  /** Changed by each hint, so that a read under way when it came is not kept. */
  private hints = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly revisions: AccessRevisionsRepository,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
  ) {}

  onApplicationBootstrap(): void {
    this.feed.subscribe(ACCESS_CHANGED, (subject) => this.drop(subject as AccessSubject));
    this.timer = setInterval(() => void this.poll(), POLL_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** At most a second behind the database. A subject is always read by the same `load`. */
  async get<T>(subject: AccessSubject, load: () => Promise<T | null>): Promise<T | null> {
    const now = this.clock.monotonic();
    const entry = this.entries.get(subject);
    if (entry === undefined || now - entry.confirmedAt > TRUSTED_MS) return this.read(subject, load, now);
    entry.usedAt = now;
    return entry.value as T;
  }

  /** What is held of it has changed. */
  drop(subject: AccessSubject): void {
    this.hints += 1;
    this.entries.delete(subject);
  }

  /** Confirms what is unchanged and drops the rest. */
  async poll(): Promise<void> {
    const startedAt = this.clock.monotonic();
    const polled = [...this.entries].filter(([subject, entry]) => !this.forget(subject, entry, startedAt));
    if (polled.length === 0) return;
    try {
      const revisions = await this.revisions.of(polled.map(([subject]) => subject));
      for (const [subject, entry] of polled) this.judge(subject, entry, revisions.get(subject), startedAt);
    } catch (err) {
      this.logger.event('warn', 'access revisions not read', { err });
    }
  }

  /** The revision is read first, so it can only be too old. */
  private async read<T>(subject: AccessSubject, load: () => Promise<T | null>, startedAt: number): Promise<T | null> {
    const { hints } = this;
    const revision = (await this.revisions.of([subject])).get(subject);
    const value = await load();
    if (value === null) this.entries.delete(subject);
    else if (hints === this.hints)
      this.entries.set(subject, { value, revision, confirmedAt: startedAt, usedAt: startedAt });
    return value;
  }

  private judge(subject: AccessSubject, entry: Entry, revision: string | undefined, at: number): void {
    if (revision === entry.revision) entry.confirmedAt = Math.max(entry.confirmedAt, at);
    else if (this.entries.get(subject) === entry) this.entries.delete(subject);
  }

  private forget(subject: AccessSubject, entry: Entry, now: number): boolean {
    const forgotten = now - entry.usedAt > FORGOTTEN_MS;
    if (forgotten) this.entries.delete(subject);
    return forgotten;
  }
}

import { type Role, roleMay } from '../auth';
import { type DomainEventType, EVENT_CATALOGUE } from '../events';
import type { UserId, WorkspaceId } from '../kernel';
import type { FeedPosition } from '../redis';
import { blockOf, type FeedEntry, type TellableEvent, textOfPosition } from './feed-entry';

/** What a live client writes to; see `EventStream`. */
export interface LiveConnection {
  /** False: too much is unread, or nobody is there any more. */
  write(blocks: string): boolean;
  /** Nobody is there any more. */
  readonly isGone: boolean;
  end(): void;
  cutOff(): void;
}

export interface LiveMember {
  workspaceId: WorkspaceId;
  userId: UserId;
  sessionId: string;
  role: Role;
}

/** What is counted of all clients together. */
export interface LiveTally {
  resync(): void;
  /** It reads too slowly. */
  dropped(): void;
}

/** One open stream of a member: tells what they may hear, once each and in order, or that they must look anew. */
export class LiveClient {
  private place: FeedPosition;
  private ended = false;

  constructor(
    readonly member: LiveMember,
    private readonly connection: LiveConnection,
    start: FeedPosition,
    /** Null: all of them. */
    private readonly types: ReadonlySet<DomainEventType> | null,
    private readonly tally: LiveTally,
  ) {
    this.place = start;
  }

  get number(): number {
    return this.place.number;
  }

  get epoch(): string {
    return this.place.epoch;
  }

  get hasEnded(): boolean {
    return this.ended;
  }

  /** From where it goes on. `retryMs`: when to come again after the connection broke. */
  greet(retryMs: number): void {
    this.send(`retry: ${retryMs}\n${blockOf(this.place, 'ready', '{}')}`);
  }

  /** Entries in order; those that it has already do no harm. */
  take(entries: readonly FeedEntry[]): void {
    this.send(entries.map((entry) => this.blocksOf(entry)).join(''));
  }

  /** Something may be missing: everything shown is to be fetched anew, and goes on from here. */
  resync(place: FeedPosition): void {
    this.place = place;
    this.tally.resync();
    this.send(blockOf(place, 'resync', '{}'));
  }

  /** Keeps the connection, and the place in a feed of which nothing is for this client. */
  beat(): void {
    this.send(`id: ${textOfPosition(this.place)}\n\n`);
  }

  end(): void {
    if (!this.ended) this.connection.end();
    this.ended = true;
  }

  private blocksOf(entry: FeedEntry): string {
    if (entry.epoch === this.place.epoch && entry.number <= this.place.number) return '';
    const isNext = entry.epoch === this.place.epoch && entry.number === this.place.number + 1;
    const gap = isNext ? '' : blockOf({ epoch: entry.epoch, number: entry.number - 1 }, 'resync', '{}');
    if (!isNext) this.tally.resync();
    this.place = { epoch: entry.epoch, number: entry.number };
    const { event } = entry;
    return event !== undefined && this.mayHear(event) ? gap + event.block : gap;
  }

  private mayHear({ type, userId }: TellableEvent): boolean {
    if (userId !== undefined && userId !== this.member.userId) return false;
    return (this.types?.has(type) ?? true) && roleMay(this.member.role, EVENT_CATALOGUE[type].permission);
  }

  private send(blocks: string): void {
    if (this.ended || blocks === '') return;
    if (this.connection.write(blocks)) return;
    this.ended = true;
    if (!this.connection.isGone) this.tally.dropped();
    this.connection.cutOff();
  }
}

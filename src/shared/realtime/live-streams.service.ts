import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { AccessDirectory, type DirectoryWorkspace, forbidden } from '../auth';
import type { DomainEventType } from '../events';
import { Clock, Contributions, type RequestContext } from '../kernel';
import { AppLogger, Metrics } from '../observability';
import type { FeedPosition } from '../redis';
import { positionOf } from './feed-entry';
import { FeedLog } from './feed-log';
import { FeedReader } from './feed-reader';
import { LiveClient, type LiveConnection, type LiveMember, type LiveTally } from './live-client';
import { streamsFull, streamsUnavailable, tooManyStreams } from './realtime.errors';

export const MAX_CLIENTS = 2_000;
export const MAX_CLIENTS_OF_USER = 20;
export const HEARTBEAT_MS = 15_000;
const LOOK_EVERY_MS = 1_000;
/** Spread, so that the clients of a process that went away do not come back all at once. */
const RETRY_MS = { least: 1_000, most: 4_000 };

/** Somebody who may open a stream, and where the feed ends now. */
export interface Admission {
  member: LiveMember;
  end: FeedPosition;
}

export interface StreamWish {
  /** As a client got it from an earlier stream. */
  lastEventId?: string;
  /** Null: all that the member may hear. */
  types: ReadonlySet<DomainEventType> | null;
}

/** The open streams of this process: who may read on, and that they stay open. */
@Injectable()
export class LiveStreams implements BeforeApplicationShutdown {
  private readonly clients = new Map<LiveConnection, LiveClient>();
  private timer: NodeJS.Timeout | undefined;
  private beatAt = 0;
  private looking = false;
  private isStopping = false;
  private readonly tally: LiveTally = {
    resync: () => this.metrics.liveResyncs.inc(),
    dropped: () => this.metrics.liveDrops.inc(),
  };

  constructor(
    private readonly log: FeedLog,
    private readonly reader: FeedReader,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
    private readonly logger: AppLogger,
    private readonly metrics: Metrics,
  ) {}

  get size(): number {
    return this.clients.size;
  }

  /** @throws DomainError ACCESS.FORBIDDEN for machines and for who is no member, STREAM.FULL, STREAM.TOO_MANY, STREAM.UNAVAILABLE. */
  async admit({ actor, sessionId, workspaceId }: RequestContext): Promise<Admission> {
    if (actor.kind !== 'user' || sessionId === undefined) throw forbidden('Machines are told by webhooks.');
    const { userId } = actor;
    const role = await this.contributions.one(AccessDirectory).roleOf(userId, workspaceId);
    if (role === null) throw forbidden('Only members can follow a workspace.');
    if (this.isStopping || this.clients.size >= MAX_CLIENTS) throw streamsFull();
    const own = [...this.clients.values()].filter(({ member }) => member.userId === userId);
    if (own.length >= MAX_CLIENTS_OF_USER) throw tooManyStreams(MAX_CLIENTS_OF_USER);
    const end = await this.log.end(workspaceId).catch((cause: unknown) => {
      throw streamsUnavailable(cause);
    });
    return { member: { workspaceId, userId, sessionId, role }, end };
  }

  /** From where the client left off, or from now on; until `leave`. Never rejects. */
  async join({ member, end }: Admission, connection: LiveConnection, wish: StreamWish): Promise<void> {
    const asked = wish.lastEventId === undefined ? end : positionOf(wish.lastEventId);
    const isKnown = asked !== null && asked.epoch === end.epoch && asked.number <= end.number;
    const client = new LiveClient(member, connection, isKnown ? asked : end, wish.types, this.tally);
    this.enter(connection, client);
    client.greet(Math.round(RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least)));
    if (!isKnown) client.resync(end);
    try {
      await this.reader.follow(client);
    } catch (err) {
      this.logger.event('warn', 'stream not begun', { workspaceId: member.workspaceId, err });
      this.close(connection, client);
    }
    // It may have gone while it was given what it had missed.
    if (!this.clients.has(connection)) this.reader.leave(client);
    // It was let in before the others were sent away.
    if (this.isStopping) this.close(connection, client);
  }

  /** The client is gone. */
  leave(connection: LiveConnection): void {
    const client = this.clients.get(connection);
    if (client === undefined) return;
    this.clients.delete(connection);
    this.metrics.liveClients.set(this.clients.size);
    this.reader.leave(client);
    if (this.clients.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Closes the streams of those who may not read on; at times tells all the others that the connection stands. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const all = [...this.clients].map(([connection, client]) => this.closeToStrangers(connection, client));
    // A connection is kept also while nobody can be asked who may go on reading.
    for (const outcome of await Promise.allSettled([Promise.all(all), this.beat()]))
      if (outcome.status === 'rejected')
        this.logger.event('warn', 'streams not looked after', { err: outcome.reason as unknown });
    this.looking = false;
  }

  beforeApplicationShutdown(): void {
    this.isStopping = true;
    for (const [connection, client] of [...this.clients]) this.close(connection, client);
  }

  private enter(connection: LiveConnection, client: LiveClient): void {
    this.clients.set(connection, client);
    this.metrics.liveClients.set(this.clients.size);
    if (this.timer !== undefined) return;
    this.beatAt = this.clock.monotonic();
    this.timer = setInterval(() => void this.look(), LOOK_EVERY_MS);
  }

  private async beat(): Promise<void> {
    const now = this.clock.monotonic();
    if (now - this.beatAt < HEARTBEAT_MS) return;
    this.beatAt = now;
    await this.reader.beat();
  }

  /** A role that has changed counts from a new stream on, which the client opens by itself. */
  private async closeToStrangers(connection: LiveConnection, client: LiveClient): Promise<void> {
    if (client.hasEnded) return this.leave(connection);
    const { userId, sessionId, workspaceId, role } = client.member;
    const directory = this.contributions.one(AccessDirectory);
    const [user, session, workspace, current] = await Promise.all([
      directory.findUser(userId),
      directory.findSession(sessionId),
      directory.findWorkspace(workspaceId),
      directory.roleOf(userId, workspaceId),
    ]);
    const signedIn = user !== null && !user.disabled && session !== null;
    if (signedIn && current === role && letsIn(workspace, session.secondFactor)) return;
    this.close(connection, client);
  }

  private close(connection: LiveConnection, client: LiveClient): void {
    this.leave(connection);
    client.end();
  }
}

const letsIn = (workspace: DirectoryWorkspace | null, secondFactor: boolean): boolean =>
  workspace !== null && !workspace.suspended && (secondFactor || !workspace.requiresSecondFactor);

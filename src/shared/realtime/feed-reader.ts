import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { WorkspaceId } from '../kernel';
import { AppLogger } from '../observability';
import { FeedLog } from './feed-log';
import type { LiveClient } from './live-client';

interface Room {
  /** What was read up to. */
  number: number;
  clients: Set<LiveClient>;
}

/** A workspace that somebody begins to follow is read after this time at the latest. */
const WAIT_MS = 100;
const AWAY_MS = 250;
const AT_ONCE = 500;

/** Follows the feeds of all workspaces that have clients in this process, with one connection for all of them. */
@Injectable()
export class FeedReader implements OnApplicationShutdown {
  private readonly rooms = new Map<WorkspaceId, Room>();
  private reading = false;
  private stopped = false;
  private wasAway = false;

  constructor(
    private readonly log: FeedLog,
    private readonly logger: AppLogger,
  ) {}

  /** Gives the client what it has missed, then what comes. @throws while Redis is away. */
  async follow(client: LiveClient): Promise<void> {
    for (;;) {
      const missed = await this.log.after(client.member.workspaceId, client.number, AT_ONCE);
      client.take(missed);
      if (client.hasEnded) return;
      if (missed.length < AT_ONCE && this.enter(client)) return;
    }
  }

  leave(client: LiveClient): void {
    const { workspaceId } = client.member;
    const room = this.rooms.get(workspaceId);
    room?.clients.delete(client);
    if (room?.clients.size === 0) this.rooms.delete(workspaceId);
  }

  /**
   * Keeps connections, also while Redis is away, and finds feeds that were lost with nobody telling anything since.
   * @throws when Redis was away, at the end.
   */
  async beat(): Promise<void> {
    for (const { clients } of this.rooms.values()) for (const client of clients) client.beat();
    await Promise.all([...this.rooms].map(([workspaceId, room]) => this.compare(workspaceId, room)));
  }

  private async compare(workspaceId: WorkspaceId, room: Room): Promise<void> {
    const end = await this.log.end(workspaceId);
    if (end.number < room.number) room.number = end.number;
    for (const client of [...room.clients]) if (client.epoch !== end.epoch) client.resync(end);
  }

  onApplicationShutdown(): void {
    this.stopped = true;
  }

  /** False: what is read for the others is already ahead of this client. */
  private enter(client: LiveClient): boolean {
    const { workspaceId } = client.member;
    const room = this.rooms.get(workspaceId) ?? { number: client.number, clients: new Set() };
    if (room.number > client.number) return false;
    room.clients.add(client);
    this.rooms.set(workspaceId, room);
    if (!this.reading) void this.read();
    return true;
  }

  /** Never rejects; ends when nobody is left. */
  private async read(): Promise<void> {
    this.reading = true;
    while (this.rooms.size > 0 && !this.stopped) {
      try {
        await this.readOnce();
      } catch (err) {
        if (!this.wasAway && !this.stopped) this.logger.event('warn', 'live feeds not read', { err });
        this.wasAway = true;
        await delay(AWAY_MS, undefined, { ref: false });
      }
    }
    this.reading = false;
  }

  private async readOnce(): Promise<void> {
    const behind = new Map([...this.rooms].map(([id, { number }]) => [id, number]));
    const found = await this.log.next(behind, AT_ONCE, WAIT_MS);
    for (const [workspaceId, entries] of found) {
      const room = this.rooms.get(workspaceId);
      if (room === undefined) continue;
      room.number = entries.at(-1)?.number ?? room.number;
      for (const client of [...room.clients]) client.take(entries);
    }
    if (this.wasAway) await this.comeBack();
  }

  /** Who wrote meanwhile may have died before it could say that something is missing. */
  private async comeBack(): Promise<void> {
    for (const [workspaceId, room] of [...this.rooms]) {
      const end = await this.log.end(workspaceId);
      room.number = end.number;
      for (const client of [...room.clients]) client.resync(end);
    }
    this.wasAway = false;
  }
}

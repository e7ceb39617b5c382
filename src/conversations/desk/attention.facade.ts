import { Injectable } from '@nestjs/common';
import { Clock, type ConversationId, Contributions, type UserId, type WorkspaceId } from '../../shared/kernel';
import { Channel } from '../channel.port';
import { AttentionRepository, type WaitingRow } from '../repositories/attention.repository';

/** Somebody who wrote and has no answer. */
export interface WaitingPerson {
  conversationId: ConversationId;
  participant: { name?: string; username?: string };
  waitingSince: Date;
  /** When the account may no longer write; null: the person never opened the window. */
  windowClosesAt: Date | null;
  assigneeId: UserId | null;
}

export interface UndeliveredMessage {
  messageId: string;
  conversationId: ConversationId;
  status: 'failed' | 'parked';
  text: string;
  at: Date;
  code: string;
}

export interface TeamAnswer {
  at: Date;
  /** app: Instagram's own. */
  origin: 'person' | 'app';
  userId?: UserId;
}

/** For higher domains that point people at what must not be left lying. One command each. */
@Injectable()
export class AttentionFacade {
  constructor(
    private readonly rows: AttentionRepository,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {}

  /** Who has waited for at least that long, longest first. */
  async waiting(workspaceId: WorkspaceId, minutes: number, limit: number): Promise<WaitingPerson[]> {
    const before = new Date(this.clock.now().getTime() - minutes * 60_000);
    return (await this.rows.waiting(workspaceId, before, limit)).flatMap((row) => this.waitingPerson(row));
  }

  /** Who waits while the window closes within that time, soonest first. */
  async windowClosing(workspaceId: WorkspaceId, withinMinutes: number, limit: number): Promise<WaitingPerson[]> {
    const now = this.clock.now().getTime();
    const after = new Date(now - this.windowMs);
    const before = new Date(after.getTime() + withinMinutes * 60_000);
    const rows = await this.rows.waitingSilently(workspaceId, { after, before }, limit);
    return rows.flatMap((row) => this.waitingPerson(row));
  }

  /** What did not go out since then and still waits for somebody to decide, newest first. */
  async undelivered(workspaceId: WorkspaceId, since: Date, limit: number): Promise<UndeliveredMessage[]> {
    const rows = await this.rows.undelivered(workspaceId, since, limit);
    return rows.map(({ _id, conversationId, status, text, at, error }) => ({
      messageId: _id,
      conversationId,
      status: status === 'parked' ? 'parked' : 'failed',
      text,
      at,
      code: error?.code ?? '',
    }));
  }

  /** The first message that somebody of the team wrote after that; null: nobody did. */
  async firstAnswer(workspaceId: WorkspaceId, conversationId: ConversationId, after: Date): Promise<TeamAnswer | null> {
    const row = await this.rows.firstAnswer(workspaceId, conversationId, after);
    if (row === null) return null;
    const { at, origin, userId } = row;
    return { at, origin: origin === 'app' ? 'app' : 'person', ...(userId === undefined ? {} : { userId }) };
  }

  private get windowMs(): number {
    return this.contributions.one(Channel).windowMs;
  }

  private waitingPerson({ _id, participant, waitingSince, lastInboundAt, assigneeId }: WaitingRow): WaitingPerson[] {
    if (waitingSince === null) return [];
    const windowClosesAt = lastInboundAt === null ? null : new Date(lastInboundAt.getTime() + this.windowMs);
    return [{ conversationId: _id, participant, waitingSince, windowClosesAt, assigneeId: assigneeId ?? null }];
  }
}

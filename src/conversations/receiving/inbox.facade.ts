import { Injectable } from '@nestjs/common';
import { type AccountId, Clock, conversationIdOf, stableId, type WorkspaceId } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import type { ChannelEvent } from '../domain/channel-event';
import { eventIdOf } from '../domain/event-id';
import { Doorbell } from '../turns/doorbell.service';
import { InboxWriter } from './inbox-writer.service';
import { ReadReceipts } from '../sending/read-receipts.service';
import type { LaneIdentity } from '../repositories/lane.repository';
import { MessagesRepository } from '../repositories/messages.repository';
import type { InboxEventRow } from '../schemas/inbox-event.schema';

export type IncomingItem =
  | {
      kind: 'event';
      workspaceId: WorkspaceId;
      accountId: AccountId;
      event: ChannelEvent;
      /** As the platform delivered it, as JSON text; kept for a while. */
      raw?: string;
    }
  /** Kept for an admin: nobody here knows what it means or whose it is. */
  | { kind: 'unrecognised'; reason: string; key: string; raw: unknown };

/** An event that says it happened later than this after its arrival did not. */
const MAX_AHEAD_MS = 3_600_000;

export interface Accepted {
  stored: number;
  duplicates: number;
  /** Dropped: they happened before their conversation was erased. */
  erased: number;
}

/** Where a channel hands over what it received. */
@Injectable()
export class InboxFacade {
  constructor(
    private readonly writer: InboxWriter,
    private readonly messages: MessagesRepository,
    private readonly receipts: ReadReceipts,
    private readonly doorbell: Doorbell,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  /** Durable when it resolves. @throws DomainError INBOX.UNAVAILABLE: acknowledge nothing. */
  async accept(items: readonly IncomingItem[], correlationId: string): Promise<Accepted> {
    const receivedAt = this.clock.now();
    const rows = items.map((item, sequence) => rowOf(item, { receivedAt, sequence, correlationId }));
    await this.settleOwnEchoes(rows, receivedAt);
    const { stored, duplicates, erased } = await this.writer.write(rows);
    this.followUp(stored, correlationId);
    return { stored: stored.length, duplicates, erased };
  }

  /** Of these messages of one conversation, those that are on record. */
  async knownMids(
    { workspaceId, accountId }: { workspaceId: WorkspaceId; accountId: AccountId },
    participantId: string,
    mids: readonly string[],
  ): Promise<Set<string>> {
    return this.messages.takenMids(workspaceId, conversationIdOf(accountId, participantId), mids);
  }

  /** A short cut: an echo whose send is on record already needs no turn. Never the other way round. */
  private async settleOwnEchoes(rows: InboxEventRow[], at: Date): Promise<void> {
    const byAccount = new Map<AccountId, { row: InboxEventRow; mid: string }[]>();
    for (const row of rows) {
      if (row.payload.kind !== 'echo' || row.accountId === null) continue;
      byAccount.set(row.accountId, [...(byAccount.get(row.accountId) ?? []), { row, mid: row.payload.mid }]);
    }
    for (const [accountId, echoes] of byAccount) {
      const own = await this.ownMids(
        accountId,
        echoes.map(({ mid }) => mid),
      );
      for (const { row, mid } of echoes) if (own.has(mid)) Object.assign(row, { status: 'done', doneAt: at });
    }
  }

  private async ownMids(accountId: AccountId, mids: string[]): Promise<Set<string>> {
    try {
      return await this.messages.ownMids(accountId, mids);
    } catch (err) {
      // Without the short cut the turn decides; whether anything can be stored at all, the writer will tell.
      this.telemetry.logger.event('warn', 'echoes left to their turn', { accountId, err });
      return new Set();
    }
  }

  /** Hints, after the events are safe: nobody waits for them, and the sweep makes up for what fails. */
  private followUp(stored: readonly InboxEventRow[], correlationId: string): void {
    const lanes = new Map(
      stored
        .filter(({ status }) => status === 'pending')
        .map((row) => [row.conversationId, row as unknown as LaneIdentity]),
    );
    void this.doorbell.ring([...lanes.values()], 'turn', correlationId);
    this.receipts
      .fold(stored.filter(({ status }) => status === 'receipt'))
      .catch((err: unknown) =>
        this.telemetry.logger.event('warn', 'read receipts left to the sweep', { correlationId, err }),
      );
  }
}

function rowOf(
  item: IncomingItem,
  arrival: Pick<InboxEventRow, 'receivedAt' | 'sequence' | 'correlationId'>,
): InboxEventRow {
  if (item.kind === 'unrecognised') {
    const payload = { kind: 'unrecognised' as const, reason: item.reason, raw: JSON.stringify(item.raw) };
    const nobody = { workspaceId: null, accountId: null, conversationId: null, participantId: null };
    return {
      _id: stableId('unrecognised', item.key),
      ...nobody,
      status: 'ignored',
      payload,
      platformAt: arrival.receivedAt,
      // Nobody works on it: from the start it may be forgotten like one that is done.
      doneAt: arrival.receivedAt,
      ...arrival,
    };
  }
  const { workspaceId, accountId, event, raw } = item;
  return {
    _id: eventIdOf(accountId, event.dedupeKey),
    workspaceId,
    accountId,
    conversationId: conversationIdOf(accountId, event.participantId),
    participantId: event.participantId,
    status: event.kind === 'seen' ? 'receipt' : 'pending',
    payload: event,
    ...(raw === undefined ? {} : { raw }),
    platformAt: platformTime(event, arrival.receivedAt),
    ...arrival,
  };
}

/** A time far ahead would keep the window open for ever; clocks differ by less than that. */
function platformTime({ at }: ChannelEvent, receivedAt: Date): Date {
  return at > receivedAt.getTime() + MAX_AHEAD_MS ? receivedAt : new Date(at);
}

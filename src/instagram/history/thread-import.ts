import { Injectable } from '@nestjs/common';
import { type ChannelEvent, InboxFacade } from '../../conversations';
import { newId } from '../../shared/kernel';
import { type GraphAccount, type GraphPastMessage, MetaHistory } from '../../shared/providers/meta-graph';
import type { KnownAccount } from '../account-directory.service';
import { type HistoryCounts, type HistoryKind, isWithin } from '../domain/history-sync';
import { inOrder, pastEventOf } from '../domain/past-message';
import { ConversationReads } from './conversation-reads';

/** Pages of one thread; beyond them nobody counts any more. */
const MOST_PAGES = 5;

export interface Period {
  kind: HistoryKind;
  from?: Date;
  until: Date;
}

export type ThreadCounts = Pick<HistoryCounts, 'imported' | 'known' | 'withoutDetails'>;

type PastEvent = Extract<ChannelEvent, { kind: 'message' | 'echo' }>;

/** Brings one thread's messages to the inbox, where they take the way of everything that happens to a conversation. */
@Injectable()
export class ThreadImport {
  constructor(
    private readonly meta: MetaHistory,
    private readonly reads: ConversationReads,
    private readonly inbox: InboxFacade,
  ) {}

  /** Again does no harm. @throws GraphError, DomainError INBOX.UNAVAILABLE. */
  async take(account: KnownAccount, threadId: string, period: Period): Promise<ThreadCounts> {
    const { messages, withoutDetails } = await this.read(account, threadId, period);
    const events = inOrder(messages)
      .filter(({ at }) => isWithin(at, period))
      .flatMap((message) => pastEventOf(message, account, period.kind) ?? []);
    const [first] = events;
    if (first === undefined) return { imported: 0, known: 0, withoutDetails };
    const unknown = await this.unknownOf(account, first.participantId, events);
    const imported = unknown.length === 0 ? 0 : await this.handOver(account, unknown);
    return { imported, known: events.length - imported, withoutDetails };
  }

  private async read(account: KnownAccount, threadId: string, { kind }: Period) {
    const messages: GraphPastMessage[] = [];
    let withoutDetails = 0;
    let after: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const ask = () => this.meta.readMessages(graphAccount(account), threadId, after);
      const { items, next } = await this.reads.run(account.accountId, ask);
      for (const item of items) {
        if (item === null) withoutDetails++;
        else messages.push(item);
      }
      // What has no details cannot fill a gap; of history it is counted.
      if (next === null || (kind === 'gap' && items.includes(null))) break;
      after = next;
    }
    return { messages, withoutDetails };
  }

  private async unknownOf(account: KnownAccount, participantId: string, events: PastEvent[]): Promise<PastEvent[]> {
    const known = await this.inbox.knownMids(
      account,
      participantId,
      events.map(({ mid }) => mid),
    );
    return events.filter(({ mid }) => !known.has(mid));
  }

  private async handOver({ workspaceId, accountId }: KnownAccount, events: PastEvent[]): Promise<number> {
    const items = events.map((event) => ({ kind: 'event' as const, workspaceId, accountId, event }));
    const { stored } = await this.inbox.accept(items, `history-${newId()}`);
    return stored;
  }
}

const graphAccount = ({ igUserId, token }: KnownAccount): GraphAccount => ({ igUserId, token });

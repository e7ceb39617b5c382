import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../shared/config';
import { type RecordChange, Transactions } from '../shared/database';
import { DomainEvents } from '../shared/events';
import { type Caller, knownFields, stableId } from '../shared/kernel';
import { Metrics } from '../shared/observability';
import { MemberMails } from '../workspace';
import { answerLetter, lateLetter, requestLetter } from './domain/ticket-letters';
import type { UpkeepKind } from './domain/ticket-sla';
import type { SupportTicket, TicketComment, TicketSide } from './domain/ticket';

export interface TicketStory {
  /** As it is now. */
  ticket: SupportTicket;
  /** What happened, for the audit trail: `support-ticket.<change>`. */
  change: string;
  side: TicketSide;
  comment?: TicketComment;
  /** The workspace does not hear of it. */
  internal?: boolean;
  /** Nobody is written to. */
  silent?: boolean;
}

interface Words {
  subject: string;
  paragraphs: string[];
}

const BREACHED: Readonly<Partial<Record<UpkeepKind, string>>> = {
  'first-response-breached': 'firstResponse',
  'resolution-breached': 'resolution',
};

/** Tells what happened to a ticket: the audit trail, front ends, and people by mail. Part of the transaction around it. */
@Injectable()
export class TicketNews {
  constructor(
    private readonly events: DomainEvents,
    private readonly mails: MemberMails,
    private readonly metrics: Metrics,
    private readonly transactions: Transactions,
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'support'>,
  ) {}

  async tell(caller: Caller, record: RecordChange, story: TicketStory): Promise<void> {
    const { ticket, change, internal = false, silent = false } = story;
    const about = internal ? {} : { workspaceId: ticket.workspaceId };
    const contactId = ticket.source?.contactId;
    const subject = contactId === undefined ? {} : { subject: contactId };
    await record({ action: `support-ticket.${change}`, target: ticket.id, ...about, ...subject });
    if (internal) return;
    await this.announce(ticket, change);
    if (!silent) await this.write(caller, story);
  }

  /** What happened by itself. */
  async tellUpkeep(ticket: SupportTicket, news: readonly UpkeepKind[]): Promise<void> {
    this.transactions.afterCommit(() => this.count(news));
    const late = lateLetter(ticket, news);
    if (late !== null) return this.toDesk(ticket, late, ticket.id);
    await this.announce(ticket, ticket.status);
    await this.toAuthor(ticket, answerLetter(ticket), ticket.id);
  }

  private count(news: readonly UpkeepKind[]): void {
    for (const kind of news) {
      const goal = BREACHED[kind];
      if (goal !== undefined) this.metrics.slaNotices.inc({ subject: 'ticket', goal, phase: 'breach' });
    }
  }

  private async announce(ticket: SupportTicket, change: string): Promise<void> {
    const { id, workspaceId, number, status, revision, updatedAt, source } = ticket;
    await this.events.record({
      id: stableId('support-ticket.changed', id, String(revision), change),
      type: 'support-ticket.changed',
      workspaceId,
      at: updatedAt,
      subjectId: id,
      ...(source === undefined ? {} : { conversationId: source.conversationId }),
      data: knownFields({ change, number, status }),
    });
  }

  private async write({ correlationId }: Caller, { ticket, side, comment }: TicketStory): Promise<void> {
    if (side === 'user')
      return this.toDesk(ticket, requestLetter(ticket, comment?.text ?? ticket.description), correlationId);
    await this.toAuthor(ticket, answerLetter(ticket, comment?.text), correlationId);
  }

  private async toAuthor({ id, userId, workspaceId }: SupportTicket, words: Words, correlationId: string) {
    if (userId === undefined) return;
    const button = { action: 'Open the ticket', page: `/workspaces/${workspaceId}/support/${id}` };
    await this.mails.send({
      workspaceId,
      userIds: [userId],
      topic: 'support-tickets',
      ...words,
      button,
      correlationId,
    });
  }

  /** Whoever has it; while nobody does, the address for all of them. */
  private async toDesk({ id, assigneeId }: SupportTicket, words: Words, correlationId: string): Promise<void> {
    const letter = { ...words, button: { action: 'Open the ticket', page: `/admin/support/${id}` }, correlationId };
    const { mailTo } = this.config.support;
    if (assigneeId !== undefined) await this.mails.sendToUser(assigneeId, 'support-tickets', letter);
    else if (mailTo !== undefined) await this.mails.sendTo(mailTo, letter);
  }
}

import { Injectable } from '@nestjs/common';
import { ReplyDrafts } from '../../automation';
import { AttentionFacade, type WaitingPerson } from '../../conversations';
import { OpenOutcomes } from '../../crm';
import { type Escalation, EscalationsFacade, SEVERITIES } from '../../escalations';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import {
  ATTENTION_KINDS,
  type AttentionFound,
  type AttentionItem,
  type AttentionKind,
  type AttentionQueue,
  queueOf,
  URGENCY,
  urgencyOfEscalation,
} from './domain/attention';

export interface AttentionQuery {
  limit: number;
  kind?: AttentionKind;
  /** How long a person has had no answer, to be unreplied. */
  waitingMinutes: number;
  /** How soon a window closes, to be closing. */
  closingMinutes: number;
}

/** Of each kind; whoever has more to look at looks at the list of that kind. */
const MOST = 100;
/** What failed longer ago is left to the list of messages. */
const UNDELIVERED_DAYS = 3;
const DAY_MS = 86_400_000;

/** What must not be left lying, from all that know of such things: at most one command for each kind. */
@Injectable()
export class AttentionService {
  private readonly finders: Readonly<
    Record<AttentionKind, (workspaceId: WorkspaceId, query: AttentionQuery) => Promise<AttentionItem[]>>
  > = {
    escalation: (workspaceId) => this.escalations(workspaceId),
    window_closing: (workspaceId, { closingMinutes }) => this.windows(workspaceId, closingMinutes),
    undelivered: (workspaceId) => this.undelivered(workspaceId),
    unreplied: (workspaceId, { waitingMinutes }) => this.unreplied(workspaceId, waitingMinutes),
    draft: (workspaceId) => this.waitingDrafts(workspaceId),
    lead: (workspaceId) => this.goals(workspaceId, 'lead'),
    booking: (workspaceId) => this.goals(workspaceId, 'booking'),
    order: (workspaceId) => this.goals(workspaceId, 'order'),
  };

  constructor(
    private readonly handoffs: EscalationsFacade,
    private readonly conversations: AttentionFacade,
    private readonly drafts: ReplyDrafts,
    private readonly outcomes: OpenOutcomes,
    private readonly clock: Clock,
  ) {}

  async queue(workspaceId: WorkspaceId, query: AttentionQuery): Promise<AttentionQueue> {
    const kinds = query.kind === undefined ? ATTENTION_KINDS : [query.kind];
    const found = await Promise.all(kinds.map((kind) => this.find(workspaceId, kind, query)));
    return queueOf(found, query.limit);
  }

  private async find(workspaceId: WorkspaceId, kind: AttentionKind, query: AttentionQuery): Promise<AttentionFound> {
    const items = await this.finders[kind](workspaceId, query);
    return { kind, items: items.slice(0, MOST), isCut: items.length > MOST };
  }

  private async escalations(workspaceId: WorkspaceId): Promise<AttentionItem[]> {
    const open = await this.handoffs.mostUrgent(workspaceId, MOST + 1);
    const now = this.clock.now();
    return open.map((escalation) => itemOfEscalation(escalation, now));
  }

  private async windows(workspaceId: WorkspaceId, minutes: number): Promise<AttentionItem[]> {
    const people = await this.conversations.windowClosing(workspaceId, minutes, MOST + 1);
    return people.map((person) => itemOfPerson('window_closing', person));
  }

  private async unreplied(workspaceId: WorkspaceId, minutes: number): Promise<AttentionItem[]> {
    const people = await this.conversations.waiting(workspaceId, minutes, MOST + 1);
    return people.map((person) => itemOfPerson('unreplied', person));
  }

  private async undelivered(workspaceId: WorkspaceId): Promise<AttentionItem[]> {
    const since = new Date(this.clock.now().getTime() - UNDELIVERED_DAYS * DAY_MS);
    const messages = await this.conversations.undelivered(workspaceId, since, MOST + 1);
    return messages.map(({ messageId, conversationId, status, code, at }) => ({
      kind: 'undelivered',
      id: messageId,
      conversationId,
      reason: `${status}: ${code}`,
      since: at,
      urgency: URGENCY.undelivered,
    }));
  }

  private async waitingDrafts(workspaceId: WorkspaceId): Promise<AttentionItem[]> {
    const drafts = await this.drafts.waiting(workspaceId, MOST + 1);
    return drafts.map(({ id, conversationId, reason, createdAt }) => ({
      ...{ kind: 'draft' as const, id, conversationId, reason, since: createdAt, urgency: URGENCY.draft },
    }));
  }

  private async goals(workspaceId: WorkspaceId, goal: 'lead' | 'booking' | 'order'): Promise<AttentionItem[]> {
    const outcomes = await this.outcomes.newest(workspaceId, goal, MOST + 1);
    return outcomes.map(({ id, conversationId, createdAt }) => ({
      ...{ kind: goal, id, conversationId, reason: goal, since: createdAt, urgency: URGENCY[goal] },
    }));
  }
}

function itemOfEscalation(escalation: Escalation, now: Date): AttentionItem {
  const { id, conversationId, reason, severity, sla, assigneeId, createdAt } = escalation;
  const clock = sla.firstResponse.metAt === undefined ? sla.firstResponse : sla.resolution;
  const isLate = clock.dueAt !== undefined && clock.dueAt <= now;
  return {
    kind: 'escalation',
    id,
    conversationId,
    reason,
    since: createdAt,
    ...(clock.dueAt === undefined ? {} : { until: clock.dueAt }),
    ...(assigneeId === undefined ? {} : { assigneeId }),
    urgency: urgencyOfEscalation(SEVERITIES.indexOf(severity), isLate),
  };
}

function itemOfPerson(kind: 'unreplied' | 'window_closing', person: WaitingPerson): AttentionItem {
  const { conversationId, participant, waitingSince, windowClosesAt, assigneeId } = person;
  return {
    kind,
    id: conversationId,
    conversationId,
    reason: participant.name ?? participant.username ?? kind,
    since: waitingSince,
    ...(windowClosesAt === null ? {} : { until: windowClosesAt }),
    ...(assigneeId === null ? {} : { assigneeId }),
    urgency: URGENCY[kind],
  };
}

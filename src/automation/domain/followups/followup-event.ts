import type { DomainEvent } from '../../../shared/events';
import { type ConversationId, knownFields, stableId, type WorkspaceId } from '../../../shared/kernel';
import type { FollowupRecord } from './followup-record';
import type { FollowupFacts } from './followup-state';
import type { FollowupReason, FollowupStatus } from './followup-status';

interface Place {
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
}

type Named = Pick<FollowupFacts, 'taskId' | 'policyId' | 'kind'> & { dueAt: Date };

/** As a list shows it; its text is for those who open it. */
interface Standing {
  status: FollowupStatus;
  reason: FollowupReason | null;
  /** Decided, and not yet known to have gone out. */
  isOnItsWay: boolean;
}

/** What a turn made of it. Revisions count the changes by turns. */
export function followupPlanned(place: Place, record: FollowupRecord, at: Date): DomainEvent {
  const { taskId, policyId, kind, revision, dueAt, news } = record;
  const named = { taskId, policyId, kind, dueAt: new Date(dueAt) };
  const data = { ...standingOf(news), repliedAt: dateOf(news?.repliedAt) };
  return told(place, String(revision), named, data, at);
}

/** How the message of a follow-up ended, which is known once. */
export const followupSettled = (
  place: Place,
  { status, reason, ...named }: Named & Pick<Standing, 'status' | 'reason'>,
  at: Date,
): DomainEvent => told(place, status, named, { status, reason, isOnItsWay: false }, at);

/** What becomes of a message that is on its way, or answered, is found out by a job, not by the turn. */
function standingOf(news: FollowupRecord['news']): Partial<Standing> {
  if (news?.said === undefined) return waitingOrOver(news?.end ?? null);
  if (news.said.sendId === null) return { status: 'sent', reason: null, isOnItsWay: false };
  return news.repliedAt === undefined ? { status: 'scheduled', reason: null, isOnItsWay: true } : {};
}

const waitingOrOver = (end: Pick<Standing, 'status' | 'reason'> | null): Standing => ({
  status: end?.status ?? 'scheduled',
  reason: end?.reason ?? null,
  isOnItsWay: false,
});

const dateOf = (time: number | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString();

function told(
  { workspaceId, conversationId }: Place,
  change: string,
  { taskId, dueAt, ...named }: Named,
  data: Partial<Standing> & { repliedAt?: string | undefined },
  at: Date,
): DomainEvent {
  return {
    id: stableId('followup.changed', taskId, change),
    type: 'followup.changed',
    workspaceId,
    at,
    subjectId: taskId,
    conversationId,
    data: knownFields({ ...named, ...data, dueAt: dueAt.toISOString() }),
  };
}

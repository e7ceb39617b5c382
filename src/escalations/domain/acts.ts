import type { UserId } from '../../shared/kernel';
import {
  type Escalation,
  type EscalationOrigin,
  type EscalationUpdate,
  shortened,
  shortSummary,
  SUMMARY_MAX_CHARACTERS,
  type UpdateAuthor,
  withSource,
  withUpdate,
} from './escalation';
import { type Severity, worse } from './severity';
import { metClock, ratedSla, type SlaPolicy, startedClock, startedSla } from './sla';
import { type EscalationAct, statusAfter } from './transitions';

/** Who does something, and when. */
export interface By {
  at: Date;
  from: UpdateAuthor;
  userId?: UserId;
  /** Of the API key, where no member does it. */
  actorId?: string;
}

export type Acted = { ok: true; escalation: Escalation } | { ok: false; refused: 'status' | 'assignee' };

export interface Beginning extends Pick<Escalation, 'id' | 'workspaceId' | 'conversationId'> {
  sourceId: string;
  reason: string;
  summary: string;
  severity: Severity;
  createdBy: EscalationOrigin;
  assigneeId?: UserId;
}

export function begun(beginning: Beginning, by: By, policy: SlaPolicy): Escalation {
  const { sourceId, assigneeId, summary, ...rest } = beginning;
  const opened = updateOf('opened', by, { text: beginning.reason });
  const assigned: EscalationUpdate[] =
    assigneeId === undefined ? [] : [{ at: by.at, kind: 'assigned', from: 'system', to: assigneeId }];
  return {
    ...rest,
    ...(assigneeId === undefined ? {} : { assigneeId }),
    summary: shortSummary(summary),
    sourceIds: [sourceId],
    status: 'pending',
    followUpCount: 0,
    reopenCount: 0,
    updates: [opened, ...assigned],
    sla: startedSla(policy, by.at),
    revision: 1,
    createdAt: by.at,
    updatedAt: by.at,
  };
}

/** More is asked for while it is open. It never becomes less urgent by that. */
export function neededAgain(
  escalation: Escalation,
  { sourceId, summary, severity }: Pick<Beginning, 'sourceId' | 'summary' | 'severity'>,
  by: By,
  policyOf: (severity: Severity) => SlaPolicy,
): Acted {
  const worst = worse(escalation.severity, severity);
  return act(escalation, 'need', by, (before) => ({
    ...before,
    sourceIds: withSource(before.sourceIds, sourceId),
    followUpCount: before.followUpCount + 1,
    severity: worst,
    sla: worst === before.severity ? before.sla : ratedSla(before.sla, policyOf(worst)),
    updates: withUpdate(
      before.updates,
      updateOf('needed_again', by, { text: shortened(summary, SUMMARY_MAX_CHARACTERS) }),
    ),
  }));
}

/** A member begins with it; not with one that somebody else has begun with. */
export function taken(escalation: Escalation, userId: UserId, by: By): Acted {
  const isOthers = escalation.status === 'in_progress' && (escalation.assigneeId ?? userId) !== userId;
  if (isOthers) return { ok: false, refused: 'assignee' };
  return act(escalation, 'take', by, (before) => ({
    ...before,
    assigneeId: userId,
    updates: withUpdate(before.updates, updateOf('taken', by, { to: userId })),
  }));
}

export function assigned(escalation: Escalation, userId: UserId, by: By): Acted {
  return act(escalation, 'assign', by, (before) => ({
    ...before,
    assigneeId: userId,
    updates: withUpdate(before.updates, updateOf('assigned', by, { to: userId })),
  }));
}

export function released(escalation: Escalation, by: By): Acted {
  return act(escalation, 'release', by, ({ assigneeId: _, ...before }) => ({
    ...before,
    updates: withUpdate(before.updates, updateOf('released', by, {})),
  }));
}

/** Somebody of the team has written to the person, here or in the app. Who wrote has begun with it. */
export function answered(escalation: Escalation, by: By, policy: SlaPolicy): Acted {
  const firstResponse = metClock(escalation.sla.firstResponse, by.at, policy);
  return act(escalation, 'answer', by, (before) => ({
    ...before,
    ...(before.assigneeId === undefined && by.userId !== undefined ? { assigneeId: by.userId } : {}),
    sla: { ...before.sla, firstResponse },
    updates: withUpdate(before.updates, updateOf('answered', by, {})),
  }));
}

export function rated(escalation: Escalation, severity: Severity, by: By, policy: SlaPolicy): Acted {
  return act(escalation, 'rate', by, (before) => ({
    ...before,
    severity,
    sla: ratedSla(before.sla, policy),
    updates: withUpdate(before.updates, updateOf('rated', by, { to: severity })),
  }));
}

export function noted(escalation: Escalation, text: string, by: By): Acted {
  return act(escalation, 'note', by, (before) => ({
    ...before,
    updates: withUpdate(before.updates, updateOf('note', by, { text })),
  }));
}

export interface Closing {
  to: 'resolve' | 'cancel';
  text?: string;
  /** The bot is to speak again. */
  handsBack: boolean;
}

/** Resolving keeps the promise of a solution, and of an answer if nobody needed to write. A cancelled one counts as neither. */
export function closed(escalation: Escalation, { to, text, handsBack }: Closing, by: By, policy: SlaPolicy): Acted {
  const kind = to === 'resolve' ? ('resolved' as const) : ('cancelled' as const);
  const closedBy = by.userId ?? by.actorId;
  return act(escalation, to, by, (before) => ({
    ...before,
    resolvedAt: by.at,
    ...(closedBy === undefined ? {} : { resolvedBy: closedBy }),
    ...(handsBack ? { handBackDueAt: by.at } : {}),
    sla: to === 'resolve' ? metSla(before, by.at, policy) : before.sla,
    updates: withUpdate(before.updates, updateOf(kind, by, { ...(text === undefined ? {} : { text }) })),
  }));
}

/** It waits for whoever had it. The promise of a solution counts anew, and that of an answer where nobody has given one. */
export function reopened(escalation: Escalation, by: By, policy: SlaPolicy, text?: string): Acted {
  return act(escalation, 'reopen', by, (before) => {
    const { resolvedAt: _at, resolvedBy: _by, handBackDueAt: _due, holdReleasedAt: _released, ...rest } = before;
    return {
      ...rest,
      reopenCount: before.reopenCount + 1,
      sla: reopenedSla(before.sla, by.at, policy),
      updates: withUpdate(before.updates, updateOf('reopened', by, { ...(text === undefined ? {} : { text }) })),
    };
  });
}

/** Whether it may be opened again: not too long ago; a newer one that is open is for the database to rule out. */
export const isRecent = ({ resolvedAt }: Escalation, days: number, now: Date): boolean =>
  resolvedAt !== undefined && now.getTime() - resolvedAt.getTime() <= days * 86_400_000;

function reopenedSla({ firstResponse }: Escalation['sla'], at: Date, policy: SlaPolicy): Escalation['sla'] {
  const isSettled = firstResponse.metAt !== undefined || firstResponse.breachedAt !== undefined;
  return {
    firstResponse: isSettled ? firstResponse : startedClock(policy, 'firstResponse', at),
    resolution: startedClock(policy, 'resolution', at),
  };
}

function metSla({ sla }: Escalation, at: Date, policy: SlaPolicy): Escalation['sla'] {
  return { firstResponse: metClock(sla.firstResponse, at, policy), resolution: metClock(sla.resolution, at, policy) };
}

function act(
  escalation: Escalation,
  what: EscalationAct,
  { at }: By,
  change: (before: Escalation) => Omit<Escalation, 'status' | 'revision' | 'updatedAt'>,
): Acted {
  const status = statusAfter(what, escalation.status);
  if (status === null) return { ok: false, refused: 'status' };
  const changed = change(escalation);
  return { ok: true, escalation: { ...changed, status, revision: escalation.revision + 1, updatedAt: at } };
}

function updateOf(
  kind: EscalationUpdate['kind'],
  { at, from, userId }: By,
  what: Pick<EscalationUpdate, 'text' | 'to'>,
): EscalationUpdate {
  return { at, kind, from, ...(userId === undefined ? {} : { userId }), ...what };
}

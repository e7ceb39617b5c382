import { stableId } from '../../../shared/kernel';
import type { TurnRun } from '../turn-run';
import type { FollowupPolicy } from './followup-policy';
import type { Plan } from './followup-plan';
import {
  factsOf,
  type FollowupNote,
  type FollowupState,
  NO_FOLLOWUPS,
  NOTE_KEPT_MS,
  type PendingFollowup,
  withNote,
  withPending,
} from './followup-state';
import type { Ending } from './followup-standing';
import type { FollowupReason } from './followup-status';

export const followupsOf = (run: TurnRun): FollowupState => run.state.followups ?? NO_FOLLOWUPS;

function keep(run: TurnRun, followups: FollowupState): void {
  run.state = { ...run.state, followups };
}

/** Of the session that is open, or ended last. */
export const instanceOf = (run: TurnRun): string | null => (run.state.running ?? run.state.ended)?.instanceId ?? null;

/** Arms its timer: the only one of this policy in the conversation. */
export function planFollowup(run: TurnRun, policy: FollowupPolicy, plan: Extract<Plan, { kind: 'due' }>): void {
  const taskId = stableId('followup', run.turn.event.eventId, policy.id);
  const pending: PendingFollowup = {
    taskId,
    policyId: policy.id,
    kind: policy.moment.kind,
    action: policy.action.kind,
    instanceId: instanceOf(run),
    revision: 1,
    dueAt: plan.dueAt,
    anchorAt: plan.anchorAt,
    windowClosesAt: plan.windowClosesAt,
    plannedAt: run.now,
    writtenAt: run.turn.thread?.lastWrittenAt?.getTime() ?? 0,
    timerId: timerIdOf(taskId, 1),
  };
  keep(run, withPending(followupsOf(run), pending));
  run.armTimer(timerIdOf(taskId, 1), plan.dueAt);
  explain(run, pending, { step: 'planned', dueAt: plan.dueAt });
}

/** To another time, by a new timer. `fixed`: as a member wishes · `reason`: why it cannot be now. */
export function moveFollowup(
  run: TurnRun,
  before: PendingFollowup,
  dueAt: number,
  { fixed = before.fixed, ...why }: { fixed?: true; reason?: FollowupReason } = {},
): void {
  const { judging: _, fixed: __, ...rest } = before;
  const revision = before.revision + 1;
  const timerId = timerIdOf(before.taskId, revision);
  if (before.timerId !== null) run.cancelTimer(before.timerId);
  const moved = { ...rest, revision, dueAt, timerId, ...(fixed === true ? { fixed } : {}) };
  keep(run, withPending(followupsOf(run), moved));
  run.armTimer(timerId, dueAt);
  explain(run, before, { step: 'moved', dueAt, ...why });
}

/** Its timer has rung: what it needs to know is looked up. */
export function awaitJudgement(run: TurnRun, before: PendingFollowup, taskId: string): void {
  if (before.timerId !== null) run.cancelTimer(before.timerId);
  keep(run, withPending(followupsOf(run), { ...before, timerId: null, judging: { taskId, askedAt: run.now } }));
  explain(run, before, { step: 'judging' });
}

export function endFollowup(run: TurnRun, before: PendingFollowup, ending: Ending & { error?: string }): void {
  if (before.timerId !== null) run.cancelTimer(before.timerId);
  const { status, reason, error } = ending;
  const end = { status, reason, ...(error === undefined ? {} : { error }) };
  note(run, { ...noteOf(before, run.now), end });
  explain(run, before, { step: status, reason });
}

/** Decided: it is on its way. */
export function sayFollowup(run: TurnRun, before: PendingFollowup, said: NonNullable<FollowupNote['said']>): void {
  note(run, { ...noteOf(before, run.now), end: null, said });
  explain(run, before, { step: 'said' });
}

/** Whatever the bot has planned about what the person said, a member has dealt with it. */
export const noteMember = (run: TurnRun): void => keep(run, { ...followupsOf(run), memberAnswered: true });

/** Whatever has been planned would be said into a thread that is somebody else's. */
export const noteOtherApp = (run: TurnRun): void => {
  if (followupsOf(run).otherApp !== true) keep(run, { ...followupsOf(run), otherApp: true });
};

/** The person has written to us: what was said last has an answer, and nobody has answered this. */
export function noteReply(run: TurnRun): void {
  const { memberAnswered, otherApp, ...rest } = followupsOf(run);
  if (memberAnswered === true || otherApp === true) keep(run, rest);
  const last = rest.notes.findLast(({ said }) => said !== undefined);
  if (last === undefined || last.repliedAt !== undefined || last.at <= run.now - NOTE_KEPT_MS) return;
  // A message of its own that still waits would come after what it was to bring about.
  if (last.said?.sessionId === null && last.said.sendId !== null) run.calledOff.push(last.said.sendId);
  const replied = { ...last, revision: last.revision + 1, repliedAt: run.now };
  const notes = rest.notes.map((it) => (it.taskId === last.taskId ? replied : it));
  keep(run, { ...rest, notes });
}

const timerIdOf = (taskId: string, revision: number): string => stableId('followup-timer', taskId, `${revision}`);

const noteOf = (before: PendingFollowup, at: number): FollowupNote => ({
  ...factsOf(before),
  revision: before.revision + 1,
  at,
  end: null,
});

const note = (run: TurnRun, ended: FollowupNote): void => keep(run, withNote(followupsOf(run), ended));

function explain(
  run: TurnRun,
  { taskId, policyId }: Pick<PendingFollowup, 'taskId' | 'policyId'>,
  what: Omit<NonNullable<TurnRun['explanation']['followups']>[number], 'taskId' | 'policyId'>,
): void {
  run.explanation.followups = [...(run.explanation.followups ?? []), { taskId, policyId, ...what }];
}

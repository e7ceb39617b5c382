import type { EndedStatus, FollowupReason } from './followup-status';
import type { FollowupActionKind, FollowupKind } from './policy-kind';

/** Times in milliseconds since the epoch. */
export type FollowupFacts = {
  taskId: string;
  policyId: string;
  kind: FollowupKind;
  action: FollowupActionKind;
  /** Of the session that was open, or ended last, when it was planned. */
  instanceId: string | null;
  /** 1 when planned, one more at every change that its row shows. */
  revision: number;
  dueAt: number;
  anchorAt: number;
  windowClosesAt: number;
  plannedAt: number;
};

/** One that waits. */
export type PendingFollowup = FollowupFacts & {
  /** The person's last message when it was planned: one after it makes this follow-up superfluous. */
  writtenAt: number;
  /** Null once it has rung. */
  timerId: string | null;
  /** Conditions are looked up and the text composed; only this task's result counts, and only for a while. */
  judging?: { taskId: string; askedAt?: number };
  /** A member chose the time, or wants it at once: neither the policy's moment nor quiet hours count any more. */
  fixed?: true;
};

/** What became of one, until its row has surely been written. */
export type FollowupNote = FollowupFacts & {
  at: number;
  end: { status: EndedStatus; reason: FollowupReason; error?: string } | null;
  /** Decided: a message, or a flow, or both. Absent when it ended before. */
  said?: { sendId: string | null; sessionId: string | null; text: string | null };
  repliedAt?: number;
};

/** What automation keeps of follow-ups in the conversation. */
export type FollowupState = {
  pending: PendingFollowup[];
  /** Oldest first. */
  notes: FollowupNote[];
  /** When follow-ups were decided within the last week, oldest first. */
  said: number[];
  /** A member has written since the person did. */
  memberAnswered?: true;
  /** Another app has had the thread since the person last wrote to us. */
  otherApp?: true;
};

export const NO_FOLLOWUPS: FollowupState = { pending: [], notes: [], said: [] };

export const WEEK_MS = 7 * 24 * 3_600_000;
/** Longer than the window: an answer that comes within the next one still counts as one. */
export const NOTE_KEPT_MS = 48 * 3_600_000;
/** At least one for each policy that a workspace may have: what it has followed up already must not come again. */
const MAX_NOTES = 20;
const MAX_SAID = 50;

export const pendingOf = (state: FollowupState, taskId: string): PendingFollowup | undefined =>
  state.pending.find((it) => it.taskId === taskId);

export function withPending(state: FollowupState, pending: PendingFollowup): FollowupState {
  const others = state.pending.filter(({ taskId }) => taskId !== pending.taskId);
  return { ...state, pending: [...others, pending] };
}

/** It waits no more. */
export function withNote(state: FollowupState, note: FollowupNote): FollowupState {
  const recent = state.notes.filter(({ taskId, at }) => taskId !== note.taskId && at > note.at - NOTE_KEPT_MS);
  const isSaid = note.said !== undefined && !state.notes.some(({ taskId }) => taskId === note.taskId);
  const said = state.said.filter((at) => at > note.at - WEEK_MS);
  return {
    ...state,
    pending: state.pending.filter(({ taskId }) => taskId !== note.taskId),
    notes: [...recent, note].slice(-MAX_NOTES),
    said: (isSaid ? [...said, note.at] : said).slice(-MAX_SAID),
  };
}

/** Of this week. */
export const saidWithin = (state: FollowupState, now: number): number =>
  state.said.filter((at) => at > now - WEEK_MS).length;

export function factsOf(pending: FollowupFacts): FollowupFacts {
  const { taskId, policyId, kind, action, instanceId, revision, dueAt, anchorAt, windowClosesAt, plannedAt } = pending;
  return { taskId, policyId, kind, action, instanceId, revision, dueAt, anchorAt, windowClosesAt, plannedAt };
}

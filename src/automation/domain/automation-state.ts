import type { JsonObject } from '../../conversations';
import { isOpenStatus, type SessionState, type SessionStatus } from '../../flows';
import { DomainError } from '../../shared/kernel';
import type { CommentMemory } from './comments/comment-memory';
import type { OpenComment } from './comments/open-comment';
import type { PauseReason } from './explanation';
import type { FollowupState } from './followups/followup-state';
import { upgradeFormat1 } from './automation-state-format-1';
import type { Listening } from './listening';
import type { PendingSelection } from './pending-selection';

/** A run of a flow and whose it is. */
export type AutomationRun = {
  instanceId: string;
  templateId: string;
  /** Number of its version in the template; 0 when it began before numbers were noted. */
  version: number;
  /** 1 at the start, one more at every change of status and every waking: of two rows about a session, the higher one is true. */
  revision: number;
  flow: SessionState;
  /** Steps that were explained so far. */
  explained: number;
  /** Why it is paused. */
  pausedBy?: PauseReason;
  /** Of the values that its last recorded step saw: only others are recorded again. */
  basisHash?: string;
  /** The node that it entered last. */
  lastNodeId?: string;
  /** Versions that it ran before it was moved, oldest first. */
  movedFrom?: string[];
  /** It began with a comment whose private reply is not decided yet. */
  comment?: OpenComment;
};

/** What is kept of a session that ended, until its row has surely been written. Times in milliseconds since the epoch. */
export type SessionNote = {
  sessionId: string;
  instanceId: string;
  templateId: string;
  versionId: string;
  status: SessionStatus;
  revision: number;
  startedAt: number;
  endedAt: number;
  lastNodeId?: string;
  /** Node → how often it was entered. */
  visits: { [nodeId: string]: number };
  goals: { nodeId: string; goal: string; at: number }[];
  movedFrom?: string[];
};

/** What automation keeps in the conversation. */
export type AutomationState = {
  format: 2;
  /** The open one: at work, waiting or paused. */
  running: AutomationRun | null;
  /** The one that ended last: a tap on its buttons wakes it. */
  ended: AutomationRun | null;
  /** Those that ended lately, oldest first. */
  notes: SessionNote[];
  /** Which automation answers is with the classifier. */
  selecting: PendingSelection | null;
  /** The answer that waits for a person; absent when none does. */
  draft?: string;
  /** A voice note waits for its words; absent when none does. */
  listening?: Listening;
  /** Rings when the hold under which the open session was paused should be over. */
  holdTimer: { timerId: string; dueAt: number } | null;
  /** Absent for somebody who has never commented. */
  comments?: CommentMemory;
  /** When the bot answered within the last minute, oldest first. */
  exchanges?: number[];
  /** Absent where none was ever planned. */
  followups?: FollowupState;
};

/** One turn takes at most 50 events, and each may end one session. */
const MAX_NOTES = 50;
const NOTE_KEPT_MS = 60 * 60 * 1_000;
/** Of notes with their visits, so that the state keeps within its bound. */
const NOTES_BYTES = 16 * 1_024;

export const EMPTY_STATE: AutomationState = {
  format: 2,
  running: null,
  ended: null,
  notes: [],
  selecting: null,
  holdTimer: null,
};

/** @throws DomainError for a state that a newer version of this program wrote: that one must deal with it. */
export function readState(state: JsonObject | null): AutomationState {
  if (state === null) return EMPTY_STATE;
  if (state['format'] === EMPTY_STATE.format) return state as unknown as AutomationState;
  if (state['format'] === 1) return upgradeFormat1(state);
  throw new DomainError(
    'AUTOMATION.STATE_UNKNOWN',
    'internal',
    'The state of this conversation has an unknown format.',
  );
}

/** The state after a run has gone on; a run that is no longer open makes room. */
export function withRun(
  state: AutomationState,
  before: AutomationRun,
  after: AutomationRun,
  now: number,
): AutomationState {
  const run = { ...after, revision: before.revision + (isWorthARow(before, after) ? 1 : 0) };
  if (isOpenStatus(run.flow.status))
    return { ...state, running: run, ended: isSame(state.ended, run) ? null : state.ended };
  const others = state.notes.filter(
    (note) => note.endedAt > now - NOTE_KEPT_MS && note.sessionId !== run.flow.sessionId,
  );
  return { ...state, running: null, ended: run, notes: bounded([...others, noteOf(run, now)]) };
}

/** A waking is, a change of status, a move; but between working and waiting a session goes to and fro. */
function isWorthARow({ flow: before }: AutomationRun, { flow: after }: AutomationRun): boolean {
  const wakes = !isOpenStatus(before.status);
  return wakes || rowStatus(before.status) !== rowStatus(after.status) || before.versionId !== after.versionId;
}

const rowStatus = (status: SessionStatus): SessionStatus => (status === 'active' ? 'waiting' : status);

function isSame(a: AutomationRun | null, b: AutomationRun): boolean {
  return a?.flow.sessionId === b.flow.sessionId;
}

/** The oldest go first: their rows have most surely been written. */
function bounded(notes: SessionNote[]): SessionNote[] {
  let kept = notes.slice(-MAX_NOTES);
  while (kept.length > 1 && JSON.stringify(kept).length > NOTES_BYTES) kept = kept.slice(1);
  return kept;
}

export function noteOf(run: AutomationRun, endedAt: number): SessionNote {
  const { instanceId, templateId, revision, flow, lastNodeId, movedFrom } = run;
  const { sessionId, versionId, status, startedAt, visits, goals } = flow;
  return {
    sessionId,
    instanceId,
    templateId,
    versionId,
    status,
    revision,
    startedAt,
    endedAt,
    ...(lastNodeId === undefined ? {} : { lastNodeId }),
    visits,
    goals,
    ...(movedFrom === undefined ? {} : { movedFrom }),
  };
}

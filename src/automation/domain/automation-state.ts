import type { JsonObject } from '../../conversations';
import type { SessionState, SessionStatus } from '../../flows';
import { DomainError } from '../../shared/kernel';

/** A run of a flow and whose it is. */
export type AutomationRun = {
  instanceId: string;
  templateId: string;
  /** 1 at the start, one more at every end and every waking: of two rows about a session, the higher one is true. */
  revision: number;
  flow: SessionState;
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
};

/** What automation keeps in the conversation. */
export type AutomationState = {
  format: 1;
  /** The one that runs now. */
  running: AutomationRun | null;
  /** The one that ended last: a tap on its buttons wakes it. */
  ended: AutomationRun | null;
  /** Those that ended lately, oldest first. */
  notes: SessionNote[];
};

/** One turn takes at most 50 events, and each may end one session. */
const MAX_NOTES = 50;
const NOTE_KEPT_MS = 60 * 60 * 1_000;

export const EMPTY_STATE: AutomationState = { format: 1, running: null, ended: null, notes: [] };

/** @throws DomainError for a state that a newer version of this program wrote: that one must deal with it. */
export function readState(state: JsonObject | null): AutomationState {
  if (state === null) return EMPTY_STATE;
  if (state['format'] === EMPTY_STATE.format) return state as unknown as AutomationState;
  throw new DomainError(
    'AUTOMATION.STATE_UNKNOWN',
    'internal',
    'The state of this conversation has an unknown format.',
  );
}

/** The state after a run has gone on; a run that is no longer active makes room. */
export function withRun(
  state: AutomationState,
  before: AutomationRun,
  flow: SessionState,
  now: number,
): AutomationState {
  const goesOn = before.flow.status === 'active' && flow.status === 'active';
  const run = { ...before, flow, revision: before.revision + (goesOn ? 0 : 1) };
  if (flow.status === 'active') return { ...state, running: run, ended: isSame(state.ended, run) ? null : state.ended };
  const notes = state.notes.filter((note) => note.endedAt > now - NOTE_KEPT_MS && note.sessionId !== flow.sessionId);
  return { ...state, running: null, ended: run, notes: [...notes, noteOf(run, now)].slice(-MAX_NOTES) };
}

function isSame(a: AutomationRun | null, b: AutomationRun): boolean {
  return a?.flow.sessionId === b.flow.sessionId;
}

function noteOf({ instanceId, templateId, revision, flow }: AutomationRun, now: number): SessionNote {
  const { sessionId, versionId, status, startedAt } = flow;
  return { sessionId, instanceId, templateId, versionId, status, revision, startedAt, endedAt: now };
}

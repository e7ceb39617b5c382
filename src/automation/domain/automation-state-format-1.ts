import type { Json, JsonObject } from '../../conversations';
import { newSession, type SessionState, type SessionStatus } from '../../flows';
import type { AutomationRun, AutomationState, SessionNote } from './automation-state';

/** States as they were written before sessions could be paused, and their versions told by number. */
type OldSession = {
  sessionId: string;
  versionId: string;
  status: string;
  awaiting: OldAwaiting | null;
  openMenuNodeId: string | null;
  vars: JsonObject;
  lastText: string;
  counter: number;
  steps: number;
  startedAt: number;
  lastActivityAt: number;
  expiresAt: number;
  expiryTimerId: string | null;
};

type OldAwaiting =
  | { kind: 'choice'; nodeId: string }
  | { kind: 'reply'; nodeId: string; timerId: string }
  | { kind: 'task'; nodeId: string; taskId: string };

type OldRun = { instanceId: string; templateId: string; revision: number; flow: OldSession };
type OldNote = Omit<SessionNote, 'visits' | 'goals' | 'status'> & { status: string };
type OldState = { running: OldRun | null; ended: OldRun | null; notes: OldNote[] };

/** After the end of its wait a session of old expired. */
const TTL_MS = 24 * 60 * 60 * 1_000;

/** A paused session of old had ended for good; that word now means one that goes on. */
const ENDED: Readonly<Record<string, SessionStatus>> = { handoff: 'handed_off', paused: 'superseded' };

export function upgradeFormat1(state: JsonObject): AutomationState {
  const { running, ended, notes } = state as unknown as OldState;
  return {
    format: 2,
    running: running === null ? null : upgradedRun(running),
    ended: ended === null ? null : upgradedRun(ended),
    notes: notes.map((note) => ({ ...note, status: upgradedStatus(note.status), visits: {}, goals: [] })),
    selecting: null,
    holdTimer: null,
  };
}

function upgradedRun({ instanceId, templateId, revision, flow }: OldRun): AutomationRun {
  return { instanceId, templateId, version: 0, revision, explained: 0, flow: upgradedSession(flow) };
}

function upgradedSession({ lastText, status, awaiting, ...flow }: OldSession): SessionState {
  return {
    ...newSession({ sessionId: flow.sessionId, versionId: flow.versionId, now: flow.startedAt }),
    ...flow,
    status: status === 'active' && awaiting !== null && awaiting.kind !== 'task' ? 'waiting' : upgradedStatus(status),
    awaiting: upgradedAwaiting(awaiting, flow.expiresAt - TTL_MS),
    varsBytes: bytesOf(flow.vars),
    lastMessage: { text: lastText, attachmentUrls: [] },
  };
}

function upgradedAwaiting(awaiting: OldAwaiting | null, waitEnd: number): SessionState['awaiting'] {
  switch (awaiting?.kind) {
    case 'choice':
      return { ...awaiting, nodeType: 'send_message' };
    case 'reply':
      return { ...awaiting, nodeType: 'wait_for_reply', dueAt: waitEnd };
    case 'task':
      return { ...awaiting, nodeType: 'lookup_profile' };
    default:
      return null;
  }
}

const upgradedStatus = (status: string): SessionStatus => ENDED[status] ?? (status as SessionStatus);

const bytesOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

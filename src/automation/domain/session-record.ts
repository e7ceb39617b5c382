import type { SessionStatus } from '../../flows';
import { type AutomationRun, type AutomationState, noteOf, type SessionNote } from './automation-state';

export interface NodeVisits {
  nodeId: string;
  /** How often it was entered. */
  entered: number;
}

export interface ReachedGoal {
  nodeId: string;
  goal: string;
  at: Date;
}

/** What the row of a session says, as of its last change of status. */
export interface SessionRecord {
  sessionId: string;
  instanceId: string;
  templateId: string;
  /** The version that it runs, or ran last. */
  versionId: string;
  status: SessionStatus;
  /** See `AutomationRun`. */
  revision: number;
  startedAt: Date;
  /** Null while it is open. */
  endedAt: Date | null;
  /** Where it is, or where it ended. */
  lastNodeId?: string;
  visits: NodeVisits[];
  goals: ReachedGoal[];
  /** Versions that it ran before it was moved, oldest first. */
  movedFrom: string[];
}

/** Records of the sessions that are new or have another status than before. `before` unknown: of all that are known. */
export function changedRecords(before: AutomationState | undefined, after: AutomationState): SessionRecord[] {
  const known = new Map(
    (before === undefined ? [] : recordsOf(before)).map(({ sessionId, revision }) => [sessionId, revision]),
  );
  return recordsOf(after).filter(({ sessionId, revision }) => revision > (known.get(sessionId) ?? 0));
}

/** One for each session of the state; a woken one is told by its run, not by the note of its earlier end. */
function recordsOf({ running, notes }: AutomationState): SessionRecord[] {
  const ended = notes.filter(({ sessionId }) => sessionId !== running?.flow.sessionId).map(recordOfNote);
  return running === null ? ended : [...ended, recordOfRun(running)];
}

/** Of a session that is open. */
export function recordOfRun(run: AutomationRun): SessionRecord {
  return { ...recordOfNote(noteOf(run, 0)), endedAt: null };
}

function recordOfNote({ startedAt, endedAt, visits, goals, movedFrom = [], ...rest }: SessionNote): SessionRecord {
  return {
    ...rest,
    startedAt: new Date(startedAt),
    endedAt: new Date(endedAt),
    visits: Object.entries(visits).map(([nodeId, entered]) => ({ nodeId, entered })),
    goals: goals.map(({ nodeId, goal, at }) => ({ nodeId, goal, at: new Date(at) })),
    movedFrom,
  };
}

import type { SessionStatus } from '../../flows';
import type { AutomationRun, AutomationState, SessionNote } from './automation-state';

/** What the row of a session says. */
export interface SessionRecord {
  sessionId: string;
  instanceId: string;
  templateId: string;
  versionId: string;
  status: SessionStatus;
  /** See `AutomationRun`. */
  revision: number;
  startedAt: Date;
  endedAt: Date | null;
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

function recordOfRun({ instanceId, templateId, revision, flow }: AutomationRun): SessionRecord {
  const { sessionId, versionId, status, startedAt } = flow;
  return {
    sessionId,
    instanceId,
    templateId,
    versionId,
    status,
    revision,
    startedAt: new Date(startedAt),
    endedAt: null,
  };
}

function recordOfNote({ startedAt, endedAt, ...note }: SessionNote): SessionRecord {
  return { ...note, startedAt: new Date(startedAt), endedAt: new Date(endedAt) };
}

import type { DecidedEvent, TurnEvent } from '../../conversations';
import { assertNever } from '../../shared/kernel';
import type {
  ConsideredTrigger,
  ExplainedStep,
  FollowupStep,
  SilenceReason,
  TurnExplanation,
  TurnOutcome,
} from './explanation';

/** What an event was, without what a message says: that is in the messages. */
export interface RecordedEvent {
  kind: TurnEvent['kind'];
  timerId?: string;
  taskId?: string;
  task?: string;
  ok?: boolean;
  error?: string;
  command?: string;
  on?: string;
}

/** One event of a conversation and what was decided about it, with all reasons. */
export interface TurnRecord {
  eventId: string;
  /** When it was decided. */
  at: Date;
  event: RecordedEvent;
  /** unrecorded: a crash came between the decision and this record. */
  outcome: TurnOutcome | 'unrecorded';
  reason?: SilenceReason;
  held: boolean;
  considered: ConsideredTrigger[];
  steps: ExplainedStep[];
  /** Of the steps. */
  sessionIds: string[];
  /** What became of follow-ups; absent when the event was about none. */
  followups?: FollowupStep[];
  /** What did not fit was left out. */
  cut?: 'reasons' | 'steps';
  correlationId: string;
}

/** Of one record as JSON, in characters; some fifty of an ordinary turn. */
const MAX_RECORD = 48 * 1_024;

export function turnRecordOf({ event, at, correlationId, explanation }: DecidedEvent): TurnRecord {
  const base = { eventId: event.eventId, at, event: recordedEvent(event), correlationId };
  if (explanation === undefined)
    return { ...base, outcome: 'unrecorded', held: false, considered: [], steps: [], sessionIds: [] };
  const { outcome, reason, held, considered, steps, followups } = explanation as unknown as TurnExplanation;
  const sessionIds = [...new Set(steps.map(({ sessionId }) => sessionId))];
  const why = reason === undefined ? {} : { reason };
  const more = followups === undefined ? {} : { followups };
  return bounded({ ...base, outcome, ...why, held, considered, steps, sessionIds, ...more });
}

/** A replay needs the steps longer than people need the reasons. */
function bounded(record: TurnRecord): TurnRecord {
  if (fits(record)) return record;
  const steps = record.steps.map((step) => ({ ...step, trace: [] }));
  const brief: TurnRecord = { ...record, considered: [], steps, cut: 'reasons' };
  return fits(brief) ? brief : { ...brief, steps: [], cut: 'steps' };
}

const fits = (record: TurnRecord): boolean => JSON.stringify(record).length <= MAX_RECORD;

const PLAIN = ['message', 'postback', 'hold', 'transcript', 'thread-taken'] as const;

const saysNoMore = (event: TurnEvent): event is Extract<TurnEvent, { kind: (typeof PLAIN)[number] }> =>
  (PLAIN as readonly string[]).includes(event.kind);

function recordedEvent(event: TurnEvent): RecordedEvent {
  if (saysNoMore(event)) return { kind: event.kind };
  const { kind } = event;
  switch (event.kind) {
    case 'stimulus':
      return { kind, on: event.on };
    case 'timer':
      return { kind, timerId: event.timerId };
    case 'command':
      return { kind, command: event.command };
    case 'task-result': {
      const { taskId, taskKind: task, outcome } = event;
      return { kind, taskId, task, ok: outcome.ok, ...(outcome.ok ? {} : { error: outcome.error }) };
    }
    default:
      return assertNever(event);
  }
}

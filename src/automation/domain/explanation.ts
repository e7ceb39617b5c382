import type { JsonObject } from '../../conversations';
import type { Considered, EndStatus, FlowEvent, SessionStatus, TraceEntry } from '../../flows';
import type { EndedStatus, FollowupReason } from './followups/followup-status';
import type { SessionFacts } from './active-instance';
import type { Retraction } from './waiting-draft';

/**
 * What an event came to. continued: the open session took it · woken: a button of the session that ended last · started:
 * a trigger, a person or a program started a session · selecting: the candidates are with the classifier · joined: more
 * text for that selection, or for a voice note · listening: a voice note waits for its words · resumed, paused, stopped: by command,
 * hold or time · followup: one was due, or ordered about · silent: nothing, for `reason`.
 */
export const TURN_OUTCOMES = [
  'continued',
  'woken',
  'started',
  'selecting',
  'joined',
  'listening',
  'resumed',
  'paused',
  'stopped',
  'followup',
  'silent',
] as const;
export type TurnOutcome = (typeof TURN_OUTCOMES)[number];

/** Why nothing was done. */
export const SILENCE_REASONS = [
  /** A person has the conversation. */
  'held',
  /** Its window has closed, a later turn has passed it, or the person does not want messages. */
  'too_late',
  /** Another app has the thread. */
  'other_app',
  /** No trigger fires. */
  'no_trigger',
  /** Triggers fire, but none may interrupt the open session. */
  'session_open',
  /** A person has paused the session, and nothing else may start. */
  'session_paused',
  /** Nothing awaits this timer or result any more. */
  'not_awaited',
  /** No automation is on. */
  'no_automation',
  /** The command has nothing to act on. */
  'not_possible',
] as const;
export type SilenceReason = (typeof SILENCE_REASONS)[number];

/** What was thought of one trigger: the matcher's reason, or why a trigger that fires was passed over. */
export type ConsideredTrigger = Omit<Considered<string>, 'owner' | 'outcome'> & {
  instanceId: string;
  outcome:
    | Considered<string>['outcome']
    | 'chosen'
    | 'outranked'
    | 'asked'
    | 'session_open'
    | 'session_paused'
    | 'no_intent'
    /** The person was answered before, as often as the trigger wants. */
    | 'already_replied';
};

/** What a step saw besides state and event; with them it gives the same effects again. */
export type StepBasis = {
  /** Milliseconds since the epoch. */
  now: number;
  /** Absent for what is done to a session from outside its flow. */
  contact?: JsonObject;
  context?: SessionFacts;
  /** Only where they differ from those of the session's step before. */
  config?: JsonObject;
  hours?: JsonObject | null;
};

/** One event given to one session. */
export type ExplainedStep = {
  sessionId: string;
  instanceId: string;
  versionId: string;
  /** 0, 1, 2 … within the session: shows whether a record is missing. */
  sequence: number;
  event: FlowEvent | SessionAct;
  basis: StepBasis;
  handled: boolean;
  trace: TraceEntry[];
  /** Ids with kinds, in order; what they say is in messages and tasks. */
  effects: { id: string; kind: string; detail?: string }[];
  /** Of all effects, in full: a replay that gives the same has the same. */
  effectsHash: string;
  status: SessionStatus;
};

/** What is done to a session from outside its flow. */
export type SessionAct =
  | { kind: 'paused'; by: PauseReason }
  | { kind: 'closed'; status: EndStatus; reason: string }
  | { kind: 'moved'; fromVersionId: string; toVersionId: string };

export type PauseReason = 'hold' | 'person';

/** Why the bot does what it does about one event, or does nothing. */
export type TurnExplanation = {
  outcome: TurnOutcome;
  reason?: SilenceReason;
  held: boolean;
  considered: ConsideredTrigger[];
  steps: ExplainedStep[];
  /** A draft that waited is of no use any more. */
  retracts?: Retraction;
  /** What became of follow-ups. */
  followups?: FollowupStep[];
};

/** planned: for `dueAt` · moved: to `dueAt` · judging: it is due · said: on its way · else how it ended, and why. */
export type FollowupStep = {
  taskId: string;
  policyId: string;
  step: 'planned' | 'moved' | 'judging' | 'said' | EndedStatus;
  reason?: FollowupReason;
  /** Milliseconds since the epoch. */
  dueAt?: number;
};

import type {
  DecidedEvent,
  JsonObject,
  LaneView,
  TaskDraft,
  TaskOutcome,
  TurnDecision,
  TurnInput,
} from './domain/turn';

/** What a commit has changed. */
export interface TurnChange {
  /** Undefined: a crash may have come between commit and record, so everything that `after` implies is to be written. */
  before?: JsonObject | null;
  after: JsonObject | null;
  /** The events that the handler decided about, in order. */
  decided: readonly DecidedEvent[];
}

/**
 * Who decides what a conversation does next. Declared here, contributed by automation.
 * `Context` is whatever `prepare` read for the lane; it never leaves the turn.
 */
export abstract class TurnHandler<Context = unknown> {
  /**
   * Loads what deciding needs, from in-process caches; called once a turn, beside the lease. `hasVoice`: among its events
   * are voice notes.
   */
  abstract prepare(lane: LaneView, state: JsonObject | null, turn: { hasVoice: boolean }): Promise<Context>;

  /** Pure: the same input gives the same decision. Called again with a newer state when the commit met a conflict. */
  abstract decide(context: Context, input: TurnInput): TurnDecision;

  /** Brings rows that mirror the state up to date and keeps why, after the commit. Idempotent. */
  abstract record(lane: LaneView, change: TurnChange): Promise<void>;

  /** Does slow work; may be called again for the same task id after a crash, so it must be idempotent. Throws only for faults worth a retry. */
  abstract runTask(lane: LaneView, task: TaskDraft): Promise<TaskOutcome>;
}

import type { JsonObject, LaneOutlook, SendDraft, TurnDecision, TurnEvent } from '../../../conversations';
import type { AutomationContext } from '../active-instance';
import { readState } from '../automation-state';
import { decideTurn } from '../decide-turn';
import {
  type FollowupFacts,
  type FollowupState,
  factsOf,
  NO_FOLLOWUPS,
  pendingOf,
  type PendingFollowup,
} from './followup-state';
import type { FollowupReason, FollowupStatus } from './followup-status';
import { type Judgement, toJudged } from './judgement';

/** What would become of a follow-up if nothing happened until it is due. Times in milliseconds since the epoch. */
export interface Foretold {
  facts: FollowupFacts;
  /** scheduled: it would be put off to `at`, and not be due before the end. */
  would: FollowupStatus;
  reason: FollowupReason | null;
  at: number;
  /** Null for a flow, for what a model will compose, and for what would not go out. */
  text: string | null;
}

/** What conversations know of their own: the event that a timer becomes, and the words of a message. */
export interface LaneTerms {
  eventOfTimer(timerId: string): string;
  visibleTextOf(content: SendDraft['content']): string;
}

/** From when to when. */
export interface Span {
  now: number;
  until: number;
}

/** Where a follow-up that ends lets the next be planned, that may ring, too; this is more than policies can lead to. */
const MOST_RINGS = 100;
/** In place of what a model will compose. */
const UNWRITTEN = '…';

/**
 * Lets the follow-ups of a conversation ring, one after another, in the turns that will take them, and tells what becomes of
 * each: soonest first. Asks for what only the person's record tells, by yielding what it is asked about. Pure.
 */
export function* foretell(
  context: AutomationContext,
  outlook: LaneOutlook,
  { now, until }: Span,
  terms: LaneTerms,
): Generator<PendingFollowup, Foretold[], Judgement> {
  const ahead = new LaneAhead(context, outlook, now, terms);
  const wasDue = ahead.followups.pending.filter(({ dueAt }) => dueAt <= until);
  const told: Foretold[] = [];
  for (let ring = 0; ring < MOST_RINGS; ring += 1) {
    const next = ahead.next(until);
    if (next === undefined) break;
    yield* ahead.ring(next);
    const ending = ahead.endingOf(next);
    if (ending !== null) told.push(ending);
  }
  const putOff = wasDue.flatMap(({ taskId }) => pendingOf(ahead.followups, taskId) ?? []);
  const later = putOff.map((pending) => ({ ...WAITING, facts: factsOf(pending), at: pending.dueAt }));
  return [...told, ...later];
}

const WAITING = { would: 'scheduled', reason: null, text: null } as const;

/** A conversation in which nothing happens but that follow-ups fall due. */
class LaneAhead {
  private state: JsonObject | null;
  private thread: LaneOutlook['thread'];

  constructor(
    private readonly context: AutomationContext,
    private readonly outlook: LaneOutlook,
    private now: number,
    private readonly terms: LaneTerms,
  ) {
    this.state = outlook.state;
    this.thread = outlook.thread;
  }

  get followups(): FollowupState {
    return readState(this.state).followups ?? NO_FOLLOWUPS;
  }

  /** The one that is due next, by then. */
  next(until: number): PendingFollowup | undefined {
    const due = this.followups.pending.filter(({ dueAt }) => Math.max(dueAt, this.now) <= until);
    return due.toSorted((a, b) => a.dueAt - b.dueAt)[0];
  }

  *ring(next: PendingFollowup): Generator<PendingFollowup, void, Judgement> {
    this.now = Math.max(this.now, next.dueAt);
    const { timerId } = next;
    if (timerId !== null) this.take({ kind: 'timer', eventId: this.terms.eventOfTimer(timerId), timerId, data: {} });
    const judging = pendingOf(this.followups, next.taskId)?.judging;
    if (judging === undefined) return;
    const judgement = yield next;
    const written =
      judgement.verdict === 'send' && judgement.text === '' ? { ...judgement, text: UNWRITTEN } : judgement;
    const { taskId } = judging;
    const outcome = { ok: true as const, value: toJudged(written) };
    this.take({ kind: 'task-result', eventId: `${taskId}:result`, taskId, taskKind: 'judge_followup', outcome });
  }

  /** Null while it waits. */
  endingOf({ taskId }: PendingFollowup): Foretold | null {
    const note = this.followups.notes.find((it) => it.taskId === taskId);
    if (note === undefined || pendingOf(this.followups, taskId) !== undefined) return null;
    const text = note.said?.text ?? null;
    return {
      facts: factsOf(note),
      would: note.end?.status ?? 'sent',
      reason: note.end?.reason ?? null,
      at: this.now,
      text: text === UNWRITTEN ? null : text,
    };
  }

  private take(event: TurnEvent): void {
    const { lane, heldUntil } = this.outlook;
    const held = this.thread.blocked || (heldUntil !== null && heldUntil.getTime() > this.now);
    const now = new Date(this.now);
    const input = { lane, state: this.state, event, now, held, lastHoldUntil: heldUntil, thread: this.thread };
    const decision = decideTurn(this.context, input);
    this.state = decision.state;
    if (!held) this.say(decision.sends, now);
  }

  private say(sends: TurnDecision['sends'], at: Date): void {
    const last = sends.at(-1);
    if (last === undefined) return;
    this.thread = {
      ...this.thread,
      lastMessage: { text: this.terms.visibleTextOf(last.content), at, direction: 'out' },
    };
  }
}

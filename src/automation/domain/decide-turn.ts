import type { JsonObject, TurnDecision, TurnInput } from '../../conversations';
import { takeFollowup } from './followups/followup-turn';
import { planFollowups } from './followups/plan-followups';
import { withPrivateReplies } from './comments/private-replies';
import { noteUnanswered } from './comments/unanswered-comment';
import type { AutomationContext } from './active-instance';
import { obey } from './commands';
import { type DecisionTerms, toDecision, USUAL_HOLD, verdictOf } from './decision';
import { guardExchanges } from './exchange-guard';
import { dropSelection } from './drop-selection';
import type { TurnExplanation } from './explanation';
import { afterHold, isHoldTimer, underHold } from './holds';
import { type Incoming, incomingOf, isForOthers, isUnanswerable } from './incoming';
import { withAuthors } from './message-authors';
import { listen } from './listening';
import { keepPaused, resumeSelection, select } from './selection';
import { withAskers } from './task-askers';
import { TurnRun } from './turn-run';
import { watchDraft } from './waiting-draft';

export type AutomationTurn = TurnInput;

/** A decision and its reasons, which are also its `explanation`. */
export type ExplainedDecision = TurnDecision & { reasons: TurnExplanation };

/**
 * What automation does about one event, and why. Pure. The open session comes first; then a session that ended last and
 * whose button was tapped; then the triggers, of which only a keyword interrupts an open session.
 */
export function decideTurn(context: AutomationContext, turn: AutomationTurn): ExplainedDecision {
  const run = new TurnRun(context, turn);
  if (!takeFollowup(run)) decide(run);
  planFollowups(run);
  noteUnanswered(run);
  guardExchanges(run);
  const state = run.state === run.before ? turn.state : (run.state as unknown as JsonObject);
  const reasons = run.explanation;
  const wanted = withPrivateReplies(toDecision(state, run.effects, termsOf(run)), run.privateReplies);
  const signed = withAuthors(wanted, reasons.steps, context.flows);
  const decision = withAskers(signed, reasons.steps, context.flows);
  return { ...decision, explanation: reasons as unknown as JsonObject, reasons };
}

function termsOf({ context, turn, followupSends, calledOff }: TurnRun): DecisionTerms {
  const verdict = verdictOf(turn.event);
  const { handoffHold = USUAL_HOLD } = context;
  return {
    now: turn.now,
    hold: handoffHold,
    followups: followupSends,
    calledOff,
    ...(verdict === null ? {} : { verdict }),
  };
}

function decide(run: TurnRun): void {
  const { event, held } = run.turn;
  watchDraft(run);
  endWhatMayNotGoOn(run);
  if (run.running !== null) run.moveIfDue(run.running);
  if (held) return underHold(run);
  afterHold(run);
  if (event.kind === 'command') return obey(run, event);
  if (isUnanswerable(event)) return run.silent(isForOthers(event) ? 'other_app' : 'too_late');
  if (event.kind === 'hold' || isHoldTimer(run)) return run.silent('not_awaited');
  if (listen(run, (incoming, eventId) => answer(run, incoming, eventId))) return;
  answer(run, incomingOf(event));
}

function endWhatMayNotGoOn(run: TurnRun): void {
  const { running } = run;
  if (running === null) return;
  if (run.instance(running.instanceId) === undefined) run.close(running, 'stopped', 'its automation is off');
  else if (run.runnableOf(running.instanceId, running.flow.versionId) === null)
    run.close(running, 'failed', 'its version cannot be run');
}

/** `eventId`: what a session that it starts is named after; absent: the turn's event. */
function answer(run: TurnRun, incoming: Incoming, eventId?: string): void {
  if (goesOnSelecting(run)) return;
  if (goesToOpenSession(run, incoming) || wakes(run, incoming)) return;
  if (isOfTheBot(incoming)) return run.silent('not_awaited');
  if (run.running?.flow.status === 'paused') return keepPaused(run, incoming);
  select(run, incoming, eventId);
}

/** Nobody has said or done anything: what a session had asked for has come. */
const isOfTheBot = ({ event }: Incoming): boolean => event?.kind === 'timer' || event?.kind === 'task-result';

/** True for the classifier's answer, and for the timer that ends the wait for it. */
function goesOnSelecting(run: TurnRun): boolean {
  const { event } = run.turn;
  const { selecting } = run.state;
  if (selecting === null) return false;
  const isAnswer = event.kind === 'task-result' && event.taskId === selecting.taskId;
  if (!isAnswer && !(event.kind === 'timer' && event.timerId === selecting.timerId)) return false;
  resumeSelection(run, selecting, isAnswer && event.outcome.ok ? event.outcome.value : null);
  return true;
}

function goesToOpenSession(run: TurnRun, { event }: Incoming): boolean {
  if (event === null || run.running === null) return false;
  const taken = run.give(run.running, event);
  if (taken) run.came('continued');
  return taken;
}

/** A tap on a button of the session that ended last: it takes over from one that is open. */
function wakes(run: TurnRun, { event }: Incoming): boolean {
  const { ended, running } = run.state;
  if (event?.kind !== 'choice' || ended?.flow.sessionId !== event.choice.sessionId) return false;
  if (running?.flow.status === 'paused' || run.instance(ended.instanceId) === undefined) return false;
  if (!run.awaits(ended, event)) return false;
  dropSelection(run);
  run.supersede('a button of an earlier one was tapped');
  run.came('woken');
  return run.give(ended, event);
}

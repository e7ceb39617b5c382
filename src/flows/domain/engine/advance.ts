import type { CompiledFlow } from '../compile/compiled-flow';
import { nodeOf } from '../compile/compiled-flow';
import { foldText } from '../text/fold-text';
import type { FlowEffect } from './effect';
import type { FlowEvent } from './event';
import type { FlowEnv } from './flow-env';
import { kindOf } from './nodes';
import type { Arrival } from './nodes/node-kind';
import { Run } from './run';
import type { SessionState, SessionStatus } from './session-state';
import type { TraceEntry } from './trace';
import { leaveBy, takeStep, walkFrom } from './walk';

const EXPIRED = 'nothing happened for too long';

export interface Advance {
  state: SessionState;
  effects: FlowEffect[];
  trace: TraceEntry[];
  /** False when the session had no use for the event: then it may serve as a trigger. */
  handled: boolean;
}

/**
 * What a session does with an event. Pure: JSON in, JSON out, no clock, no randomness, never throws, always halts.
 * Events that the session does not await change nothing, except that a session found past its time expires.
 */
export function advance(flow: CompiledFlow, state: SessionState, event: FlowEvent, env: FlowEnv): Advance {
  const run = new Run(flow, state, env);
  const handled = dispatch(run, event);
  if (!run.active) release(run);
  if (!handled) run.trace.push({ kind: 'ignored', event: event.kind });
  return { state: run.state, effects: run.effects, trace: run.trace, handled };
}

/** Ends a session from outside, whatever it waits for. Ending an ended one changes nothing. */
export function closeSession(
  state: SessionState,
  status: Exclude<SessionStatus, 'active'>,
): Pick<Advance, 'state' | 'effects'> {
  if (state.status !== 'active') return { state, effects: [] };
  const timers = [state.awaiting?.kind === 'reply' ? state.awaiting.timerId : null, state.expiryTimerId];
  return {
    state: { ...state, status, awaiting: null, openMenuNodeId: null, expiryTimerId: null },
    effects: timers.flatMap((timerId) => (timerId === null ? [] : [{ kind: 'cancel-timer', timerId }])),
  };
}

function dispatch(run: Run, event: FlowEvent): boolean {
  if (run.active && event.kind === 'timer' && event.timerId === run.state.expiryTimerId) return expiryDue(run);
  if (run.active && isOverdue(run, event)) {
    run.end('expired', EXPIRED);
    return false;
  }
  const handled = respond(run, event);
  if (handled && run.active) stayAlive(run);
  return handled;
}

function isOverdue({ state, env }: Run, event: FlowEvent): boolean {
  return event.kind !== 'started' && event.kind !== 'choice' && env.now >= state.expiresAt;
}

function respond(run: Run, event: FlowEvent): boolean {
  if (event.kind === 'choice') return choose(run, event);
  if (!run.active) return false;
  switch (event.kind) {
    case 'started':
      return start(run, event);
    case 'message':
      return chooseByTitle(run, event.text) || resume(run, event);
    case 'timer':
      return awaitsTimer(run.state, event.timerId) && resume(run, { kind: 'timeout' }, event.timerId);
    case 'task-result':
      return awaitsTask(run.state, event.taskId) && resume(run, event);
    default:
      return false;
  }
}

function awaitsTimer({ awaiting }: SessionState, timerId: string): boolean {
  return awaiting?.kind === 'reply' && awaiting.timerId === timerId;
}

function awaitsTask({ awaiting }: SessionState, taskId: string): boolean {
  return awaiting?.kind === 'task' && awaiting.taskId === taskId;
}

function start(run: Run, event: Extract<FlowEvent, { kind: 'started' }>): boolean {
  if (run.state.steps > 0) return false;
  run.remember(event.text);
  walkFrom(run, event.triggerNodeId);
  return true;
}

/** A tap counts however old its message is, and wakes a session that has ended. */
function choose(run: Run, { choice }: Extract<FlowEvent, { kind: 'choice' }>): boolean {
  if (choice.sessionId !== run.state.sessionId) return false;
  return followChoice(run, choice.nodeId, ({ id }) => id === choice.choiceId);
}

/** The title of an open choice, typed instead of tapped. */
function chooseByTitle(run: Run, text: string): boolean {
  const { openMenuNodeId } = run.state;
  const typed = foldText(text);
  if (openMenuNodeId === null || typed === '') return false;
  return followChoice(run, openMenuNodeId, ({ title }) => foldText(title) === typed);
}

function followChoice(run: Run, nodeId: string, matches: (choice: { id: string; title: string }) => boolean): boolean {
  const node = nodeOf(run.flow, nodeId);
  const choice = node === undefined ? undefined : kindOf(node).choices(node.data).find(matches);
  if (node === undefined || choice === undefined) return false;
  run.state.status = 'active';
  run.stopWaiting();
  run.remember(choice.title);
  walkFrom(run, leaveBy(run, node, choice.id));
  return true;
}

function resume(run: Run, arrival: Arrival, firedTimerId?: string): boolean {
  const { awaiting } = run.state;
  const node = awaiting === null ? undefined : nodeOf(run.flow, awaiting.nodeId);
  const step = node === undefined ? null : kindOf(node).resume(node, arrival);
  if (node === undefined || step === null) return false;
  run.stopWaiting(firedTimerId);
  if (arrival.kind === 'message') run.remember(arrival.text);
  walkFrom(run, takeStep(run, node, step));
  return true;
}

/** The expiry timer is armed once and, when it fires early because the session went on, armed anew. */
function expiryDue(run: Run): boolean {
  run.state.expiryTimerId = null;
  if (run.env.now >= run.state.expiresAt) run.end('expired', EXPIRED);
  else run.state.expiryTimerId = run.armTimer(run.state.expiresAt);
  return true;
}

function stayAlive(run: Run): void {
  run.state.lastActivityAt = run.env.now;
  run.state.expiresAt = waitEndOf(run) + run.env.bounds.sessionTtlMs;
  run.state.expiryTimerId ??= run.armTimer(run.state.expiresAt);
}

/** A wait with a timeout ends at its timer, which was armed in this very run. */
function waitEndOf({ state, effects, env }: Run): number {
  const { awaiting } = state;
  const timerId = awaiting?.kind === 'reply' ? awaiting.timerId : undefined;
  const timer = effects.find((effect) => effect.kind === 'arm-timer' && effect.id === timerId);
  return timer?.kind === 'arm-timer' ? timer.dueAt : env.now;
}

function release(run: Run): void {
  run.stopWaiting();
  run.cancelTimer(run.state.expiryTimerId);
  run.state.expiryTimerId = null;
}

import type { CompiledFlow } from '../compile/compiled-flow';
import { foldText } from '../text/fold-text';
import type { FlowEffect } from './effect';
import type { FlowEvent, FlowMessageIn } from './event';
import type { FlowEnv } from './flow-env';
import type { Arrival, Choice } from './nodes/node-kind';
import { Run } from './run';
import type { Awaiting, SessionState } from './session-state';
import { mayBecome } from './session-status';
import type { IgnoreReason, TraceEntry } from './trace';
import { takeStep, walkFrom } from './walk';

const HOUR = 60 * 60 * 1_000;
const EXPIRED = 'nothing happened for too long';

export interface Advance {
  state: SessionState;
  effects: FlowEffect[];
  trace: TraceEntry[];
  /** False when the session had no use for the event: then it may serve as a trigger. */
  handled: boolean;
}

type EventOf<Kind extends FlowEvent['kind']> = Extract<FlowEvent, { kind: Kind }>;
type Response = 'handled' | IgnoreReason;

/**
 * What a session does with an event. Pure: JSON in, JSON out, no clock, no randomness, never throws, always halts.
 * Events that the session does not await change nothing, except that a session found past its time expires.
 */
export function advance(flow: CompiledFlow, state: SessionState, event: FlowEvent, env: FlowEnv): Advance {
  const run = new Run(flow, state, env);
  const response = dispatch(run, event);
  if (response !== 'handled') run.trace.push({ kind: 'ignored', event: event.kind, reason: response });
  if (run.open) settle(run);
  else release(run);
  return { state: run.state, effects: run.effects, trace: run.trace, handled: response === 'handled' };
}

/** A paused session goes on: what came due meanwhile happens now. */
export function resumeSession(flow: CompiledFlow, state: SessionState, env: FlowEnv): Advance {
  return advance(flow, state, { kind: 'resumed' }, env);
}

function dispatch(run: Run, event: FlowEvent): Response {
  if (run.open && event.kind === 'timer' && event.timerId === run.state.expiryTimerId) return expiryDue(run);
  if (run.open && isOverdue(run, event)) {
    run.end('expired', EXPIRED);
    return 'expired';
  }
  if (run.state.status === 'paused') return whilePaused(run, event);
  const response = respond(run, event);
  if (response === 'handled' && run.open) stayAlive(run);
  return response;
}

function isOverdue({ state, env }: Run, event: FlowEvent): boolean {
  return event.kind !== 'started' && event.kind !== 'choice' && env.now >= state.expiresAt;
}

function respond(run: Run, event: FlowEvent): Response {
  if (event.kind === 'choice') return choose(run, event);
  if (!run.open) return 'ended';
  switch (event.kind) {
    case 'started':
      return start(run, event);
    case 'message':
      return hear(run, event.message);
    case 'timer':
      return awaitsTimer(run.state, event) ? wake(run, event.timerId) : 'not_awaited';
    case 'task-result':
      return awaitsTask(run.state, event) ? goOn(run, event) : 'not_awaited';
    case 'resumed':
      return 'not_paused';
    default:
      return 'unknown_event';
  }
}

function awaitsTimer({ awaiting }: SessionState, { timerId }: EventOf<'timer'>): boolean {
  return awaiting !== null && 'timerId' in awaiting && awaiting.timerId === timerId;
}

function awaitsTask({ awaiting }: SessionState, { taskId }: EventOf<'task-result'>): boolean {
  return awaiting?.kind === 'task' && awaiting.taskId === taskId;
}

/** Timers and results wait until it goes on; people are not answered. */
function whilePaused(run: Run, event: FlowEvent): Response {
  const { state } = run;
  if (event.kind === 'resumed') return resume(run);
  const awaited =
    (event.kind === 'timer' && awaitsTimer(state, event)) || (event.kind === 'task-result' && awaitsTask(state, event));
  if (!awaited || state.heldEvents.length > 0) return 'paused';
  state.heldEvents = [event];
  run.trace.push({ kind: 'held', event: event.kind });
  return 'handled';
}

function resume(run: Run): Response {
  const { state } = run;
  const held = state.heldEvents;
  state.status = 'waiting';
  state.pausedAt = null;
  state.heldEvents = [];
  run.trace.push({ kind: 'resumed', held: held.length });
  for (const event of held) respond(run, event);
  if (run.open) stayAlive(run);
  return 'handled';
}

function start(run: Run, { triggerNodeId, message, trigger }: EventOf<'started'>): Response {
  if (run.state.steps > 0) return 'already_started';
  run.state.trigger = trigger;
  run.remember(message);
  walkFrom(run, triggerNodeId);
  return 'handled';
}

function hear(run: Run, message: FlowMessageIn): Response {
  return chooseByTitle(run, message) ? 'handled' : goOn(run, { kind: 'message', message });
}

/** A tap counts however old its message is, and wakes a session that has ended. */
function choose(run: Run, { choice, title }: EventOf<'choice'>): Response {
  const { status, sessionId } = run.state;
  if (choice.sessionId !== sessionId) return 'other_session';
  if (!run.open && !mayBecome(status, 'active')) return 'ended';
  const tapped = followChoice(run, choice.nodeId, { how: 'tapped', title }, ({ id }) => id === choice.choiceId);
  return tapped ? 'handled' : 'unknown_choice';
}

/** The title of an open choice, typed instead of tapped. */
function chooseByTitle(run: Run, { text }: FlowMessageIn): boolean {
  const { openMenuNodeId } = run.state;
  if (openMenuNodeId === null) return false;
  const typed = foldText(text);
  if (typed === '') return false;
  return followChoice(run, openMenuNodeId, { how: 'typed', title: text }, ({ title }) => foldText(title) === typed);
}

function followChoice(
  run: Run,
  nodeId: string,
  { how, title }: { how: 'tapped' | 'typed'; title: string | undefined },
  matches: (choice: Choice) => boolean,
): boolean {
  const prepared = run.node(nodeId);
  const choice = prepared?.kind.choices(prepared.node.data).find(matches);
  if (prepared === undefined || choice === undefined) return false;
  run.state.status = 'active';
  run.state.outcome = null;
  run.stopWaiting();
  run.remember({ text: title ?? choice.title, attachmentUrls: [] });
  const operands = { title: choice.title, how };
  run.trace.push({ kind: 'decided', nodeId, rule: 'choice', operands, outcome: choice.id });
  walkFrom(run, takeStep(run, prepared, prepared.kind.choose(prepared.node, choice, run.view())));
  return true;
}

/** The awaited timer has fired. */
function wake(run: Run, timerId: string): Response {
  const { awaiting } = run.state;
  const prepared = awaiting === null ? undefined : run.node(awaiting.nodeId);
  if (awaiting?.kind !== 'timer' || prepared === undefined) return goOn(run, { kind: 'timeout' }, timerId);
  if (awaiting.why === 'fuel') {
    run.stopWaiting(timerId);
    walkFrom(run, awaiting.nodeId);
    return 'handled';
  }
  if (awaiting.step === undefined) return goOn(run, { kind: 'timeout' }, timerId);
  run.stopWaiting(timerId);
  walkFrom(run, takeStep(run, prepared, awaiting.step));
  return 'handled';
}

/** Gives what came to the node that waits. */
function goOn(run: Run, arrival: Arrival, firedTimerId?: string): Response {
  const { awaiting } = run.state;
  const prepared = awaiting === null ? undefined : run.node(awaiting.nodeId);
  if (awaiting === null || prepared === undefined) return 'not_awaited';
  if (arrival.kind === 'message' && !takesMessages(awaiting)) return 'not_awaited';
  // A node that awaits a reply takes every message.
  if (arrival.kind === 'message') run.remember(arrival.message);
  const step = prepared.kind.resume(prepared.node, arrival, run.view(awaiting.memory));
  if (step === null) return 'not_awaited';
  run.stopWaiting(firedTimerId);
  walkFrom(run, takeStep(run, prepared, step));
  return 'handled';
}

function takesMessages(awaiting: Awaiting): boolean {
  return awaiting.kind === 'reply' || (awaiting.kind === 'task' && awaiting.hears === true);
}

/** The expiry timer is armed once and, when it fires early because the session went on, armed anew. */
function expiryDue(run: Run): Response {
  run.state.expiryTimerId = null;
  if (run.env.now >= run.state.expiresAt) run.end('expired', EXPIRED);
  else run.state.expiryTimerId = run.armTimer(run.state.expiresAt);
  return 'handled';
}

/** Counted from the end of the wait it is in, so that no wait is cut off. */
function stayAlive(run: Run): void {
  const { state, flow, env } = run;
  const { sessionHours } = flow.settings;
  const { awaiting } = state;
  const from = awaiting !== null && 'dueAt' in awaiting ? Math.max(awaiting.dueAt, env.now) : env.now;
  state.lastActivityAt = env.now;
  state.expiresAt = from + (sessionHours === undefined ? env.bounds.sessionTtlMs : sessionHours * HOUR);
  state.expiryTimerId ??= run.armTimer(state.expiresAt);
}

/** Says whether work is under way or somebody is waited for. */
function settle({ state }: Run): void {
  if (state.status === 'paused' || state.awaiting === null) return;
  const { awaiting } = state;
  const working = awaiting.kind === 'task' || (awaiting.kind === 'timer' && awaiting.why !== 'delay');
  state.status = working ? 'active' : 'waiting';
}

function release(run: Run): void {
  run.stopWaiting();
  run.cancelTimer(run.state.expiryTimerId);
  run.state.expiryTimerId = null;
  if (run.state.queue.length > 0) run.state.queue = [];
  if (run.state.heldEvents.length > 0) run.state.heldEvents = [];
  run.state.pausedAt = null;
}

import type { JsonObject, TurnDecision, TurnInput } from '../../conversations';
import {
  advance,
  closeSession,
  type CompiledFlow,
  DEFAULT_BOUNDS,
  type FlowEffect,
  type FlowEnv,
  type FlowEvent,
  newSession,
  type SessionStatus,
  type TraceEntry,
} from '../../flows';
import { DomainError, stableId } from '../../shared/kernel';
import type { ActiveInstance, AutomationContext } from './active-instance';
import { type AutomationRun, type AutomationState, readState, withRun } from './automation-state';
import { toDecision } from './decision';
import { type Incoming, incomingOf, isUnanswerable } from './incoming';
import { matchTrigger } from './trigger-matching';

/**
 * `lastHoldUntil`: the end of the latest hold, present or past. A session whose last activity lies before it was left
 * alone while a person wrote, so its question is stale and is never continued.
 */
export type AutomationTurn = TurnInput & {
  lastHoldUntil?: Date | null;
  /** Takes what the engine did, if somebody wants to know. */
  trace?: TraceEntry[];
};

interface Progress {
  state: AutomationState;
  effects: FlowEffect[];
}

/**
 * What automation does about one event. Pure. The running session comes first; then a session whose button was
 * tapped; then the triggers, of which only a keyword interrupts a session that still waits for something else.
 */
export function decideTurn(context: AutomationContext, turn: AutomationTurn): TurnDecision {
  const before = readState(turn.state);
  const settled = settle(before, context, turn);
  const done = turn.held || isUnanswerable(turn.event) ? settled : answer(settled, context, turn);
  const state = done.state === before ? turn.state : (done.state as unknown as JsonObject);
  return toDecision(state, done.effects, turn.now);
}

/** Ends a running session that may not go on. */
function settle(state: AutomationState, context: AutomationContext, turn: AutomationTurn): Progress {
  const { running } = state;
  const status = running === null ? null : obstacleTo(running, context, turn);
  return status === null ? { state, effects: [] } : close({ state, effects: [] }, status, turn);
}

function obstacleTo(
  running: AutomationRun,
  context: AutomationContext,
  turn: AutomationTurn,
): 'paused' | 'stopped' | 'failed' | null {
  const heldUntil = turn.lastHoldUntil?.getTime() ?? 0;
  if (turn.held || heldUntil > running.flow.lastActivityAt) return 'paused';
  if (instanceOf(running, context) === undefined) return 'stopped';
  return flowOf(running.flow.versionId, context) === null ? 'failed' : null;
}

function answer(settled: Progress, context: AutomationContext, turn: AutomationTurn): Progress {
  const incoming = incomingOf(turn.event);
  const continued = resume(settled, settled.state.running, incoming.event, context, turn);
  if (continued.handled) return continued.progress;
  const woken = wake(continued.progress, incoming.event, context, turn);
  return woken ?? trigger(continued.progress, incoming, context, turn);
}

/** Gives the event to a session. Unhandled, it may still have ended the session (when that had expired). */
function resume(
  { state, effects }: Progress,
  run: AutomationRun | null,
  event: FlowEvent,
  context: AutomationContext,
  turn: AutomationTurn,
): { progress: Progress; handled: boolean } {
  const instance = run === null ? undefined : instanceOf(run, context);
  const flow = run === null ? null : flowOf(run.flow.versionId, context);
  if (run === null || instance === undefined || flow === null) return { progress: { state, effects }, handled: false };
  const step = advance(flow, run.flow, event, envOf(instance, turn));
  turn.trace?.push(...step.trace);
  const unchanged = !step.handled && step.state.status === run.flow.status;
  const next = unchanged ? state : withRun(state, run, step.state, turn.now.getTime());
  return { progress: { state: next, effects: [...effects, ...step.effects] }, handled: step.handled };
}

/** A tap on a button of the session that ended last: it takes over from one that runs. */
function wake(progress: Progress, event: FlowEvent, context: AutomationContext, turn: AutomationTurn): Progress | null {
  const { ended } = progress.state;
  if (event.kind !== 'choice' || ended?.flow.sessionId !== event.choice.sessionId) return null;
  const alone = close(progress, 'superseded', turn);
  const woken = resume(alone, ended, event, context, turn);
  return woken.handled ? woken.progress : null;
}

function trigger(
  progress: Progress,
  { triggerText }: Incoming,
  context: AutomationContext,
  turn: AutomationTurn,
): Progress {
  if (triggerText === null) return progress;
  const match = matchTrigger(context.instances, triggerText, { keywordsOnly: progress.state.running !== null });
  if (match === null) return progress;
  const { instance, triggerNodeId } = match;
  const alone = close(progress, 'superseded', turn);
  const run = newRun(instance, turn);
  return resume(alone, run, { kind: 'started', triggerNodeId, text: triggerText }, context, turn).progress;
}

function newRun(instance: ActiveInstance, { event, now }: AutomationTurn): AutomationRun {
  const sessionId = stableId(event.eventId, instance.id);
  const flow = newSession({ sessionId, versionId: instance.versionId, now: now.getTime() });
  return { instanceId: instance.id, templateId: instance.templateId, revision: 1, flow };
}

function close(
  { state, effects }: Progress,
  status: Exclude<SessionStatus, 'active'>,
  { now }: AutomationTurn,
): Progress {
  if (state.running === null) return { state, effects };
  const closed = closeSession(state.running.flow, status);
  return {
    state: withRun(state, state.running, closed.state, now.getTime()),
    effects: [...effects, ...closed.effects],
  };
}

function instanceOf(run: AutomationRun, { instances }: AutomationContext): ActiveInstance | undefined {
  return instances.find(({ id }) => id === run.instanceId);
}

/** @throws DomainError when the context was prepared for another state: the turn must be prepared again */
function flowOf(versionId: string, { flows }: AutomationContext): CompiledFlow | null {
  const flow = flows.get(versionId);
  if (flow !== undefined) return flow;
  throw new DomainError(
    'AUTOMATION.CONTEXT_STALE',
    'internal',
    'The flow of a session was not prepared for this turn.',
    {
      details: { versionId },
    },
  );
}

function envOf({ config }: ActiveInstance, { lane, now }: AutomationTurn): FlowEnv {
  return { now: now.getTime(), contact: lane.participant ?? {}, config, bounds: DEFAULT_BOUNDS };
}

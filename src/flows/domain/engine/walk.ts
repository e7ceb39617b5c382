import { assertNever } from '../../../shared/kernel';
import { type CompiledNode, targetOf } from '../compile/compiled-flow';
import type { JsonObject } from '../json';
import type { Continuation, Step } from './nodes/node-kind';
import type { PreparedNode } from './prepared-flow';
import { excessOf, ratesAfter } from './rates';
import type { Run } from './run';
import type { Awaiting, TimerReason } from './session-state';

const MAX_QUEUE = 50;

/** Enters node after node until the flow waits, ends, or may take no more steps. */
export function walkFrom(run: Run, firstNodeId: string | undefined): void {
  let nodeId = firstNodeId;
  while (nodeId !== undefined) {
    const node = run.node(nodeId);
    if (node === undefined) return run.end('failed', 'the node does not exist in this version', nodeId);
    if (run.outOfSteps) return run.end('failed', 'the session took too many steps', nodeId);
    if (run.outOfFuel) return waitForTimer(run, node, { dueAt: run.env.now, why: 'fuel' });
    run.enter(node);
    nodeId = takeStep(run, node, node.kind.enter(node.node, run.view()));
  }
}

/** Carries out one step and returns the node to enter next, if the flow goes on. Messages over a limit make all of it wait. */
export function takeStep(run: Run, prepared: PreparedNode, step: Step): string | undefined {
  if (step.effects !== undefined && !mayGo(run, prepared, step)) return undefined;
  const taskId = run.apply(prepared.node.id, step);
  if (prepared.opensMenu) run.state.openMenuNodeId = prepared.node.id;
  return follow(run, prepared, step.then, taskId);
}

function mayGo(run: Run, prepared: PreparedNode, step: Step): boolean {
  const { state, flow, env } = run;
  if (prepared.rateLimit === undefined && flow.settings.rateLimit === undefined) return true;
  const sends = (step.effects ?? []).filter(({ kind }) => kind === 'send').length;
  if (sends === 0) return true;
  const excess = excessOf(state, flow, prepared, sends, env.now);
  if (excess === null) {
    state.rates = ratesAfter(state, flow, prepared, sends, env.now);
    return true;
  }
  run.trace.push({ kind: 'limited', nodeId: prepared.node.id, ...excess });
  waitForTimer(run, prepared, { dueAt: excess.until, why: 'rate', step });
  return false;
}

function follow(run: Run, prepared: PreparedNode, then: Continuation, taskId: string | undefined): string | undefined {
  switch (then.kind) {
    case 'go':
      return leaveBy(run, prepared, then.handle);
    case 'go-all':
      return leaveByAll(run, prepared, then.handles);
    case 'end':
      return endPath(run, then, prepared.node.id);
    case 'await-timer':
      waitForTimer(run, prepared, then);
      return undefined;
    case 'await-choice':
    case 'await-reply':
    case 'await-task':
      waitForEvent(run, prepared, then, taskId);
      return undefined;
    default:
      return assertNever(then);
  }
}

type EventWait = Extract<Continuation, { kind: 'await-choice' | 'await-reply' | 'await-task' }>;

function waitForEvent(run: Run, { node }: PreparedNode, then: EventWait, taskId: string | undefined): void {
  run.wait(remembering(then.memory, awaitingOf(run, node, then, taskId)));
}

function awaitingOf(run: Run, { id: nodeId, type: nodeType }: CompiledNode, then: EventWait, taskId = ''): Awaiting {
  switch (then.kind) {
    case 'await-choice':
      return { kind: 'choice', nodeId, nodeType };
    case 'await-task':
      return { kind: 'task', nodeId, nodeType, taskId, ...(then.hears === true && { hears: true }) };
    case 'await-reply': {
      const dueAt = run.env.now + then.timeoutMs;
      return { kind: 'reply', nodeId, nodeType, timerId: run.armTimer(dueAt), dueAt };
    }
  }
}

interface TimerWait {
  dueAt: number;
  why: TimerReason;
  memory?: JsonObject | undefined;
  step?: Step | undefined;
}

function waitForTimer(run: Run, { node: { id: nodeId, type: nodeType } }: PreparedNode, wait: TimerWait): void {
  const { dueAt, why, memory, step } = wait;
  const awaiting: Awaiting = { kind: 'timer', nodeId, nodeType, timerId: run.armTimer(dueAt, why), dueAt, why };
  run.wait(remembering(memory, step === undefined ? awaiting : { ...awaiting, step }));
}

/** Without a memory there is no such property, since the database would make it null. */
function remembering(memory: JsonObject | undefined, awaiting: Awaiting): Awaiting {
  return memory === undefined ? awaiting : { ...awaiting, memory };
}

/** The node behind the handle; a handle without an edge ends the path. */
export function leaveBy(run: Run, { node }: PreparedNode, handle: string): string | undefined {
  run.trace.push({ kind: 'left', nodeId: node.id, handle });
  return targetOf(node, handle) ?? endPath(run, { status: 'completed' }, node.id);
}

/** The node behind the first handle; those behind the others wait in the queue until the path ends. */
function leaveByAll(run: Run, { node }: PreparedNode, handles: readonly string[]): string | undefined {
  for (const handle of handles) run.trace.push({ kind: 'left', nodeId: node.id, handle });
  const targets = handles.flatMap((handle) => targetOf(node, handle) ?? []);
  const room = MAX_QUEUE - run.state.queue.length;
  const [first, ...others] = targets.slice(0, room + 1);
  if (first === undefined) return endPath(run, { status: 'completed' }, node.id);
  if (others.length > 0) {
    run.state.queue = [...others, ...run.state.queue];
    run.trace.push({ kind: 'queued', nodeId: node.id, nodes: others });
  }
  return first;
}

/** The next path that is still to go, or the end of the session. A handoff leaves the rest to the person. */
function endPath(
  run: Run,
  { status, outcome }: Pick<Extract<Continuation, { kind: 'end' }>, 'status' | 'outcome'>,
  nodeId: string,
): string | undefined {
  if (outcome !== undefined) run.state.outcome = outcome;
  const [next, ...rest] = run.state.queue;
  if (status === 'completed' && next !== undefined) {
    run.state.queue = rest;
    return next;
  }
  run.end(status, status === 'handed_off' ? 'a person takes over' : 'the path ended', nodeId);
  return undefined;
}

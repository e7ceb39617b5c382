import { assertNever } from '../../../shared/kernel';
import { type CompiledNode, nodeOf, targetOf } from '../compile/compiled-flow';
import { kindOf } from './nodes';
import type { Step } from './nodes/node-kind';
import type { Run } from './run';

/** Enters node after node until the flow waits, ends, or may take no more steps. */
export function walkFrom(run: Run, firstNodeId: string | undefined): void {
  let nodeId = firstNodeId;
  while (nodeId !== undefined) {
    const node = nodeOf(run.flow, nodeId);
    if (node === undefined) return run.end('failed', 'the node does not exist in this version', nodeId);
    if (!run.burnStep()) return run.end('failed', 'too many steps', nodeId);
    run.trace.push({ kind: 'entered', nodeId });
    nodeId = takeStep(run, node, kindOf(node).enter(node, run.view()));
  }
}

/** Carries out one step and returns the node to enter next, if the flow goes on. */
export function takeStep(run: Run, node: CompiledNode, step: Step): string | undefined {
  const [firstEffectId] = run.apply(node, step);
  const opensMenu = kindOf(node).choices(node.data).length > 0;
  if (opensMenu) run.state.openMenuNodeId = node.id;
  const { then } = step;
  switch (then.kind) {
    case 'go':
      return leaveBy(run, node, then.handle);
    case 'end':
      run.end(then.status, 'the flow ended', node.id);
      return undefined;
    case 'await-choice':
      run.state.awaiting = { kind: 'choice', nodeId: node.id };
      break;
    case 'await-reply':
      run.state.awaiting = { kind: 'reply', nodeId: node.id, timerId: run.armTimer(run.env.now + then.timeoutMs) };
      break;
    case 'await-task':
      run.state.awaiting = { kind: 'task', nodeId: node.id, taskId: firstEffectId ?? '' };
      break;
    default:
      assertNever(then);
  }
  run.trace.push({ kind: 'waiting', nodeId: node.id, awaits: run.state.awaiting.kind });
  return undefined;
}

/** The node behind the handle; a handle without an edge ends the flow. */
export function leaveBy(run: Run, node: CompiledNode, handle: string): string | undefined {
  run.trace.push({ kind: 'left', nodeId: node.id, handle });
  const target = targetOf(node, handle);
  if (target === undefined) run.end('completed', 'the path ended', node.id);
  return target;
}

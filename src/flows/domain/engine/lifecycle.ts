import type { CompiledFlow } from '../compile/compiled-flow';
import type { Advance } from './advance';
import { preparedFlow } from './prepared-flow';
import { type SessionState, waitTimerOf } from './session-state';
import { type EndStatus, isOpenStatus } from './session-status';

type Changed = Pick<Advance, 'state' | 'effects'>;

/** A person steps in: the session keeps its place and its timers, and does nothing until it is resumed. */
export function pauseSession(state: SessionState, now: number): Changed {
  if (state.status !== 'active' && state.status !== 'waiting') return { state, effects: [] };
  return { state: { ...state, status: 'paused', pausedAt: now }, effects: [] };
}

/** Ends a session from outside, whatever it waits for. Ending an ended one changes nothing. */
export function closeSession(state: SessionState, status: EndStatus): Changed {
  if (!isOpenStatus(state.status)) return { state, effects: [] };
  const timers = [waitTimerOf(state), state.expiryTimerId];
  return {
    state: {
      ...state,
      status,
      awaiting: null,
      openMenuNodeId: null,
      expiryTimerId: null,
      queue: [],
      pausedAt: null,
      heldEvents: [],
    },
    effects: timers.flatMap((timerId) => (timerId === null ? [] : [{ kind: 'cancel-timer', timerId }])),
  };
}

/** The session in another version of its flow; null when that has nothing of its kind where the session stands. */
export function moveSession(
  { versionId, flow }: { versionId: string; flow: CompiledFlow },
  state: SessionState,
): SessionState | null {
  const { nodes } = preparedFlow(flow);
  const { awaiting, openMenuNodeId } = state;
  if (awaiting === null || nodes.get(awaiting.nodeId)?.node.type !== awaiting.nodeType) return null;
  return {
    ...state,
    versionId,
    openMenuNodeId: openMenuNodeId !== null && nodes.has(openMenuNodeId) ? openMenuNodeId : null,
    queue: state.queue.filter((nodeId) => nodes.has(nodeId)),
  };
}

import {
  advance,
  type Awaiting,
  closeSession,
  type CompiledFlow,
  DEFAULT_BOUNDS,
  type FlowEffect,
  type FlowEnv,
  type FlowEvent,
  moveSession,
  newSession,
  pauseSession,
  type SessionState,
  type SessionStatus,
  type TraceEntry,
} from '../../flows';
import type { BusinessHours } from '../../shared/kernel';
import type { JsonObject } from '../../conversations';
import type { ExplainedStep, SessionAct } from './explanation';
import { hashOfEffects } from './turn-run';

/** Gives the flow of a version with a config; null for one that is lost. */
export type FlowOf = (versionId: string, config: JsonObject) => CompiledFlow | null;

/** What a step led to when it was run again. */
export interface ReplayedStep {
  step: ExplainedStep;
  status: SessionStatus;
  effects: FlowEffect[];
  trace: TraceEntry[];
  handled: boolean;
  /** Status and effects are those on record. */
  same: boolean;
}

export interface Replay {
  /** False when a record is missing, or a version: what comes after cannot be run again. */
  complete: boolean;
  steps: ReplayedStep[];
}

/** A step of the session as it was, beside the same event in another flow. */
export interface ComparedStep {
  before: ReplayedStep;
  /** Null when the session was over by then. */
  after: Omit<ReplayedStep, 'step' | 'same'> | null;
  same: boolean;
}

type Outcome = Omit<ReplayedStep, 'step' | 'same'>;

/** The steps of one session, in order, as far as none is missing. */
export function inOrder(steps: readonly ExplainedStep[]): { steps: ExplainedStep[]; complete: boolean } {
  const sorted = [...steps].sort((a, b) => a.sequence - b.sequence);
  const gap = sorted.findIndex(
    ({ sequence, event }, index) => sequence !== index || (index === 0 && event.kind !== 'started'),
  );
  return gap === -1 ? { steps: sorted, complete: sorted.length > 0 } : { steps: sorted.slice(0, gap), complete: false };
}

/** Runs a session again on what it was given then. Pure. */
export function replay(recorded: readonly ExplainedStep[], flowOf: FlowOf): Replay {
  const { steps, complete } = inOrder(recorded);
  const session = new ReplayedSession();
  const done: ReplayedStep[] = [];
  for (const step of steps) {
    const outcome = session.take(step, flowOf);
    if (outcome === null) return { complete: false, steps: done };
    const same = outcome.status === step.status && hashOfEffects(outcome.effects) === step.effectsHash;
    done.push({ step, ...outcome, same });
  }
  return { complete, steps: done };
}

/**
 * What the events of a session would have led to in another flow. A timer or result is the other session's if that waits for
 * one at this moment, though under another id.
 */
export function compare(recorded: readonly ExplainedStep[], flowOf: FlowOf, other: CompiledFlow): ComparedStep[] {
  const { steps } = replay(recorded, flowOf);
  const [was, is] = [new ReplayedSession(), new ReplayedSession()];
  return steps.map((before) => {
    const event = is.translated(before.step.event, was.state);
    was.take(before.step, flowOf);
    const after = is.take({ ...before.step, event }, () => other);
    return { before, after, same: after !== null && saysTheSame(before, after) };
  });
}

/** One session as it goes through its steps again. */
class ReplayedSession {
  state: SessionState | null = null;
  private config: JsonObject = {};
  private hours: BusinessHours | null = null;

  take(step: ExplainedStep, flowOf: FlowOf): Outcome | null {
    const { sessionId, versionId, event, basis } = step;
    this.config = basis.config ?? this.config;
    if (basis.hours !== undefined) this.hours = basis.hours as BusinessHours | null;
    const state = this.state ?? newSession({ sessionId, versionId, now: basis.now });
    const outcome = isAct(event)
      ? actOn(state, event, basis.now, (id) => flowOf(id, this.config))
      : advanced(flowOf(versionId, this.config), state, event, this.envOf(step));
    if (outcome === null) return null;
    this.state = outcome.state;
    const { effects, trace, handled } = outcome;
    return { status: outcome.state.status, effects, trace, handled };
  }

  /** The event as this session would know it, given what another one awaited when it happened. */
  translated(event: ExplainedStep['event'], other: SessionState | null): ExplainedStep['event'] {
    if (this.state === null || other === null) return event;
    if (event.kind === 'timer') return { ...event, timerId: sameTimer(event.timerId, other, this.state) };
    if (event.kind === 'task-result') return { ...event, taskId: sameTask(event.taskId, other, this.state) };
    return event;
  }

  private envOf({ basis }: ExplainedStep): FlowEnv {
    const { now, contact = {}, context = { channel: '' } } = basis;
    return { now, contact, context, config: this.config, hours: this.hours, bounds: DEFAULT_BOUNDS };
  }
}

type Changed = Omit<Outcome, 'status'> & { state: SessionState };

function advanced(flow: CompiledFlow | null, state: SessionState, event: FlowEvent, env: FlowEnv): Changed | null {
  return flow === null ? null : advance(flow, state, event, env);
}

function actOn(
  state: SessionState,
  act: SessionAct,
  now: number,
  flowOf: (versionId: string) => CompiledFlow | null,
): Changed | null {
  const plain = { trace: [], handled: true };
  switch (act.kind) {
    case 'paused':
      return state.status === 'paused' ? { state, effects: [], ...plain } : { ...pauseSession(state, now), ...plain };
    case 'closed':
      return { ...closeSession(state, act.status), ...plain };
    case 'moved': {
      const flow = flowOf(act.toVersionId);
      const moved = flow === null ? null : moveSession({ versionId: act.toVersionId, flow }, state);
      return moved === null ? null : { state: moved, effects: [], ...plain };
    }
  }
}

const isAct = (event: ExplainedStep['event']): event is SessionAct =>
  event.kind === 'paused' || event.kind === 'closed' || event.kind === 'moved';

/** What the one session's timer is called in the other. */
function sameTimer(timerId: string, of: SessionState, state: SessionState): string {
  if (timerId === of.expiryTimerId) return state.expiryTimerId ?? '';
  return timerOf(state.awaiting) ?? timerId;
}

/** A task is the same if a node of the same kind waits for it. */
function sameTask(taskId: string, of: SessionState, { awaiting }: SessionState): string {
  return awaiting?.kind === 'task' && awaiting.nodeType === of.awaiting?.nodeType ? awaiting.taskId : taskId;
}

function timerOf(awaiting: Awaiting | null): string | undefined {
  return awaiting !== null && 'timerId' in awaiting ? awaiting.timerId : undefined;
}

/** Ids of effects and payloads may differ, since they are numbered; what a person sees and what is done may not. */
function saysTheSame(before: Outcome, after: Outcome): boolean {
  return before.status === after.status && JSON.stringify(said(before)) === JSON.stringify(said(after));
}

function said({ effects }: Outcome): unknown[] {
  return effects.flatMap((effect): unknown[] => {
    if (effect.kind === 'arm-timer') return [{ timer: effect.dueAt }];
    if (effect.kind === 'cancel-timer') return [];
    if (effect.kind !== 'send') return [{ ...effect, id: '' }];
    const { buttons, quickReplies, ...message } = effect.message;
    const title = ({ title: text }: { title: string }) => text;
    return [{ ...message, buttons: buttons.map(title), quickReplies: quickReplies.map(title) }];
  });
}

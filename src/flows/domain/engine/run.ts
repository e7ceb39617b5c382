import type { CompiledFlow, CompiledNode } from '../compile/compiled-flow';
import { jsonBytes, type JsonObject } from '../json';
import type { Scope } from '../template/reference';
import type { EffectDraft, FlowEffect } from './effect';
import type { FlowEnv } from './flow-env';
import type { NodeView, Step } from './nodes/node-kind';
import type { SessionState, SessionStatus } from './session-state';
import type { TraceEntry } from './trace';

/**
 * One event's work on a copy of the session. It collects what happens, in order, and is the only place that numbers
 * effects and timers. Lives no longer than one call of `advance`.
 */
export class Run {
  readonly effects: FlowEffect[] = [];
  readonly trace: TraceEntry[] = [];
  readonly state: SessionState;
  private contact: FlowEnv['contact'];
  private fuel: number;

  constructor(
    readonly flow: CompiledFlow,
    state: SessionState,
    readonly env: FlowEnv,
  ) {
    this.state = { ...state };
    this.contact = env.contact;
    this.fuel = env.bounds.stepsPerEvent;
  }

  get active(): boolean {
    return this.state.status === 'active';
  }

  view(): NodeView {
    return { sessionId: this.state.sessionId, scope: this.scope(), limits: this.flow.limits };
  }

  /** False when the event or the session has used up its steps. */
  burnStep(): boolean {
    if (this.fuel === 0 || this.state.steps >= this.env.bounds.stepsPerSession) return false;
    this.fuel -= 1;
    this.state.steps += 1;
    return true;
  }

  /** Carries out what a step says besides where to go; returns the ids given to its effects. */
  apply(node: CompiledNode, step: Step): string[] {
    this.setVariables(node.id, step.vars ?? {});
    return (step.effects ?? []).map((effect) => this.emit(effect));
  }

  remember(text: string): void {
    this.state.lastText = [...text].slice(0, this.env.bounds.storedTextCharacters).join('');
  }

  armTimer(dueAt: number): string {
    const id = this.nextId();
    this.effects.push({ kind: 'arm-timer', id, dueAt });
    return id;
  }

  cancelTimer(timerId: string | null): void {
    if (timerId !== null) this.effects.push({ kind: 'cancel-timer', timerId });
  }

  /** Takes the session out of its wait. A timer that has just fired is gone and needs no cancelling. */
  stopWaiting(firedTimerId?: string): void {
    const { awaiting } = this.state;
    if (awaiting?.kind === 'reply' && awaiting.timerId !== firedTimerId) this.cancelTimer(awaiting.timerId);
    this.state.awaiting = null;
    this.state.openMenuNodeId = null;
  }

  end(status: SessionStatus, reason: string, nodeId?: string): void {
    this.state.status = status;
    this.trace.push({ kind: 'ended', status, reason, ...(nodeId === undefined ? {} : { nodeId }) });
  }

  private emit(draft: EffectDraft): string {
    const id = this.nextId();
    this.effects.push({ ...draft, id });
    if (draft.kind === 'contact') this.contact = { ...this.contact, ...contactOf(draft) };
    return id;
  }

  private setVariables(nodeId: string, vars: JsonObject): void {
    const next = { ...this.state.vars, ...vars };
    if (jsonBytes(next) <= this.env.bounds.varsBytes) this.state.vars = next;
    else this.trace.push({ kind: 'variables-full', nodeId });
  }

  private scope(): Scope {
    return {
      vars: this.state.vars,
      contact: { ...this.contact },
      message: { text: this.state.lastText },
      config: this.env.config,
    };
  }

  private nextId(): string {
    this.state.counter += 1;
    return `${this.state.sessionId}-${this.state.counter}`;
  }
}

function contactOf({ name, username }: FlowEnv['contact']): FlowEnv['contact'] {
  return { ...(name === undefined ? {} : { name }), ...(username === undefined ? {} : { username }) };
}

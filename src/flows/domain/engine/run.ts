import type { CompiledFlow } from '../compile/compiled-flow';
import { type Json, jsonBytes, type JsonObject } from '../json';
import type { Scope } from '../template/reference';
import { renderTemplate } from '../template/template';
import { clipText, fitsLimit } from '../text/clip-text';
import { contactWith, overlayAfter } from './contact-overlay';
import type { EffectDraft, FlowEffect, FlowMessage } from './effect';
import type { FlowMessageIn } from './event';
import type { FlowEnv } from './flow-env';
import type { NodeView, Step } from './nodes/node-kind';
import { type PreparedFlow, preparedFlow, type PreparedNode } from './prepared-flow';
import { messageScope, sessionScope } from './session-scope';
import { type Awaiting, type SessionState, type TimerReason, waitTimerOf } from './session-state';
import { type EndStatus, isOpenStatus } from './session-status';
import type { TraceEntry } from './trace';

/**
 * One event's work on a copy of the session. It collects what happens, in order, and is the only place that numbers
 * effects and timers. Lives no longer than one call of `advance`.
 */
export class Run {
  readonly effects: FlowEffect[] = [];
  readonly trace: TraceEntry[] = [];
  readonly state: SessionState;
  private readonly prepared: PreparedFlow;
  private readonly given: SessionState;
  private scope: Scope | undefined;
  private plainView: NodeView | undefined;
  private fuel: number;

  constructor(
    readonly flow: CompiledFlow,
    state: SessionState,
    readonly env: FlowEnv,
  ) {
    this.given = state;
    this.state = { ...state };
    this.prepared = preparedFlow(flow);
    this.fuel = env.bounds.stepsPerEvent;
  }

  /** Whether the session holds its conversation. */
  get open(): boolean {
    return isOpenStatus(this.state.status);
  }

  node(nodeId: string): PreparedNode | undefined {
    return this.prepared.nodes.get(nodeId);
  }

  /** The same one for every node that is entered; one that goes on gets its memory, too. */
  view(memory?: JsonObject): NodeView {
    this.plainView ??= this.newView();
    return memory === undefined ? this.plainView : { ...this.plainView, memory };
  }

  get outOfFuel(): boolean {
    return this.fuel === 0;
  }

  get outOfSteps(): boolean {
    return this.state.steps >= this.env.bounds.stepsPerSession;
  }

  enter({ node: { id, type } }: PreparedNode): void {
    const { state, given } = this;
    this.fuel -= 1;
    state.steps += 1;
    if (state.visits === given.visits) state.visits = { ...given.visits };
    state.visits[id] = (state.visits[id] ?? 0) + 1;
    this.trace.push({ kind: 'entered', nodeId: id, nodeType: type });
  }

  /** Carries out what a step says besides where to go; returns the id given to its task. */
  apply(nodeId: string, { vars, because, heard, goal, effects }: Step): string | undefined {
    if (because !== undefined)
      for (const { rule, operands, outcome } of because)
        this.trace.push({ kind: 'decided', nodeId, rule, operands, outcome });
    if (heard !== undefined) this.remember(heard);
    if (vars !== undefined) this.setVariables(nodeId, vars);
    if (goal !== undefined) this.reach(nodeId, goal);
    let taskId: string | undefined;
    if (effects !== undefined)
      for (const effect of effects) {
        const id = this.emit(nodeId, effect);
        if (effect.kind === 'task') taskId = id;
      }
    return taskId;
  }

  remember({ text, attachmentUrls, payload }: FlowMessageIn): void {
    const { storedTextCharacters: max } = this.env.bounds;
    // A text has at least as many UTF-16 units as code points.
    const kept = text.length <= max ? text : [...text].slice(0, max).join('');
    const message = payload === undefined ? { text: kept, attachmentUrls } : { text: kept, attachmentUrls, payload };
    this.state.lastMessage = message;
    if (this.scope !== undefined) this.scope.message = messageScope(message);
  }

  armTimer(dueAt: number, why?: TimerReason): string {
    const id = this.nextId();
    this.effects.push({ kind: 'arm-timer', id, dueAt, ...(why === 'typing' ? { typing: true as const } : {}) });
    return id;
  }

  cancelTimer(timerId: string | null): void {
    if (timerId !== null) this.effects.push({ kind: 'cancel-timer', timerId });
  }

  wait(awaiting: Awaiting): void {
    this.state.awaiting = awaiting;
    const { kind: awaits, nodeId } = awaiting;
    if (awaits === 'timer')
      this.trace.push({ kind: 'waiting', nodeId, awaits, why: awaiting.why, until: awaiting.dueAt });
    else if (awaits === 'reply') this.trace.push({ kind: 'waiting', nodeId, awaits, until: awaiting.dueAt });
    else this.trace.push({ kind: 'waiting', nodeId, awaits });
  }

  /** Takes the session out of its wait. A timer that has just fired is gone and needs no cancelling. */
  stopWaiting(firedTimerId?: string): void {
    const timerId = waitTimerOf(this.state);
    if (timerId !== firedTimerId) this.cancelTimer(timerId);
    this.state.awaiting = null;
    this.state.openMenuNodeId = null;
  }

  end(status: EndStatus, reason: string, nodeId?: string): void {
    this.state.status = status;
    this.trace.push({ kind: 'ended', status, reason, ...(nodeId === undefined ? {} : { nodeId }) });
  }

  private emit(nodeId: string, draft: EffectDraft): string {
    if (draft.kind === 'send') return this.send(nodeId, draft.message);
    const id = this.nextId();
    this.effects.push({ ...draft, id });
    if (draft.kind === 'task') this.trace.push({ kind: 'effect', nodeId, effect: 'task', id, task: draft.task });
    else this.trace.push({ kind: 'effect', nodeId, effect: draft.kind, id });
    this.changeContact(draft);
    return id;
  }

  private send(nodeId: string, message: FlowMessage): string {
    const said = this.state.disclosed ? message : this.disclosing(nodeId, message);
    const id = this.nextId();
    this.effects.push({ kind: 'send', message: said, id });
    this.trace.push({ kind: 'effect', nodeId, effect: 'send', id });
    return id;
  }

  /** The session's first message begins with the flow's disclosure; where there is no room for it, that goes out before. */
  private disclosing(nodeId: string, message: FlowMessage): FlowMessage {
    const { state, flow } = this;
    state.disclosed = true;
    const { disclosure } = flow.settings;
    if (disclosure === undefined) return message;
    const text = clipText(renderTemplate(disclosure.text, this.view().scope), flow.limits.text);
    const together = `${text}\n\n${message.text}`;
    const limit = message.buttons.length > 0 ? flow.limits.buttonText : flow.limits.text;
    if (message.text !== '' && fitsLimit(together, limit)) return { ...message, text: together };
    this.send(nodeId, { text, buttons: [], quickReplies: [] });
    return message;
  }

  private changeContact(draft: EffectDraft): void {
    const { state, env, scope } = this;
    const overlay = overlayAfter(state.contact, draft, env.now);
    if (overlay === state.contact) return;
    state.contact = overlay;
    if (scope !== undefined) scope.contact = contactWith(env.contact, overlay, env.now);
  }

  private reach(nodeId: string, goal: string): void {
    this.state.goals = [...this.state.goals, { nodeId, goal, at: this.env.now }];
    this.trace.push({ kind: 'goal', nodeId, goal });
  }

  /** The size is kept as an upper bound, and taken exactly only when that is too large. */
  private setVariables(nodeId: string, vars: JsonObject): void {
    const { state, given } = this;
    const { varsBytes: limit } = this.env.bounds;
    let bytes = state.varsBytes;
    for (const name in vars) bytes += name.length + COMMA_AND_QUOTES + bytesAtMost(vars[name]);
    if (bytes > limit) bytes = jsonBytes({ ...state.vars, ...vars });
    if (bytes > limit) {
      this.trace.push({ kind: 'variables-full', nodeId });
      return;
    }
    if (state.vars === given.vars) state.vars = { ...given.vars };
    Object.assign(state.vars, vars);
    state.varsBytes = bytes;
    if (this.scope !== undefined) this.scope.vars = state.vars;
  }

  private newView(): NodeView {
    const { env, flow, state, prepared } = this;
    this.scope = sessionScope(state, env, prepared.readsTime);
    return { sessionId: state.sessionId, scope: this.scope, limits: flow.limits, now: env.now, hours: env.hours };
  }

  private nextId(): string {
    this.state.counter += 1;
    return `${this.state.sessionId}-${this.state.counter}`;
  }
}

const COMMA_AND_QUOTES = 4;
const NUMBER_BYTES = 25;
/** A character that JSON must escape takes six bytes, any other at most three. */
const UNIT_BYTES = 6;

/** No fewer bytes than the value takes as JSON. */
function bytesAtMost(value: Json | undefined): number {
  if (typeof value === 'string') return value.length * UNIT_BYTES + 2;
  return value === undefined || value === null || typeof value !== 'object' ? NUMBER_BYTES : jsonBytes(value);
}

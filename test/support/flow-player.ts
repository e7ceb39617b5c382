import type { CompiledFlow } from '../../src/flows/domain/compile/compiled-flow';
import { advance, type Advance } from '../../src/flows/domain/engine/advance';
import { contactWith, overlayAfter } from '../../src/flows/domain/engine/contact-overlay';
import type { FlowEffect, FlowMessage } from '../../src/flows/domain/engine/effect';
import type { FlowEvent, FlowMessageIn, TaskOutcome, TriggerFacts } from '../../src/flows/domain/engine/event';
import type { FlowEnv } from '../../src/flows/domain/engine/flow-env';
import { closeSession, moveSession, pauseSession } from '../../src/flows/domain/engine/lifecycle';
import { newSession, type SessionState } from '../../src/flows/domain/engine/session-state';
import type { EndStatus } from '../../src/flows/domain/engine/session-status';
import type { TraceEntry } from '../../src/flows/domain/engine/trace';
import { flowEnv } from './flow-fixtures';

export const says = (text: string, ...attachmentUrls: string[]): FlowMessageIn => ({ text, attachmentUrls });

/** One event as it was played. */
export interface PlayedStep {
  before: SessionState;
  event: FlowEvent;
  env: FlowEnv;
  result: Advance;
}

/** Plays one session by hand: keeps its state, its clock, its timers, the contact, and what it did. */
export class FlowPlayer {
  state: SessionState;
  env: FlowEnv;
  last: Advance | undefined;
  readonly effects: FlowEffect[] = [];
  readonly trace: TraceEntry[] = [];
  readonly steps: PlayedStep[] = [];
  /** Armed and still to fire: id → due. */
  readonly timers = new Map<string, number>();

  constructor(
    private flow: CompiledFlow,
    env: Partial<FlowEnv> = {},
    sessionId = 's1',
  ) {
    this.env = flowEnv(env);
    this.state = newSession({ sessionId, versionId: 'v1', now: this.env.now });
  }

  play(event: FlowEvent): this {
    const before = this.state;
    if (event.kind === 'timer') this.timers.delete(event.timerId);
    this.last = advance(this.flow, before, event, this.env);
    this.steps.push({ before, event, env: this.env, result: this.last });
    this.trace.push(...this.last.trace);
    return this.take(this.last);
  }

  start(message: string | FlowMessageIn = 'prices', triggerNodeId = 'start', trigger?: TriggerFacts): this {
    return this.play({
      kind: 'started',
      triggerNodeId,
      message: typeof message === 'string' ? says(message) : message,
      trigger: trigger ?? { type: 'dm_message' },
    });
  }

  say(text: string, ...attachmentUrls: string[]): this {
    return this.play({ kind: 'message', message: says(text, ...attachmentUrls) });
  }

  tap(nodeId: string, choiceId: string, sessionId = this.state.sessionId): this {
    return this.play({ kind: 'choice', choice: { sessionId, nodeId, choiceId } });
  }

  /** The newest task comes back. */
  finishTask(outcome: TaskOutcome): this {
    const task = this.effects.filter((effect) => effect.kind === 'task').at(-1);
    return this.play({ kind: 'task-result', taskId: task?.id ?? 'none', outcome });
  }

  /** The timer of the present wait fires, late by so many milliseconds. */
  timeOut(late = 0): this {
    const { awaiting } = this.state;
    return this.fire(awaiting !== null && 'timerId' in awaiting ? awaiting.timerId : 'none', late);
  }

  fire(timerId: string, late = 0): this {
    const dueAt = this.timers.get(timerId);
    if (dueAt !== undefined) this.wait(dueAt - this.env.now + late);
    return this.play({ kind: 'timer', timerId });
  }

  /** The clock goes on, and nothing else. */
  wait(ms: number): this {
    this.env = { ...this.env, now: this.env.now + ms };
    return this;
  }

  /** Time goes by: every timer fires when it is due. */
  pass(ms: number): this {
    const end = this.env.now + ms;
    for (let next = this.nextTimer(end); next !== undefined; next = this.nextTimer(end)) this.fire(next);
    return this.wait(end - this.env.now);
  }

  pause(): this {
    return this.take(pauseSession(this.state, this.env.now));
  }

  resume(): this {
    return this.play({ kind: 'resumed' });
  }

  close(status: EndStatus): this {
    return this.take(closeSession(this.state, status));
  }

  /** Whether the session could follow. */
  move(flow: CompiledFlow, versionId = 'v2'): boolean {
    const moved = moveSession({ versionId, flow }, this.state);
    if (moved === null) return false;
    this.state = moved;
    this.flow = flow;
    return true;
  }

  get messages(): FlowMessage[] {
    return this.effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message] : []));
  }

  /** What the person reads, oldest first. */
  get texts(): string[] {
    return this.messages.map(({ text }) => text);
  }

  /** The last event's effects, without ids that other tests look at. */
  get lastKinds(): string[] {
    return (this.last?.effects ?? []).map(({ kind }) => kind);
  }

  private take({ state, effects }: Pick<Advance, 'state' | 'effects'>): this {
    this.state = state;
    this.effects.push(...effects);
    for (const effect of effects) this.carryOut(effect);
    return this;
  }

  private carryOut(effect: FlowEffect): void {
    if (effect.kind === 'arm-timer') this.timers.set(effect.id, effect.dueAt);
    else if (effect.kind === 'cancel-timer') this.timers.delete(effect.timerId);
    else this.writeContact(effect);
  }

  /** As the CRM would. */
  private writeContact(effect: Exclude<FlowEffect, { kind: 'arm-timer' | 'cancel-timer' }>): void {
    const overlay = overlayAfter(null, effect, this.env.now);
    if (overlay === null) return;
    this.env = { ...this.env, contact: contactWith(this.env.contact, overlay, this.env.now) };
  }

  private nextTimer(until: number): string | undefined {
    const due = [...this.timers].filter(([, dueAt]) => dueAt <= until).sort(([, a], [, b]) => a - b);
    return due[0]?.[0];
  }
}

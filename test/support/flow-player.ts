import type { CompiledFlow } from '../../src/flows/domain/compile/compiled-flow';
import { advance, type Advance } from '../../src/flows/domain/engine/advance';
import type { FlowEffect } from '../../src/flows/domain/engine/effect';
import type { FlowEvent, TaskOutcome } from '../../src/flows/domain/engine/event';
import type { FlowEnv } from '../../src/flows/domain/engine/flow-env';
import { newSession, type SessionState } from '../../src/flows/domain/engine/session-state';
import { flowEnv } from './flow-fixtures';

/** Plays one session by hand: keeps its state, its clock and what it did. */
export class FlowPlayer {
  state: SessionState;
  env: FlowEnv;
  readonly effects: FlowEffect[] = [];
  last: Advance | undefined;

  constructor(
    private readonly flow: CompiledFlow,
    env: Partial<FlowEnv> = {},
  ) {
    this.env = flowEnv(env);
    this.state = newSession({ sessionId: 's1', versionId: 'v1', now: this.env.now });
  }

  play(event: FlowEvent): FlowPlayer {
    this.last = advance(this.flow, this.state, event, this.env);
    this.state = this.last.state;
    this.effects.push(...this.last.effects);
    return this;
  }

  start(text = 'prices', triggerNodeId = 'start'): FlowPlayer {
    return this.play({ kind: 'started', triggerNodeId, text });
  }

  say(text: string): FlowPlayer {
    return this.play({ kind: 'message', text });
  }

  tap(nodeId: string, choiceId: string, sessionId = 's1'): FlowPlayer {
    return this.play({ kind: 'choice', choice: { sessionId, nodeId, choiceId } });
  }

  /** The newest task comes back. */
  finishTask(outcome: TaskOutcome): FlowPlayer {
    const task = this.effects.filter((effect) => effect.kind === 'task').at(-1);
    return this.play({ kind: 'task-result', taskId: task?.id ?? 'none', outcome });
  }

  /** The timer of the present wait fires, late by so many milliseconds. */
  timeOut(late = 0): FlowPlayer {
    const { awaiting } = this.state;
    const timerId = awaiting?.kind === 'reply' ? awaiting.timerId : 'none';
    return this.fire(timerId, late);
  }

  fire(timerId: string, late = 0): FlowPlayer {
    const timer = this.effects.find((effect) => effect.kind === 'arm-timer' && effect.id === timerId);
    if (timer?.kind === 'arm-timer') this.wait(timer.dueAt - this.env.now + late);
    return this.play({ kind: 'timer', timerId });
  }

  wait(ms: number): FlowPlayer {
    this.env = { ...this.env, now: this.env.now + ms };
    return this;
  }

  /** What the person reads, oldest first. */
  get texts(): string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'send' ? [effect.message.text] : []));
  }

  /** The last event's effects, without ids that other tests look at. */
  get lastKinds(): string[] {
    return (this.last?.effects ?? []).map(({ kind }) => kind);
  }
}

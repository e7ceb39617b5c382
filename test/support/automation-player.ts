import type { JsonObject, LaneView, TaskOutcome, TurnDecision, TurnEvent } from '../../src/conversations';
import type { ActiveInstance, AutomationContext } from '../../src/automation/domain/active-instance';
import { type AutomationTurn, decideTurn } from '../../src/automation/domain/decide-turn';
import type { CompiledFlow } from '../../src/flows';
import type { AccountId, ConversationId, WorkspaceId } from '../../src/shared/kernel';

type Draft<Kind extends TurnEvent['kind']> = Omit<
  Extract<TurnEvent, { kind: Kind }>,
  'eventId' | 'at' | 'answerable'
> & {
  eventId?: string;
  answerable?: boolean;
};
type EventDraft = Draft<'message'> | Draft<'postback'> | Draft<'timer'> | Draft<'task-result'>;
type Circumstances = Partial<Pick<AutomationTurn, 'held' | 'lastHoldUntil'>>;

export const text = (words: string): Draft<'message'> => ({ kind: 'message', text: words, attachments: [] });
export const quickReply = (payload: string, title: string): Draft<'message'> => ({
  ...text(title),
  quickReplyPayload: payload,
});
export const tap = (payload: string, title?: string): Draft<'postback'> => ({ kind: 'postback', payload, title });

export const LANE: LaneView = {
  conversationId: 'c1' as ConversationId,
  workspaceId: 'w1' as WorkspaceId,
  accountId: 'a1' as AccountId,
  participantId: 'p1',
};

/** Plays one conversation against automations, event by event, without a database. */
export class AutomationPlayer {
  state: JsonObject | null = null;
  now = new Date('2026-01-01');
  last: TurnDecision = { state: null, sends: [], tasks: [], timers: { arm: [], cancel: [] } };
  private readonly decisions: TurnDecision[] = [];
  private instances: ActiveInstance[] = [];
  private readonly flows = new Map<string, CompiledFlow | null>();

  /** The first one is the oldest. */
  with(id: string, flow: CompiledFlow, config: JsonObject = {}): this {
    const versionId = `${id}-v1`;
    this.flows.set(versionId, flow);
    this.instances.push({ id, templateId: `${id}-template`, versionId, config, triggers: flow.triggers });
    return this;
  }

  without(id: string): this {
    this.instances = this.instances.filter((instance) => instance.id !== id);
    return this;
  }

  publish(id: string, flow: CompiledFlow): this {
    this.flows.set(`${id}-v2`, flow);
    this.instances = this.instances.map((it) =>
      it.id === id ? { ...it, versionId: `${id}-v2`, triggers: flow.triggers } : it,
    );
    return this;
  }

  lose(id: string): this {
    this.flows.set(`${id}-v1`, null);
    return this;
  }

  unprepare(id: string): this {
    this.flows.delete(`${id}-v1`);
    return this;
  }

  wait(ms: number): this {
    this.now = new Date(this.now.getTime() + ms);
    return this;
  }

  take(event: EventDraft, circumstances: Circumstances = {}): this {
    const base = { eventId: `e${this.decisions.length}`, at: this.now, answerable: true };
    this.last = decideTurn(this.context(), {
      lane: LANE,
      state: this.state,
      event: { ...base, ...event },
      now: this.now,
      held: false,
      ...circumstances,
    });
    this.state = JSON.parse(JSON.stringify(this.last.state)) as JsonObject | null;
    this.decisions.push(this.last);
    return this;
  }

  /** The earliest timer of the last decision fires when it is due. */
  fireTimer(circumstances?: Circumstances): this {
    const [timer] = [...this.last.timers.arm].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
    if (timer === undefined) throw new Error('No timer was armed.');
    this.now = timer.dueAt;
    return this.take({ kind: 'timer', eventId: timer.id, timerId: timer.id, data: timer.data }, circumstances);
  }

  finishTask(outcome: TaskOutcome, circumstances?: Circumstances): this {
    const task = this.decisions.flatMap(({ tasks }) => tasks).at(-1);
    if (task === undefined) throw new Error('No task was asked for.');
    return this.take({ kind: 'task-result', taskId: task.id, taskKind: task.kind, outcome }, circumstances);
  }

  get texts(): string[] {
    return this.decisions.flatMap(({ sends }) => sends.map(({ content }) => content.text));
  }

  /** Of every button and quick reply so far. */
  get payloads(): string[] {
    return this.decisions.flatMap(({ sends }) => sends.flatMap(({ content }) => choicesOf(content)));
  }

  private context(): AutomationContext {
    return { instances: this.instances, flows: this.flows };
  }
}

function choicesOf(content: TurnDecision['sends'][number]['content']): string[] {
  const choices = content.kind === 'buttons' ? content.buttons : (content.quickReplies ?? []);
  return choices.flatMap(({ payload }) => payload ?? []);
}

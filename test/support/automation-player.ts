import type { JsonObject, LaneCommand, LaneView, TaskOutcome, TimerDraft, TurnEvent } from '../../src/conversations';
import {
  type ActiveInstance,
  activeSet,
  type AutomationContext,
  flowKey,
  type Runnable,
} from '../../src/automation/domain/active-instance';
import { readState } from '../../src/automation/domain/automation-state';
import { choicesOf, visibleTextOf } from '../../src/conversations/domain/content';
import { type AutomationTurn, decideTurn, type ExplainedDecision } from '../../src/automation/domain/decide-turn';
import type { TurnExplanation } from '../../src/automation/domain/explanation';
import type { CompiledFlow } from '../../src/flows';
import type { AccountId, ConversationId, WorkspaceId } from '../../src/shared/kernel';

type Draft<Kind extends TurnEvent['kind']> = Omit<
  Extract<TurnEvent, { kind: Kind }>,
  'eventId' | 'at' | 'answerable'
> & {
  eventId?: string;
  answerable?: boolean;
};
type EventDraft = { [Kind in TurnEvent['kind']]: Draft<Kind> }[TurnEvent['kind']];
type Circumstances = Partial<Pick<AutomationTurn, 'held' | 'lastHoldUntil'>>;

export const text = (words: string): Draft<'message'> => ({ kind: 'message', text: words, attachments: [] });
export const voice = (url = 'https://cdn.example/voice'): Draft<'message'> => ({
  ...text(''),
  attachments: [{ type: 'audio', url }],
  isVoice: true,
});
export const quickReply = (payload: string, title: string): Draft<'message'> => ({
  ...text(title),
  quickReplyPayload: payload,
});
export const tap = (payload: string, title?: string): Draft<'postback'> => ({ kind: 'postback', payload, title });

export const command = (name: LaneCommand, data: JsonObject = {}): Draft<'command'> => ({
  kind: 'command',
  command: name,
  data,
});

export const LANE: LaneView = {
  conversationId: 'c1' as ConversationId,
  workspaceId: 'w1' as WorkspaceId,
  accountId: 'a1' as AccountId,
  participantId: 'p1',
};

const NO_REASONS: TurnExplanation = { outcome: 'silent', held: false, considered: [], steps: [] };

/** Plays one conversation against automations, event by event, without a database. */
export class AutomationPlayer {
  state: JsonObject | null = null;
  now = new Date('2026-01-01');
  last: ExplainedDecision = {
    state: null,
    sends: [],
    tasks: [],
    timers: { arm: [], cancel: [] },
    reasons: NO_REASONS,
  };
  surroundings: Pick<
    AutomationContext,
    'hours' | 'contact' | 'facts' | 'handoffHold' | 'exchangesPerMinute' | 'hearsVoice'
  > = {
    hours: null,
    contact: null,
    facts: { channel: 'instagram' },
  };
  readonly decisions: ExplainedDecision[] = [];
  private readonly fired = new Set<string>();
  private instances: ActiveInstance[] = [];
  /** Versions that sessions may still run. */
  private readonly older = new Map<string, Runnable | null>();

  /** The first one is the oldest. */
  with(id: string, flow: CompiledFlow, config: JsonObject = {}): this {
    const versionId = `${id}-v1`;
    const runs = { flow, config };
    this.older.set(flowKey(id, versionId), runs);
    const base = { id, name: id, templateId: `${id}-template`, versionId, version: 1, movesSessions: false };
    this.instances.push({ ...base, runs });
    return this;
  }

  without(id: string): this {
    this.instances = this.instances.filter((instance) => instance.id !== id);
    return this;
  }

  publish(id: string, flow: CompiledFlow, { movesSessions = false } = {}): this {
    this.instances = this.instances.map((it) => {
      if (it.id !== id) return it;
      const version = it.version + 1;
      return { ...it, versionId: `${id}-v${version}`, version, movesSessions, runs: { flow, config: {} } };
    });
    return this;
  }

  lose(id: string): this {
    this.older.set(flowKey(id, `${id}-v1`), null);
    this.instances = this.instances.map((it) => (it.id === id ? { ...it, runs: null } : it));
    return this;
  }

  /** Its automation goes on to another version, and nobody has loaded the one that its session runs. */
  unprepare(id: string): this {
    this.older.delete(flowKey(id, `${id}-v1`));
    this.instances = this.instances.map((it) => (it.id === id ? { ...it, versionId: `${id}-v2` } : it));
    return this;
  }

  wait(ms: number): this {
    this.now = new Date(this.now.getTime() + ms);
    return this;
  }

  take(event: EventDraft, circumstances: Circumstances = {}): this {
    const base = { eventId: `e${this.decisions.length}`, at: this.now, answerable: true };
    this.last = decideTurn(this.context, {
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

  /** Every timer that is armed and not cancelled fires when it is due, in order, until `ms` have passed. */
  letPass(ms: number, circumstances?: Circumstances): this {
    const end = this.now.getTime() + ms;
    for (let timer = this.nextTimer(end); timer !== undefined; timer = this.nextTimer(end)) {
      this.fired.add(timer.id);
      this.now = new Date(Math.max(this.now.getTime(), timer.dueAt.getTime()));
      this.take({ kind: 'timer', eventId: timer.id, timerId: timer.id, data: timer.data }, circumstances);
    }
    this.now = new Date(end);
    return this;
  }

  private nextTimer(end: number): TimerDraft | undefined {
    const cancelled = new Set(this.decisions.flatMap(({ timers }) => timers.cancel));
    return this.decisions
      .flatMap(({ timers }) => timers.arm)
      .filter(({ id, dueAt }) => !cancelled.has(id) && !this.fired.has(id) && dueAt.getTime() <= end)
      .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0];
  }

  /** The earliest timer of the last decision fires when it is due. */
  fireTimer(circumstances?: Circumstances): this {
    const [timer] = [...this.last.timers.arm].sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
    if (timer === undefined) throw new Error('No timer was armed.');
    this.fired.add(timer.id);
    this.now = timer.dueAt;
    return this.take({ kind: 'timer', eventId: timer.id, timerId: timer.id, data: timer.data }, circumstances);
  }

  finishTask(outcome: TaskOutcome, circumstances?: Circumstances): this {
    const task = this.decisions.flatMap(({ tasks }) => tasks).at(-1);
    if (task === undefined) throw new Error('No task was asked for.');
    return this.take({ kind: 'task-result', taskId: task.id, taskKind: task.kind, outcome }, circumstances);
  }

  get texts(): string[] {
    return this.decisions.flatMap(({ sends }) => sends.map(({ content }) => visibleTextOf(content)));
  }

  /** Of every button and quick reply so far. */
  get payloads(): string[] {
    return this.decisions.flatMap(({ sends }) =>
      sends.flatMap(({ content }) => choicesOf(content).flatMap(({ payload }) => payload ?? [])),
    );
  }

  /** Of the open session. */
  get sessionId(): string {
    return readState(this.state).running?.flow.sessionId ?? '';
  }

  get context(): AutomationContext {
    const active = activeSet(this.instances);
    return { ...active, flows: new Map([...this.older, ...active.flows]), ...this.surroundings };
  }
}

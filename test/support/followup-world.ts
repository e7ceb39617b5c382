import { type ActiveInstance, activeSet, type AutomationContext } from '../../src/automation/domain/active-instance';
import { readState } from '../../src/automation/domain/automation-state';
import { decideTurn } from '../../src/automation/domain/decide-turn';
import type { FollowupPolicy } from '../../src/automation/domain/followups/followup-policy';
import { type FollowupState, NO_FOLLOWUPS } from '../../src/automation/domain/followups/followup-state';
import { JUDGE_FOLLOWUP, type Judgement } from '../../src/automation/domain/followups/judgement';
import type {
  JsonObject,
  LaneOutlook,
  ThreadFacts,
  TimerDraft,
  TurnDecision,
  TurnEvent,
  TurnInput,
} from '../../src/conversations';
import { visibleTextOf } from '../../src/conversations/domain/content';
import { eventOfTimer } from '../../src/conversations/domain/fired-timer';
import type { BusinessHours } from '../../src/shared/kernel';
import { LANE } from './automation-player';
import { compiled, flow, keywords, node } from './flow-fixtures';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const WINDOW_MS = 24 * HOUR;

/** One thing that truly happened, by the true clock. */
export type Happening =
  | { at: number; kind: 'theirs' | 'bot' | 'member'; text: string }
  | { at: number; kind: 'held'; until: number }
  | { at: number; kind: 'hold-ended' }
  | { at: number; kind: 'followup'; text: string };

const says = (id: string, text: string): ActiveInstance => ({
  id,
  name: id,
  templateId: `${id}-template`,
  versionId: `${id}-v1`,
  version: 1,
  movesSessions: false,
  runs: {
    flow: compiled(
      flow([node('start', 'trigger', keywords(id)), node('say', 'send_message', { text })], ['start -> say']),
    ),
    config: {},
  },
});

export const ANSWERS = { price: 'Bowls are 42 €.', piece: 'Which piece would you like?' } as const;

/**
 * One conversation in virtual time, as the message path gives it to automation: events once and in order, timers when a
 * worker's clock says so, results of tasks a moment later. Every decision is taken twice, as after a conflict.
 */
export class FollowupWorld {
  now: number;
  readonly happened: Happening[] = [];
  state: JsonObject | null = null;
  optedOut = false;
  blocked = false;
  /** How far the clock of the next worker is off. */
  skew: () => number = () => 0;
  /** What the record of the person says of each. */
  judgement: (policy: FollowupPolicy) => Judgement = ({ id }) => ({ verdict: 'send', text: `follow-up ${id}` });
  policies: FollowupPolicy[];
  readonly timers = new Map<string, TimerDraft>();
  /** False: what is looked up comes only when a worker is back. */
  resultsCome = true;
  private readonly results: TurnEvent[] = [];
  last: TurnDecision | undefined;
  private readonly instances = Object.entries(ANSWERS).map(([id, text]) => says(id, text));
  private heldUntil = 0;
  private events = 0;
  private lastMessage: ThreadFacts['lastMessage'] = null;
  private writtenAt: Date | null = null;

  constructor(
    policies: readonly FollowupPolicy[],
    start: string,
    readonly hours: BusinessHours = { timeZone: 'Europe/Berlin', weekly: null, exceptions: [] },
  ) {
    this.policies = [...policies];
    this.now = Date.parse(start);
  }

  /** What is known of it besides. */
  get context(): AutomationContext {
    const surroundings = { hours: this.hours, contact: null, facts: { channel: 'instagram' } };
    return { ...activeSet(this.instances), ...surroundings, followups: this.policies };
  }

  /** As it is on record. */
  get outlook(): LaneOutlook {
    const held = this.heldUntil > this.now;
    return {
      lane: LANE,
      state: this.state,
      held,
      heldUntil: held ? new Date(this.heldUntil) : null,
      thread: {
        lastInboundAt: this.writtenAt,
        lastWrittenAt: this.writtenAt,
        lastMessage: this.lastMessage,
        optedOut: this.optedOut,
        blocked: this.blocked,
        windowMs: WINDOW_MS,
      },
    };
  }

  get followups(): FollowupState {
    return readState(this.state).followups ?? NO_FOLLOWUPS;
  }

  get sent(): { at: string; text: string }[] {
    return this.happened.flatMap((it) =>
      it.kind === 'followup' ? [{ at: new Date(it.at).toISOString(), text: it.text }] : [],
    );
  }

  /** How those that wait no more have ended; `said` for those on their way. */
  get endings(): string[] {
    return this.followups.notes.map(({ end }) => end?.reason ?? 'said');
  }

  writes(text: string): void {
    this.happened.push({ at: this.now, kind: 'theirs', text });
    this.writtenAt = new Date(this.now);
    this.lastMessage = { text, at: this.writtenAt, direction: 'in' };
    this.take({ kind: 'message', eventId: this.newId(), at: this.writtenAt, answerable: true, text, attachments: [] });
  }

  /** Passed on to us, while another app has the thread. */
  writesToOtherApp(text: string): void {
    this.lastMessage = { text, at: new Date(this.now), direction: 'in' };
    const at = new Date(this.now);
    this.take({ kind: 'message', eventId: this.newId(), at, answerable: false, standby: true, text, attachments: [] });
  }

  otherAppTakes(): void {
    this.take({ kind: 'thread-taken', eventId: this.newId() });
  }

  memberWrites(text: string): void {
    this.happened.push({ at: this.now, kind: 'member', text });
    this.heldUntil = Math.max(this.heldUntil, this.now + HOUR);
    this.happened.push({ at: this.now, kind: 'held', until: this.heldUntil });
    this.lastMessage = { text, at: new Date(this.now), direction: 'out' };
    this.take({ kind: 'hold', eventId: this.newId(), said: text });
  }

  hold(minutes: number): void {
    this.heldUntil = this.now + minutes * MINUTE;
    this.happened.push({ at: this.now, kind: 'held', until: this.heldUntil });
    this.take({ kind: 'hold', eventId: this.newId() });
  }

  endHold(): void {
    if (this.heldUntil <= this.now) return;
    this.heldUntil = this.now;
    this.happened.push({ at: this.now, kind: 'hold-ended' });
    this.take({ kind: 'hold', eventId: this.newId() });
  }

  order(data: JsonObject): void {
    this.take({ kind: 'command', eventId: this.newId(), at: new Date(this.now), command: 'followup', data });
  }

  /** Time passes; timers that fall due ring, unless no worker is there. */
  pass(ms: number, workers = true): void {
    const end = this.now + ms;
    if (workers) {
      const reach = 20 * MINUTE;
      for (let next = this.nextTimer(end + reach); next !== undefined; next = this.nextTimer(end + reach)) {
        const rings = Math.max(this.now, next.dueAt.getTime() - this.skew());
        if (rings > end) break;
        this.now = rings;
        this.ring(next);
      }
    }
    this.now = end;
  }

  /** What was looked up before. */
  workerIsBack(): void {
    this.resultsCome = true;
    for (const result of this.results.splice(0)) this.take(result);
  }

  private ring({ id, data }: TimerDraft): void {
    this.timers.delete(id);
    this.take({ kind: 'timer', eventId: eventOfTimer(id), timerId: id, data });
  }

  private nextTimer(before: number): TimerDraft | undefined {
    return [...this.timers.values()]
      .filter(({ dueAt }) => dueAt.getTime() <= before)
      .sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime())[0];
  }

  private newId(): string {
    this.events += 1;
    return `event ${this.events}`;
  }

  private take(event: TurnEvent): void {
    const held = this.blocked || this.heldUntil > this.now;
    const { lane, state, thread } = this.outlook;
    const input: TurnInput = {
      lane,
      state,
      event,
      now: new Date(this.now + this.skew()),
      held,
      lastHoldUntil: this.heldUntil === 0 ? null : new Date(this.heldUntil),
      thread,
    };
    const { context } = this;
    const decision = decideTurn(context, input);
    expect(decideTurn(context, input)).toEqual(decision);
    this.apply(decision, held);
  }

  private apply(decision: TurnDecision, held: boolean): void {
    this.last = decision;
    this.state = JSON.parse(JSON.stringify(decision.state)) as JsonObject | null;
    for (const id of decision.timers.cancel) this.timers.delete(id);
    for (const timer of decision.timers.arm) this.timers.set(timer.id, timer);
    if (!held) for (const { content, priority } of decision.sends) this.say(visibleTextOf(content), priority);
    for (const { id, kind, input } of decision.tasks) {
      if (kind !== JUDGE_FOLLOWUP) continue;
      const policy = this.policies.find((it) => it.id === input['policyId']);
      const value: JsonObject =
        policy === undefined ? { verdict: 'cancel', reason: 'policy_off' } : { ...this.judgement(policy) };
      const outcome = { ok: true as const, value };
      const result: TurnEvent = { kind: 'task-result', eventId: `result ${id}`, taskId: id, taskKind: kind, outcome };
      if (this.resultsCome) this.take(result);
      else this.results.push(result);
    }
  }

  private say(text: string, priority?: string): void {
    this.happened.push({ at: this.now, kind: priority === 'follow-up' ? 'followup' : 'bot', text });
    this.lastMessage = { text, at: new Date(this.now), direction: 'out' };
  }
}

export const policy = (part: Partial<FollowupPolicy> & Pick<FollowupPolicy, 'moment'>): FollowupPolicy => ({
  id: part.moment.kind,
  name: part.moment.kind,
  instanceId: null,
  conditions: { stages: [], allTags: [], noTags: [], openGoal: null },
  action: { kind: 'text', texts: [{ language: 'en', text: 'Still there?' }] },
  maxPerWeek: 14,
  quietHours: null,
  ...part,
});

import type { JsonObject, LaneCommand, TaskOutcome, TurnDecision, TurnEvent } from '../../../conversations';
import type { HoldRule } from '../../../escalations';
import type { BusinessHours } from '../../../shared/kernel';
import type { ActiveSet } from '../../domain/active-instance';
import { readState } from '../../domain/automation-state';
import { triggerFor } from '../../domain/commands';
import { decideTurn } from '../../domain/decide-turn';
import type { TurnExplanation } from '../../domain/explanation';
import { applySends, applyTimers, holdUntil, isHeld } from './virtual-effects';
import type { VirtualLaneState } from './virtual-lane-state';
import { contextOf, laneViewOf } from './virtual-person';
import { outcomeOfTask } from './virtual-tasks';
import { note } from './virtual-timeline';

/** Turns that one action may lead to, so that a flow of timers cannot run on for ever. */
const MAX_TURNS = 500;

/** Tasks of a lane that are under way, and outcomes of a name that wait for theirs. */
const MAX_WAITING = 50;

/** What made-up comments stand under. */
const SIMULATED_POST = 'simulated-post';

/** `type`: one of the language's trigger types. */
export interface VirtualTrigger {
  type: string;
  text?: string | undefined;
  payload?: string | undefined;
  ref?: string | undefined;
}

/** What may start an automation, whoever said it and when. */
interface Stimulating {
  on: string;
  text: string;
  attachments: VirtualAttachment[];
  payload?: string;
  ref?: string;
}

interface VirtualAttachment {
  type: string;
  url?: string;
}

/** The automations that answer, and what the workspace has set. */
export type SimulatedWorld = ActiveSet & {
  hours: BusinessHours | null;
  language?: string;
  /** How long the bot is silent once a person is needed. */
  handoffHold?: HoldRule;
};

/**
 * Drives a made-up conversation through the same decisions as a real one, on a clock of its own. What a real
 * conversation would send, write or ask for ends here. Every method carries on until nothing more happens by itself.
 */
export class VirtualLane {
  /** A copy of what was given: plain JSON. */
  readonly state: VirtualLaneState;
  /** What was decided since this object was made, and why. */
  readonly explanations: TurnExplanation[] = [];
  private turns = 0;

  constructor(
    private readonly world: SimulatedWorld,
    state: VirtualLaneState,
  ) {
    this.state = structuredClone(state);
  }

  say(text: string, attachments: VirtualAttachment[] = []): void {
    note(this.state, { kind: 'person', text, ...(attachments.length > 0 ? { attachments } : {}) });
    this.receive({ kind: 'message', ...this.inbound(), text, attachments });
  }

  /** Taps the newest button or quick reply of that title; false when none was shown. */
  tap(title: string): boolean {
    const choice = this.state.choices.findLast((it) => it.title === title);
    if (choice === undefined) return false;
    note(this.state, { kind: 'person', text: title, tapped: true });
    const { payload, isQuickReply } = choice;
    if (isQuickReply) {
      this.receive({ kind: 'message', ...this.inbound(), text: title, quickReplyPayload: payload, attachments: [] });
    } else this.receive({ kind: 'postback', ...this.inbound(), payload, title });
    return true;
  }

  /** Something else that may start an automation: a comment, a story mention, an ice breaker, a followed link. */
  trigger({ type, text = '', payload, ref }: VirtualTrigger): void {
    const detail = { type, ...given({ text, payload, ref }) };
    note(this.state, { kind: 'event', event: 'trigger', detail });
    if (type === 'postback' || type === 'ice_breaker') {
      const title = text === '' ? {} : { title: text };
      return this.receive({ kind: 'postback', ...this.inbound(), payload: payload ?? text, ...title });
    }
    if (type === 'manual' || type === 'api') return this.start(type, { text, ref });
    if (type === 'dm_message') return this.receive({ kind: 'message', ...this.inbound(), text, attachments: [] });
    this.receive(this.stimulus({ on: type, text, attachments: [], ...given({ payload, ref }) }));
  }

  private stimulus(facts: Stimulating): TurnEvent {
    const isComment = facts.on === 'post_comment' || facts.on === 'live_comment';
    return isComment ? this.comment(facts) : { kind: 'stimulus', ...this.inbound(), ...facts };
  }

  /** That somebody comments does not let the bot write to them, apart from one answer. */
  private comment(facts: Stimulating): TurnEvent {
    this.begin();
    const eventId = this.nextEventId();
    const comment = { commentId: eventId, mediaId: SIMULATED_POST, isLive: facts.on === 'live_comment' };
    return { kind: 'stimulus', eventId, at: new Date(this.state.now), answerable: true, ...facts, comment };
  }

  /** A person of the team pauses, resumes or stops the open session; false when none is open. Resuming ends a hold. */
  command(command: 'pause' | 'resume' | 'stop'): boolean {
    const { running } = readState(this.state.turnState);
    if (running === null) return false;
    if (command === 'resume') this.giveBack();
    this.order(command, { sessionId: running.flow.sessionId });
    return true;
  }

  /** A person of the team writes: the bot is silent for so long. */
  takeOver(ms: number): void {
    this.begin();
    note(this.state, { kind: 'event', event: 'person-took-over', detail: { minutes: ms / 60_000 } });
    holdUntil(this.state, this.state.now + ms, 'person_reply');
    this.receive({ kind: 'hold', eventId: this.nextEventId() });
  }

  /** Ends the hold before its time. */
  giveBack(): void {
    this.begin();
    const { hold, now } = this.state;
    if (hold === null || !isHeld(this.state)) return;
    this.state.hold = { ...hold, until: now, endedEarly: true };
    note(this.state, { kind: 'event', event: 'hold-ended', detail: {} });
    this.receive({ kind: 'hold', eventId: this.nextEventId() });
  }

  /** Lets time pass: what falls due meanwhile happens in its order, each at its time. */
  wait(ms: number): void {
    this.begin();
    const end = this.state.now + ms;
    this.passTime(end);
    this.state.now = Math.max(this.state.now, end);
  }

  /** Brings the oldest task of that name back, or says how the next one will come out. */
  answerTask(name: string, outcome: TaskOutcome): void {
    this.begin();
    const index = this.state.pending.findIndex(({ kind }) => kind === name);
    const [task] = index === -1 ? [] : this.state.pending.splice(index, 1);
    if (task !== undefined) return this.finishTask(task, outcome);
    const earlier = Object.hasOwn(this.state.next, name) ? (this.state.next[name] ?? []) : [];
    this.state.next = { ...this.state.next, [name]: [...earlier, outcome].slice(-MAX_WAITING) };
  }

  /** The oldest automation that can be started so. */
  private start(on: 'manual' | 'api', { text, ref }: { text: string; ref?: string | undefined }): void {
    const instance = this.world.instances.find((it) => triggerFor(it, on, ref) !== undefined);
    this.order('start', { instanceId: instance?.id ?? '', on, ...given({ text, ref }) });
  }

  private order(command: LaneCommand, data: JsonObject): void {
    this.begin();
    note(this.state, { kind: 'event', event: command, detail: data });
    const at = new Date(this.state.now);
    this.receive({ kind: 'command', eventId: this.nextEventId(), at, command, data });
  }

  private inbound() {
    this.begin();
    this.state.lastInboundAt = this.state.now;
    return { eventId: this.nextEventId(), at: new Date(this.state.now), answerable: true };
  }

  private begin(): void {
    this.turns = 0;
  }

  private nextEventId(): string {
    this.state.events += 1;
    return `${this.state.laneId}-e${this.state.events}`;
  }

  /** An event, and what is due by itself after it. */
  private receive(event: TurnEvent): void {
    this.turn(event);
    this.passTime(this.state.now);
  }

  private passTime(end: number): void {
    for (let timer = this.nextDue(end); timer !== null; timer = this.nextDue(end)) this.fire(timer);
  }

  /** Of timers due at the same time the one that was armed first. */
  private nextDue(end: number): VirtualLaneState['timers'][number] | null {
    const [first] = [...this.state.timers].sort((a, b) => a.dueAt - b.dueAt);
    return first !== undefined && first.dueAt <= end && this.turns < MAX_TURNS ? first : null;
  }

  private fire({ id, dueAt, data }: VirtualLaneState['timers'][number]): void {
    this.state.timers = this.state.timers.filter((timer) => timer.id !== id);
    this.state.now = Math.max(this.state.now, dueAt);
    this.turn({ kind: 'timer', eventId: id, timerId: id, data });
  }

  private turn(event: TurnEvent): void {
    this.turns += 1;
    const held = isHeld(this.state);
    const decision = decideTurn(contextOf(this.world, this.state), {
      lane: laneViewOf(this.state),
      state: this.state.turnState,
      event,
      now: new Date(this.state.now),
      held,
      lastHoldUntil: this.state.hold === null ? null : new Date(this.state.hold.until),
    });
    this.explain(decision);
    // What was decided must survive being stored, as in a real conversation.
    this.state.turnState = jsonCopy(decision.state);
    applySends(this.state, decision, held);
    applyTimers(this.state, decision);
    if (decision.participant !== undefined) this.state.contact = { ...this.state.contact, ...decision.participant };
    if (decision.hold !== undefined)
      holdUntil(this.state, this.state.now + decision.hold.minutes * 60_000, decision.hold.reason);
    for (const task of decision.tasks) this.startTask(task);
  }

  private explain({ explanation }: TurnDecision): void {
    if (explanation === undefined) return;
    this.explanations.push(explanation as unknown as TurnExplanation);
    note(this.state, { kind: 'decision', explanation: jsonCopy(explanation) });
  }

  private startTask(task: TurnDecision['tasks'][number]): void {
    const outcome = outcomeOfTask(this.state, task);
    if (outcome === null) this.state.pending = [...this.state.pending, task].slice(-MAX_WAITING);
    else this.finishTask(task, outcome);
  }

  private finishTask({ id, kind }: TurnDecision['tasks'][number], outcome: TaskOutcome): void {
    note(this.state, { kind: 'event', event: 'task-result', detail: { task: kind, ...outcome } });
    this.receive({ kind: 'task-result', eventId: `${id}-result`, taskId: id, taskKind: kind, outcome });
  }
}

function given<T extends object>(values: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  return Object.fromEntries(entries) as { [Key in keyof T]?: Exclude<T[Key], undefined> };
}

function jsonCopy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

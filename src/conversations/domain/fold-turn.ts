import { type ContactId, stableId, type UserId } from '../../shared/kernel';
import type { ConversationState, Hold, TaskEntry, TimerEntry } from '../schemas/conversation.schema';
import type { LaneEvent, PersonSend } from '../schemas/inbox-event.schema';
import type { MessageRow } from '../schemas/message.schema';
import type { EchoReceived } from './channel-event';
import { type Commit, type NewSend, seenHead } from './commit';
import type { OutgoingContent } from './content';
import { OUTBOX_SIZE, PERSON_HOLD_MINUTES, STATE_BYTES } from './limits';
import { rowOf } from './message-rows';
import {
  holdsFrom,
  isAnswerable,
  isHistory,
  isWritten,
  opensWindow,
  reveals,
  standsBy,
  tellsOfOtherApp,
} from './event-standing';
import { botSend, inParts, partIds, permitOf } from './new-sends';
import { threadFactsOf } from './thread-facts';
import type { DecidedEvent, LaneView, SendDraft, TurnDecision, TurnEvent, TurnInput } from './turn';
import { isCalledOff, refusalOfPersonSend } from './person-send';
import { turnEventOf } from './turn-event';
import { answeredElsewhere, NOBODY_WROTE, personWrote } from './waiting';
import { isBlocked, mustBeSilent } from './silence';

export interface FoldInput {
  conversation: ConversationState;
  /** In order; echoes among them are foreign. */
  events: readonly LaneEvent[];
  now: Date;
  windowMs: number;
  /** A text may be too long for one message of the channel. */
  partsOf: (content: OutgoingContent) => OutgoingContent[];
  decide(input: TurnInput): TurnDecision;
}

export interface FoldedTurn {
  commit: Commit;
  /** Rows of what came in. */
  messages: MessageRow[];
  /** The events that fitted; the others stay pending. */
  taken: LaneEvent[];
  /** Those of them that were put before `decide`, in order. */
  decided: DecidedEvent[];
  /** It shall look as if somebody typed. */
  typing: boolean;
}

export const laneViewOf = (conversation: ConversationState): LaneView => ({
  conversationId: conversation._id,
  workspaceId: conversation.workspaceId,
  accountId: conversation.accountId,
  participantId: conversation.participantId,
  participant: conversation.participant,
});

/** Takes events one after another into one commit. Pure, given `decide`. */
export function foldTurn(input: FoldInput): FoldedTurn {
  const room = OUTBOX_SIZE - input.conversation.outbox.length;
  let turn = new TurnFold(input);
  const taken: LaneEvent[] = [];
  for (const event of input.events) {
    const next = turn.with(event);
    if (next.sends.length > room) {
      // More than an empty outbox holds can never be sent: the event itself is at fault.
      if (taken.length === 0 && room === OUTBOX_SIZE)
        throw new Error(`One event leads to more than ${OUTBOX_SIZE} sends.`);
      break;
    }
    turn = next;
    taken.push(event);
  }
  return { commit: turn.toCommit(taken), messages: turn.messages, taken, decided: turn.decided, typing: turn.typing };
}

const later = (known: Date | undefined, at: Date): Date => (known === undefined || at > known ? at : known);

/** The turn so far; `with` gives the turn after one more event and leaves this one as it is. */
class TurnFold {
  state: TurnInput['state'];
  sends: NewSend[] = [];
  tasks: Omit<TaskEntry, 'dueAt'>[] = [];
  armed: TimerEntry[] = [];
  cancelled: string[] = [];
  withdrawn: string[] = [];
  newHold: Hold | null = null;
  messages: MessageRow[] = [];
  decided: DecidedEvent[] = [];
  lastInboundAt: Date | undefined;
  lastWrittenAt: Date | undefined;
  revealed = false;
  /** A mention names nobody. */
  namesPerson = false;
  participant: { name?: string; username?: string } | undefined;
  sawForeignEcho = false;
  unread = 0;
  answered = false;
  otherApp = false;
  typing = false;
  waiting = NOBODY_WROTE;

  constructor(private readonly input: FoldInput) {
    this.state = input.conversation.state;
  }

  with(event: LaneEvent): TurnFold {
    const next = Object.assign(new TurnFold(this.input), this, {
      sends: [...this.sends],
      tasks: [...this.tasks],
      armed: [...this.armed],
      cancelled: [...this.cancelled],
      messages: [...this.messages],
      decided: [...this.decided],
    });
    next.take(event);
    return next;
  }

  toCommit(taken: readonly LaneEvent[]): Commit {
    if (this.state !== null && Buffer.byteLength(JSON.stringify(this.state)) > STATE_BYTES)
      throw new Error('The turn state is too large.');
    const withdrawn = this.withdrawn.flatMap(partIds);
    return {
      state: this.state,
      consumed: taken.map(({ _id }) => ({ id: _id, at: this.input.now })),
      sends: this.sends.filter(({ id }) => !withdrawn.includes(id)),
      ...(withdrawn.length === 0 ? {} : { withdrawn }),
      tasks: this.tasks,
      timers: { arm: this.armed, cancel: this.cancelled },
      hold: this.newHold,
      ...(this.otherApp ? { callsOff: true as const } : {}),
      reveals: this.revealed,
      mirrors: this.mirrors(),
      ...(this.sawForeignEcho ? { headMustBe: seenHead(this.input.conversation) } : {}),
    };
  }

  private mirrors(): Commit['mirrors'] {
    const { conversation } = this.input;
    const said = this.messages.filter(({ kind }) => kind === undefined);
    const last = said.sort((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
    const person = this.namesPerson ? stableId<ContactId>('contact', conversation._id) : null;
    return {
      lastInboundAt: this.lastInboundAt,
      lastWrittenAt: this.lastWrittenAt,
      lastMessage: last && { id: last._id, text: last.text, at: last.at, direction: last.direction },
      lastActivityAt: last?.at ?? conversation.lastActivityAt,
      unread: this.unread,
      answered: this.answered,
      contactId: conversation.contactId ?? person,
      participant: this.participant,
      waiting: this.waiting,
    };
  }

  private take(event: LaneEvent): void {
    const { payload } = event;
    // Told before this event itself is counted as the latest.
    const { conversation, now, windowMs } = this.input;
    const answerable = isAnswerable(event, conversation, { now, windowMs });
    const row = rowOf(event);
    if (row !== null) this.messages.push(row);
    this.note(event);
    if (payload.kind === 'echo') this.takeForeignEcho(event, payload);
    else if (payload.kind === 'person-send') this.takePersonSend(event, payload);
    else if (tellsOfOtherApp(payload)) this.callOff();
    const turnEvent = turnEventOf(event, answerable);
    if (turnEvent !== null) this.decide(event, turnEvent);
  }

  private note({ payload, platformAt }: LaneEvent): void {
    this.revealed ||= reveals(payload);
    this.namesPerson ||= payload.kind !== 'mention';
    if (opensWindow(payload)) this.lastInboundAt = later(this.lastInboundAt, platformAt);
    if ('username' in payload && payload.username !== undefined)
      this.participant = { ...this.participant, username: payload.username };
    if (!isWritten(payload) || standsBy(payload)) return;
    this.lastWrittenAt = later(this.lastWrittenAt, platformAt);
    if (isHistory(payload) || isBlocked(this.input.conversation)) return;
    this.unread++;
    this.waiting = personWrote(this.waiting, platformAt);
  }

  private takePersonSend(event: LaneEvent, payload: PersonSend): void {
    const { content, userId } = payload;
    const { conversation } = this.input;
    if (isCalledOff(payload, conversation)) return;
    const author = userId === undefined ? {} : { userId };
    const refusal = refusalOfPersonSend(payload, conversation, this);
    if (refusal === null) this.startPersonHold(event, 'person_reply', userId);
    const send: NewSend = {
      id: event._id,
      origin: 'person',
      ...author,
      ...permitOf(content),
      ...this.sendBase(event),
      ...(refusal === null ? {} : { refusal }),
      content,
    };
    this.sends.push(...inParts(send, this.input.partsOf));
  }

  private takeForeignEcho(event: LaneEvent, payload: EchoReceived): void {
    this.sawForeignEcho = true;
    if (isHistory(payload)) return;
    this.startPersonHold(event, 'app_reply');
    this.waiting = answeredElsewhere(this.waiting);
  }

  /** What the bot has not begun to send would contradict who answers now. */
  private callOff(): void {
    this.otherApp = true;
    this.sends = this.sends.filter(({ origin }) => origin !== 'bot');
  }

  private startPersonHold(event: LaneEvent, reason: string, userId?: UserId): void {
    this.sends = this.sends.filter(({ origin }) => origin !== 'bot');
    this.unread = 0;
    this.answered = true;
    this.startHold(event, { minutes: PERSON_HOLD_MINUTES, reason, ...(userId === undefined ? {} : { userId }) });
  }

  private startHold(
    event: LaneEvent,
    { minutes, reason, sourceId, userId }: Pick<Hold, 'reason' | 'sourceId' | 'userId'> & { minutes: number },
  ): Hold | null {
    const until = new Date(holdsFrom(event, this.input.now).getTime() + minutes * 60_000);
    const current = this.newHold ?? this.input.conversation.hold;
    if (current !== null && current.until >= until) return null;
    this.newHold = {
      id: stableId('hold', event._id),
      until,
      reason,
      ...(sourceId === undefined ? {} : { sourceId }),
      ...(userId === undefined ? {} : { userId }),
    };
    return this.newHold;
  }

  private decide(event: LaneEvent, turnEvent: TurnEvent): void {
    const { conversation, now, windowMs } = this.input;
    const hold = this.newHold ?? conversation.hold;
    const held = mustBeSilent(conversation, hold, now);
    const lane = laneViewOf(conversation);
    const decision = this.input.decide({
      lane,
      state: this.state,
      event: turnEvent,
      now,
      held,
      lastHoldUntil: hold?.until ?? null,
      thread: threadFactsOf(conversation, this, windowMs),
    });
    this.decided.push({
      event: turnEvent,
      at: now,
      correlationId: event.correlationId,
      ...(decision.explanation === undefined ? {} : { explanation: decision.explanation }),
    });
    this.state = decision.state;
    if (!held) this.sends.push(...decision.sends.flatMap((send) => this.botSends(event, send)));
    this.typing ||= !held && decision.typing === true;
    this.tasks.push(...decision.tasks.map((task) => ({ ...task, attempts: 0, correlationId: event.correlationId })));
    this.amendWork(decision);
    if (decision.participant !== undefined) this.participant = { ...this.participant, ...decision.participant };
    if (decision.hold !== undefined) this.letThrough(this.startHold(event, decision.hold));
  }

  /** What the bot said up to its own handoff still goes out. */
  private letThrough(hold: Hold | null): void {
    if (hold === null) return;
    this.sends = this.sends.map((send) => (send.origin === 'bot' ? { ...send, passesHoldId: hold.id } : send));
  }

  private amendWork({ timers, callsOff = [] }: TurnDecision): void {
    this.withdrawn = [...this.withdrawn, ...callsOff];
    const cancel = new Set(timers.cancel);
    this.armed = [...this.armed.filter(({ id }) => !cancel.has(id)), ...timers.arm];
    this.cancelled.push(...timers.cancel);
  }

  private botSends(event: LaneEvent, draft: SendDraft): NewSend[] {
    const { conversation, partsOf } = this.input;
    const lastInboundAt = this.lastInboundAt ?? conversation.lastInboundAt;
    const around = { base: this.sendBase(event), afterTimer: event.payload.kind === 'timer', lastInboundAt };
    return inParts(botSend(draft, around), partsOf);
  }

  private sendBase(event: LaneEvent) {
    const answers = this.lastWrittenAt ?? this.input.conversation.lastWrittenAt ?? null;
    const base = { correlationId: event.correlationId, createdAt: this.input.now };
    return answers === null ? base : { ...base, answers };
  }
}

import type { DomainEvent } from '../../shared/events';
import { stableId } from '../../shared/kernel';
import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import type { InboxEventRow, LaneEvent } from '../schemas/inbox-event.schema';
import type { MessageRow } from '../schemas/message.schema';
import { visibleTextOf } from './content';
import { type ConversationAspect, conversationChanged } from './conversation-event';
import { type Amendment, isAmendment, isHistory } from './event-standing';
import { rowOf } from './message-rows';

/** An event tells enough for a list; longer texts are to be fetched. */
const TOLD_CHARACTERS = 2_000;

type Lane = Pick<ConversationState, '_id' | 'workspaceId'>;
type Facts = Pick<DomainEvent, 'id' | 'type' | 'at' | 'subjectId' | 'data'>;

const ofLane = ({ _id: conversationId, workspaceId }: Lane, facts: Facts): DomainEvent => ({
  ...facts,
  workspaceId,
  conversationId,
});

/** What a turn has brought about, in its order. `before`: absent when it is told again after a crash. */
export function eventsOfTurn(
  turn: { before?: ConversationState; after: ConversationState; events: readonly LaneEvent[] },
  now: Date,
): DomainEvent[] {
  const { before, after, events } = turn;
  const told = events.filter(({ payload }) => !isHistory(payload));
  const last = told.at(-1);
  const changed = before === undefined ? (['lastMessage', 'unread'] as const) : aspectsOf(before, after);
  const isShown = after.shadow !== true && last !== undefined && changed.length > 0;
  return [
    ...told.flatMap((event) => messageEvent(event)),
    ...moved(before, after, now),
    ...(isShown ? [conversationChanged(after, changed, { id: idOf('conversation.changed', last._id), at: now })] : []),
  ];
}

/** What became of a send, once its row says it. */
export function settledEvent(row: MessageRow): DomainEvent {
  const isSent = row.status === 'sent';
  const type = isSent ? 'message.sent' : 'message.changed';
  const id = isSent ? idOf('message.sent', row._id) : idOf('message.changed', row._id, row.status);
  return ofLane({ ...row, _id: row.conversationId }, { id, type, at: row.at, subjectId: row._id, data: dataOf(row) });
}

/** What became of a send, once its row says it, and before it that it was queued. */
export const settledEvents = (lane: Lane, entry: OutboxEntry, row: MessageRow): DomainEvent[] => [
  queuedEvent(lane, entry),
  settledEvent(row),
];

/** The participant has read all that was sent until then; null when it is not known in which conversation. */
export function seenEvent(receipt: Pick<InboxEventRow, '_id' | 'workspaceId' | 'conversationId' | 'platformAt'>) {
  const { workspaceId, conversationId, platformAt: at } = receipt;
  if (workspaceId === null || conversationId === null) return null;
  const facts = { id: idOf('message.changed', receipt._id), type: 'message.changed' as const, at };
  const data = { change: 'seen', seenUntil: at.toISOString() };
  return ofLane({ _id: conversationId, workspaceId }, { ...facts, subjectId: conversationId, data });
}

/** A parked send whose echo has come after all. */
export const settledLateEvent = (lane: Lane, { messageId, mid, at }: { messageId: string; mid: string; at: Date }) =>
  ofLane(lane, {
    id: idOf('message.sent', messageId),
    type: 'message.sent',
    at,
    subjectId: messageId,
    data: { messageId, direction: 'out', status: 'sent', mid, at: at.toISOString() },
  });

/** What was heard in voice notes of a message, by their places in it; each is heard once. */
export const transcribedEvent = (
  {
    messageId,
    conversationId,
    workspaceId,
  }: { messageId: string } & Pick<MessageRow, 'conversationId' | 'workspaceId'>,
  { places, text }: { places: readonly number[]; text: string },
  at: Date,
): DomainEvent =>
  ofLane(
    { _id: conversationId, workspaceId },
    {
      id: idOf('message.changed', messageId, 'transcript', places.join()),
      type: 'message.changed',
      at,
      subjectId: messageId,
      data: { messageId, change: 'transcript', text: text.slice(0, TOLD_CHARACTERS) },
    },
  );

const idOf = (...parts: string[]): string => stableId(...parts);

function messageEvent(event: LaneEvent): DomainEvent[] {
  if (isAmendment(event.payload)) return [amendedEvent(event, event.payload)];
  const row = rowOf(event);
  if (row === null) return [];
  if (row.direction === 'out') return [settledEvent(row)];
  const facts = { id: idOf('message.received', row._id), type: 'message.received' as const, at: row.at };
  return [ofLane({ ...row, _id: row.conversationId }, { ...facts, subjectId: row._id, data: dataOf(row) })];
}

/** Named by the platform's id of the message, since the row may be of either side. */
function amendedEvent(event: LaneEvent, payload: Amendment): DomainEvent {
  const { _id, workspaceId, conversationId, platformAt: at } = event;
  const data = { change: payload.kind, mid: payload.mid, by: payload.fromAccount === true ? 'account' : 'participant' };
  const facts = { id: idOf('message.changed', _id), type: 'message.changed' as const, at, subjectId: payload.mid };
  return ofLane({ _id: conversationId, workspaceId }, { ...facts, data: { ...data, ...detailsOf(payload) } });
}

function detailsOf(payload: Amendment): Record<string, unknown> {
  switch (payload.kind) {
    case 'reaction':
      return { action: payload.action, emoji: payload.emoji, reaction: payload.reaction };
    case 'edit':
      return { text: payload.text.slice(0, TOLD_CHARACTERS) };
    case 'unsend':
      return {};
  }
}

function dataOf(row: MessageRow): DomainEvent['data'] {
  const { _id: messageId, accountId, direction, origin, status, kind, mid, userId, author, text, error, at } = row;
  return {
    ...{ messageId, accountId, direction, origin, status, kind, mid, userId, author },
    text: text.slice(0, TOLD_CHARACTERS),
    attachments: row.attachments.map(({ type }) => ({ type })),
    error: error === undefined ? undefined : { code: error.code, message: error.message },
    at: at.toISOString(),
  };
}

/**
 * The turn that queued it may still be telling so, in another process, when something became of it: whoever is first tells
 * it, in its place.
 */
const queuedEvent = (lane: Lane, entry: OutboxEntry): DomainEvent =>
  ofLane(lane, { ...ofEntry(entry, 'queued'), at: entry.createdAt });

type Moved = Omit<Facts, 'at'>;

const ofEntry = ({ id, origin, userId, author, content }: OutboxEntry, status: 'queued' | 'cancelled'): Moved => ({
  id: idOf('message.changed', id, status),
  type: 'message.changed',
  subjectId: id,
  data: {
    ...{ messageId: id, direction: 'out', origin, status, userId, author },
    text: visibleTextOf(content).slice(0, TOLD_CHARACTERS),
  },
});

function moved(before: ConversationState | undefined, after: ConversationState, at: Date): DomainEvent[] {
  if (before === undefined) return [];
  const cancelled = cancelledByHold(before, after).flatMap((entry) => [
    queuedEvent(after, entry),
    ofLane(after, { ...ofEntry(entry, 'cancelled'), at }),
  ]);
  return [...newSends(before, after).map((entry) => queuedEvent(after, entry)), ...cancelled];
}

function newSends(before: ConversationState, after: ConversationState): OutboxEntry[] {
  const known = new Set(before.outbox.map(({ id }) => id));
  return after.outbox.filter(({ id }) => !known.has(id));
}

/** What the bot had ready when a hold began. */
function cancelledByHold(before: ConversationState, after: ConversationState): OutboxEntry[] {
  const { hold } = after;
  if (hold === null || hold.id === before.hold?.id) return [];
  const left = new Set(after.outbox.map(({ id }) => id));
  return before.outbox.filter(
    ({ id, origin, status, passesHoldId }) =>
      origin === 'bot' && status === 'pending' && passesHoldId !== hold.id && !left.has(id),
  );
}

const ASPECTS: Readonly<Partial<Record<ConversationAspect, (state: ConversationState) => unknown>>> = {
  status: ({ status }) => status,
  assignee: ({ assigneeId }) => assigneeId,
  needsHuman: ({ needsHuman }) => needsHuman,
  unread: ({ unread }) => unread,
  hold: ({ hold }) => hold?.id,
  lastMessage: ({ lastMessage }) => lastMessage?.at.getTime(),
  scheduled: ({ timers }) => timers.filter(({ send }) => send !== undefined).length,
};

const aspectsOf = (before: ConversationState, after: ConversationState): ConversationAspect[] =>
  (Object.keys(ASPECTS) as ConversationAspect[]).filter(
    (aspect) => ASPECTS[aspect]?.(before) !== ASPECTS[aspect]?.(after),
  );

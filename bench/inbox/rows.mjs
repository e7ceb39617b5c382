/** Conversations, messages and what happened to these, as a busy workspace has them. Each is told by its number alone. */
import { product } from '../flows/product.mjs';

const { UNTOUCHED } = product('conversations/domain/desk');
const { nameTerms } = product('conversations/domain/name-terms');
const { messageTerms } = product('conversations/domain/message-terms');

export const NOW = Date.now();
export const workspaceId = 'bench-workspace';
const accountId = 'a0';
const WORDS = 'hello order size delivery when price blue thanks return where track invoice gift card shop open'.split(
  ' ',
);
const MARKED_EVERY = 20;

const conversationIdOf = (n) => `c${String(n).padStart(8, '0')}`;
/** One that has been talked in for years. */
export const LONG_THREAD = conversationIdOf(0);

export function conversation(n) {
  const lastActivityAt = new Date(NOW - n * 7_919);
  const participant = { name: `Mia${n % 5_000} Berg${n % 700}`, username: `mia.${n}` };
  return {
    _id: conversationIdOf(n),
    ...{ workspaceId, accountId: `a${n % 8}`, participantId: `p${n}`, contactId: `k${n}`, shadow: n % 10 === 9 },
    ...{ participant, lastActivityAt, createdAt: lastActivityAt, lastInboundAt: lastActivityAt },
    ...{ outbox: [], tasks: [], timers: [], consumed: [], workDueAt: null, hold: null, optedOut: false, state: null },
    ...UNTOUCHED,
    status: n % 12 === 0 ? 'open' : n % 60 === 1 ? 'snoozed' : 'closed',
    assigneeId: n % 5 === 0 ? `u${n % 20}` : null,
    unread: n % 9 === 0 ? 1 : 0,
    isUnread: n % 9 === 0,
    needsHuman: n % 50 === 0,
    waitingSince: n % 15 === 0 ? lastActivityAt : null,
    contact: {
      revision: 1,
      tags: n % 30 === 0 ? ['vip', 'de'] : ['de'],
      stage: n % 6 === 0 ? 'won' : 'new',
      goals: n % 40 === 0 ? ['lead'] : [],
    },
    searchTerms: nameTerms(participant),
  };
}

/** `every`-th of all messages are of the long thread, the others of all conversations in turn. */
export const messageOf = (conversations, every) =>
  function message(n) {
    const text = Array.from({ length: 6 }, (_, word) => WORDS[(n * 31 + word * (n % 7)) % WORDS.length]).join(' ');
    const conversationId = n % every === 0 ? LONG_THREAD : conversationIdOf(n % conversations);
    const said = { direction: 'in', origin: 'participant', status: 'received', text, terms: messageTerms(text) };
    const place = { workspaceId, conversationId, accountId, mid: `mid${n}`, correlationId: 'bench' };
    return { _id: `m${n}`, ...place, ...said, attachments: [], at: new Date(NOW - n * 791) };
  };

/** Of the long thread's messages, some that somebody liked. */
export const markOf = (every) =>
  function mark(n) {
    const at = new Date(NOW - n * MARKED_EVERY * every * 791);
    const reactions = [{ by: 'participant', action: 'react', emoji: '❤', at }];
    const place = { workspaceId, conversationId: LONG_THREAD, accountId, mid: `mid${n * MARKED_EVERY * every}` };
    return { _id: `mark${n}`, ...place, reactions, edits: [], at };
  };

export const marksAmong = (messages, every) => Math.floor(messages / (MARKED_EVERY * every));

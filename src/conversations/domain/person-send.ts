import type { ConversationState } from '../schemas/conversation.schema';
import type { PersonSend } from '../schemas/inbox-event.schema';
import type { MessageRow } from '../schemas/message.schema';
import type { NewSend } from './commit';

/** The member took the message back before it was due; the timer had fired all the same. */
export const isCalledOff = ({ timerId }: PersonSend, { calledOff }: Pick<ConversationState, 'calledOff'>): boolean =>
  timerId !== undefined && (calledOff ?? []).includes(timerId);

/** What a conversation shows last, and what a turn has added to it so far. */
type Newest = Pick<ConversationState, 'lastMessage' | 'outbox'>;
interface Added {
  messages: readonly MessageRow[];
  sends: readonly NewSend[];
}

const NOTHING: Added = { messages: [], sends: [] };

/** The newest message that people see, sent or on its way; null when it is not known. */
export function newestMessageId({ lastMessage, outbox }: Newest, { messages, sends }: Added = NOTHING): string | null {
  const said = messages.filter(({ kind }) => kind === undefined);
  const newest = [lastMessage?.id, outbox.at(-1)?.id, said.at(-1)?._id, sends.at(-1)?.id];
  return newest.findLast((id) => id !== undefined) ?? null;
}

export const SUPERSEDED = {
  code: 'MESSAGE.SUPERSEDED',
  message: 'Something newer had come since this was written, so it was not sent.',
};

/** Two members who answer at once: the second did not know what the first has said. */
export function refusalOfPersonSend(
  { expectedLastMessageId }: PersonSend,
  conversation: Newest,
  turn: Added,
): NewSend['refusal'] | null {
  if (expectedLastMessageId === undefined) return null;
  const newest = newestMessageId(conversation, turn);
  return newest === null || newest === expectedLastMessageId ? null : SUPERSEDED;
}

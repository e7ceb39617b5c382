import type { ConversationState } from '../schemas/conversation.schema';
import type { MessageRow } from '../schemas/message.schema';
import type { ThreadFacts } from './turn';

/** What a turn has taken so far. */
interface Taken {
  lastInboundAt: Date | undefined;
  lastWrittenAt: Date | undefined;
  messages: readonly MessageRow[];
}

type Known = Pick<ConversationState, 'lastInboundAt' | 'lastWrittenAt' | 'lastMessage' | 'optedOut'> &
  Partial<Pick<ConversationState, 'blockedAt'>>;

export function threadFactsOf(conversation: Known, taken: Taken, windowMs: number): ThreadFacts {
  const writtenBefore = conversation.lastWrittenAt ?? conversation.lastInboundAt;
  return {
    lastInboundAt: latest(conversation.lastInboundAt, taken.lastInboundAt),
    lastWrittenAt: latest(writtenBefore, taken.lastWrittenAt),
    lastMessage: taken.messages.reduce(laterMessage, conversation.lastMessage),
    optedOut: conversation.optedOut,
    blocked: (conversation.blockedAt ?? null) !== null,
    windowMs,
  };
}

const latest = (known: Date | null, taken: Date | undefined): Date | null =>
  taken === undefined || (known !== null && known > taken) ? known : taken;

function laterMessage(
  last: ThreadFacts['lastMessage'],
  { kind, text, at, direction }: MessageRow,
): ThreadFacts['lastMessage'] {
  if (kind !== undefined || (last !== null && at <= last.at)) return last;
  return { text, at, direction };
}

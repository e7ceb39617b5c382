import { Transactions } from '../../src/shared/database';
import { createConnection, type Connection, type Model } from 'mongoose';
import { DECLARED_INDEXES } from '../../migrations/declared-indexes';
import type { Commit } from '../../src/conversations/domain/commit';
import { NOBODY_WROTE } from '../../src/conversations/domain/waiting';
import { ConversationsRepository } from '../../src/conversations/repositories/conversations.repository';
import { InboxRepository } from '../../src/conversations/repositories/inbox.repository';
import { type LaneIdentity, LaneRepository } from '../../src/conversations/repositories/lane.repository';
import { MessageMarksRepository } from '../../src/conversations/repositories/message-marks.repository';
import { MessagesRepository } from '../../src/conversations/repositories/messages.repository';
import { OutboxRepository } from '../../src/conversations/repositories/outbox.repository';
import { ThreadRepository } from '../../src/conversations/repositories/thread.repository';
import type { ConversationRow } from '../../src/conversations/schemas/conversation.schema';
import type { InboxEventRow } from '../../src/conversations/schemas/inbox-event.schema';
import type { MessageMarkRow } from '../../src/conversations/schemas/message-mark.schema';
import type { MessageRow } from '../../src/conversations/schemas/message.schema';
import { createTestDatabase } from './test-database';

/** The repositories of the message path on a database of their own, with all indexes and without Nest. */
export interface MessageStore {
  connection: Connection;
  lanes: LaneRepository;
  outbox: OutboxRepository;
  conversations: ConversationsRepository;
  inbox: InboxRepository;
  messages: MessagesRepository;
  marks: MessageMarksRepository;
  threads: ThreadRepository;
  close(): Promise<void>;
}

export async function openMessageStore(): Promise<MessageStore> {
  const database = await createTestDatabase(DECLARED_INDEXES);
  const connection = await createConnection(database.uri, { autoIndex: false, autoCreate: false }).asPromise();
  // The repositories use nothing of a model but its collection.
  const modelOf = <T>(collection: string) => ({ collection: connection.collection(collection) }) as unknown as Model<T>;
  const conversations = modelOf<ConversationRow>('conversations');
  const inbox = modelOf<InboxEventRow>('inboxEvents');
  const transactions = new Transactions(connection);
  return {
    connection,
    lanes: new LaneRepository(conversations, inbox),
    outbox: new OutboxRepository(conversations, transactions),
    conversations: new ConversationsRepository(conversations, transactions),
    inbox: new InboxRepository(inbox, transactions),
    messages: new MessagesRepository(modelOf<MessageRow>('messages'), transactions),
    marks: new MessageMarksRepository(modelOf<MessageMarkRow>('messageMarks')),
    threads: new ThreadRepository(modelOf<MessageRow>('messages')),
    close: async () => {
      await connection.close();
      await database.drop();
    },
  };
}

/** A turn that changes nothing but what a test adds. */
export const commitOf = (
  part: Partial<Omit<Commit, 'mirrors'>> & { mirrors?: Partial<Commit['mirrors']> } = {},
): Commit => ({
  state: null,
  consumed: [],
  sends: [],
  tasks: [],
  timers: { arm: [], cancel: [] },
  hold: null,
  reveals: false,
  ...part,
  mirrors: {
    ...{ lastActivityAt: new Date(), unread: 0, answered: false, contactId: null, waiting: NOBODY_WROTE },
    ...part.mirrors,
  },
});

/** A lane that exists, leased by `owner`. */
export async function leased(store: MessageStore, lane: LaneIdentity, owner = 'owner-1', leaseMs = 15_000) {
  const { conversation } = await store.lanes.begin(lane, owner, { leaseMs, find: 50 });
  const { conversationId, workspaceId } = lane;
  const guard = { conversationId, workspaceId, fence: conversation.lease.fence, turnVersion: conversation.turnVersion };
  return { conversation, guard };
}

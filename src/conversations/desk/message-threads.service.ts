import { Injectable } from '@nestjs/common';
import {
  type ConversationId,
  type CursorPosition,
  decodeCursor,
  encodeCursor,
  type Page,
  pageOf,
  queryTermsOf,
  type RequestContext,
} from '../../shared/kernel';
import { WorkspaceFacade } from '../../workspace';
import { conversationNotFound, messageNotFound } from '../conversations.errors';
import { pendingMessage, type ShownMessage } from '../domain/shown-message';
import { ConversationsRepository } from '../repositories/conversations.repository';
import { MessagesRepository } from '../repositories/messages.repository';
import { type ThreadRead, ThreadRepository } from '../repositories/thread.repository';
import type { ConversationState } from '../schemas/conversation.schema';
import type { MessageRow } from '../schemas/message.schema';
import { ShownMessages } from '../messages/shown-messages.service';

/** With the name of the member who wrote it. */
export type SignedMessage = ShownMessage & { authorName?: string };

/** Newest first. */
export interface ThreadPage extends Page<SignedMessage> {
  /** For what is newer than the page; absent at the end of the thread. */
  newerCursor?: string;
}

export interface ThreadQuery {
  limit: number;
  /** Older than that. */
  cursor?: string;
  /** Newer than that. */
  newer?: string;
  /** With this message in the middle. */
  around?: string;
}

export interface FoundMessage {
  conversationId: ConversationId;
  message: SignedMessage;
}

const positionOf = ({ at, _id }: MessageRow): CursorPosition => ({ at, id: _id });
const cursorOf = (row: MessageRow | undefined) => (row === undefined ? undefined : encodeCursor(positionOf(row)));

/** The messages of a conversation, paged both ways, and messages by their words. */
@Injectable()
export class MessageThreads {
  constructor(
    private readonly conversations: ConversationsRepository,
    private readonly messages: MessagesRepository,
    private readonly rows: ThreadRepository,
    private readonly shown: ShownMessages,
    private readonly workspaces: WorkspaceFacade,
  ) {}

  /**
   * Newest first. A page that ends with the newest begins with what is still on its way.
   * @throws DomainError CONVERSATION.NOT_FOUND, MESSAGE.NOT_FOUND, CURSOR.INVALID
   */
  async page({ workspaceId }: RequestContext, id: ConversationId, query: ThreadQuery): Promise<ThreadPage> {
    const conversation = await this.conversations.find(workspaceId, id);
    if (conversation === null) throw conversationNotFound();
    if (query.around !== undefined) return this.around(conversation, query.around, query.limit);
    if (query.newer !== undefined) return this.newer(conversation, decodeCursor(query.newer), query.limit);
    return this.older(conversation, query);
  }

  /** Names are known in memory for a while. */
  private async signed(messages: readonly ShownMessage[]): Promise<SignedMessage[]> {
    const names = await this.workspaces.namesOf(messages.flatMap(({ userId }) => userId ?? []));
    return messages.map((message) => {
      const authorName = message.userId === undefined ? undefined : names.get(message.userId);
      return authorName === undefined ? message : { ...message, authorName };
    });
  }

  /** Newest first. @throws DomainError CURSOR.INVALID */
  async search(
    { workspaceId }: RequestContext,
    query: { q: string; limit: number; cursor?: string; conversationId?: ConversationId },
  ): Promise<Page<FoundMessage>> {
    const { q, limit, cursor, conversationId } = query;
    const terms = queryTermsOf(q);
    if (terms.length === 0) return { items: [] };
    const before = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.rows.withWords(workspaceId, terms, { limit: limit + 1, before, conversationId });
    const page = pageOf(rows, limit, positionOf);
    const shown = await this.signed(await this.shown.ofRows(workspaceId, page.items, () => null));
    const items = shown.map((message, index) => ({ message, conversationId: page.items[index]?.conversationId }));
    return { ...page, items: items.flatMap((item) => (isPlaced(item) ? [item] : [])) };
  }

  private async older(conversation: ConversationState, { limit, cursor }: ThreadQuery): Promise<ThreadPage> {
    const { workspaceId, _id } = conversation;
    const before = cursor === undefined ? undefined : decodeCursor(cursor);
    const { rows, marks } = await this.rows.older(workspaceId, _id, limit + 1, before);
    const { items, ...page } = pageOf([...rows], limit, positionOf);
    const read = { rows: items, marks };
    if (before === undefined) return { ...page, items: await this.withOutbox(conversation, read) };
    const newerCursor = cursorOf(items[0]);
    return { ...page, items: await this.show(conversation, read), ...(newerCursor && { newerCursor }) };
  }

  private async newer(conversation: ConversationState, after: CursorPosition, limit: number): Promise<ThreadPage> {
    const { rows, marks } = await this.rows.newer(conversation.workspaceId, conversation._id, after, limit + 1);
    const more = rows.length > limit;
    const items = rows.slice(0, limit).reverse();
    const nextCursor = cursorOf(items.at(-1));
    const older = nextCursor === undefined ? {} : { nextCursor };
    const read = { rows: items, marks };
    if (!more) return { items: await this.withOutbox(conversation, read), ...older };
    const newerCursor = cursorOf(items[0]);
    return { items: await this.show(conversation, read), ...older, ...(newerCursor && { newerCursor }) };
  }

  private async around(conversation: ConversationState, messageId: string, limit: number): Promise<ThreadPage> {
    const { workspaceId, _id } = conversation;
    const middle = await this.messages.find(workspaceId, messageId);
    if (middle === null || middle.conversationId !== _id) throw messageNotFound();
    const half = Math.max(1, Math.floor(limit / 2));
    const [older, newer] = await Promise.all([
      this.rows.upTo(workspaceId, _id, positionOf(middle), half + 2),
      this.rows.newer(workspaceId, _id, positionOf(middle), half + 1),
    ]);
    const rows = [...newer.rows.slice(0, half).reverse(), ...older.rows.slice(0, half + 1)];
    const read = { rows, marks: [...newer.marks, ...older.marks] };
    const isEnd = newer.rows.length <= half;
    const items = isEnd ? await this.withOutbox(conversation, read) : await this.show(conversation, read);
    return {
      items,
      ...(older.rows.length > half + 1 ? { nextCursor: cursorOf(rows.at(-1)) } : {}),
      ...(isEnd ? {} : { newerCursor: cursorOf(rows[0]) }),
    };
  }

  private async show(conversation: ConversationState, read: ThreadRead): Promise<SignedMessage[]> {
    return this.signed(this.shown.ofPage(conversation, read));
  }

  private async withOutbox(conversation: ConversationState, read: ThreadRead): Promise<SignedMessage[]> {
    const settled = new Set(read.rows.map(({ _id }) => _id));
    const onTheWay = conversation.outbox.filter(({ id }) => !settled.has(id)).map(pendingMessage);
    return this.signed([...onTheWay.reverse(), ...this.shown.ofPage(conversation, read)]);
  }
}

const isPlaced = (item: { message: SignedMessage; conversationId: ConversationId | undefined }): item is FoundMessage =>
  item.conversationId !== undefined;

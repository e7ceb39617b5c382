import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { Model, mongo } from 'mongoose';
import type { ContactId, ConversationId, WorkspaceId } from '../../shared/kernel';
import { type ConversationRow, CONVERSATIONS, type MirroredContact } from '../schemas/conversation.schema';

type Rows = mongo.Collection<ConversationRow>;

/** A move of conversations from one contact to another, by a merge or its undoing. */
export interface ConversationsMove {
  workspaceId: WorkspaceId;
  mergeId: string;
  from: ContactId;
  to: ContactId;
  conversationIds: readonly ConversationId[];
}

/** The contact of a conversation, and its copy of what the inbox is filtered by. Turns write neither but a first contact. */
@Injectable()
export class ContactMirrorsRepository {
  private readonly rows: Rows;

  constructor(@InjectModel(CONVERSATIONS) model: Model<ConversationRow>) {
    this.rows = model.collection as unknown as Rows;
  }

  /** Only where the copy is older. */
  async mirror(workspaceId: WorkspaceId, contactId: ContactId, contact: MirroredContact): Promise<void> {
    const isOlder = { $or: [{ 'contact.revision': { $lt: contact.revision } }, { contact: { $exists: false } }] };
    await this.rows.updateMany({ workspaceId, contactId, ...isOlder }, { $set: { contact } });
  }

  /** Not where there is a later copy, of whichever contact: revisions go on counting when contacts become one, and two again. */
  async claim(
    workspaceId: WorkspaceId,
    conversationIds: readonly ConversationId[],
    contactId: ContactId,
    contact: MirroredContact,
  ): Promise<void> {
    const isNoLater = { $or: [{ 'contact.revision': { $lte: contact.revision } }, { contact: { $exists: false } }] };
    const filter = { _id: { $in: [...conversationIds] }, workspaceId, ...isNoLater };
    await this.rows.updateMany(filter, { $set: { contactId, contact } });
  }

  async follow({ workspaceId, mergeId, from, to }: ConversationsMove): Promise<void> {
    const change = { $set: { contactId: to }, $addToSet: { mergedBy: mergeId } };
    await this.rows.updateMany({ workspaceId, contactId: from }, change);
  }

  async goBack({ workspaceId, mergeId, to, conversationIds }: ConversationsMove): Promise<void> {
    const change = { $set: { contactId: to }, $pull: { mergedBy: mergeId } };
    await this.rows.updateMany({ workspaceId, mergedBy: mergeId }, change);
    await this.rows.updateMany({ _id: { $in: [...conversationIds] }, workspaceId }, change);
  }
}

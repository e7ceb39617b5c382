import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { AccountId, ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { MediaKind } from '../domain/media-format';

/** A file in the object store: a copy of what came with a message, or what a member uploaded to send. */
export interface MediaFileRow {
  _id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  accountId: AccountId;
  /** In the object store. */
  key: string;
  kind: MediaKind;
  /** Of a copy. */
  messageId?: string;
  /** Of an upload: by whom; absent when a machine did it. */
  uploadedBy?: UserId;
  /** Absent while it is being written. */
  contentType?: string;
  bytes?: number;
  /** Of the message, or of the upload: what is too old is forgotten by it. */
  at: Date;
}

export const MEDIA_FILES = 'mediaFiles';

export const mediaFileSchema = new Schema<MediaFileRow>(
  {
    _id: String,
    workspaceId: { type: String, required: true },
    conversationId: { type: String, required: true },
    accountId: String,
    key: { type: String, required: true },
    kind: String,
    messageId: String,
    uploadedBy: String,
    contentType: String,
    bytes: Number,
    at: { type: Date, required: true },
  },
  { collection: MEDIA_FILES, versionKey: false },
);

export const mediaFileIndexes: IndexDeclaration[] = [
  {
    collection: MEDIA_FILES,
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'of_conversation' },
    serves: 'exporting and erasing the files of a conversation or a workspace',
  },
  {
    collection: MEDIA_FILES,
    key: { workspaceId: 1, messageId: 1 },
    options: { name: 'of_message', partialFilterExpression: { messageId: { $exists: true } } },
    serves: 'removing the files of a message that was unsent',
  },
  {
    collection: MEDIA_FILES,
    key: { workspaceId: 1, uploadedBy: 1 },
    options: { name: 'of_member', partialFilterExpression: { uploadedBy: { $exists: true } } },
    serves: 'taking a member’s name off what they uploaded',
  },
  {
    collection: MEDIA_FILES,
    key: { workspaceId: 1, at: 1 },
    options: { name: 'retention' },
    serves: 'forgetting files that are too old',
  },
];

import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import type { InboxWishes } from '../domain/inbox-wishes';

/** What a member has begun to write and not sent. */
export interface ComposerDraftRow {
  /** Hash of conversation and member. */
  _id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  userId: UserId;
  text: string;
  updatedAt: Date;
  expiresAt: Date;
}

export interface QuickAnswerRow {
  _id: string;
  workspaceId: WorkspaceId;
  /** Null: the whole team's. */
  ownerId: UserId | null;
  /** Unique among those of its owner. */
  shortcut: string;
  title: string;
  text: string;
  terms: string[];
  createdAt: Date;
  updatedAt: Date;
}

/** A way to look at the inbox that is kept. */
export interface SavedViewRow {
  _id: string;
  workspaceId: WorkspaceId;
  /** Null: the whole team's. */
  ownerId: UserId | null;
  name: string;
  wishes: InboxWishes;
  createdAt: Date;
  updatedAt: Date;
}

export const COMPOSER_DRAFTS = 'composerDrafts';
export const QUICK_ANSWERS = 'quickAnswers';
export const SAVED_VIEWS = 'savedViews';

const required = { type: String, required: true } as const;

export const composerDraftSchema = new Schema<ComposerDraftRow>(
  {
    _id: String,
    workspaceId: required,
    conversationId: required,
    userId: required,
    text: String,
    updatedAt: Date,
    expiresAt: Date,
  },
  { collection: COMPOSER_DRAFTS, versionKey: false },
);

export const quickAnswerSchema = new Schema<QuickAnswerRow>(
  {
    _id: String,
    workspaceId: required,
    ownerId: String,
    shortcut: required,
    title: String,
    text: String,
    terms: [String],
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: QUICK_ANSWERS, versionKey: false },
);

export const savedViewSchema = new Schema<SavedViewRow>(
  {
    _id: String,
    workspaceId: required,
    ownerId: String,
    name: String,
    wishes: Schema.Types.Mixed,
    createdAt: Date,
    updatedAt: Date,
  },
  { collection: SAVED_VIEWS, versionKey: false, minimize: false },
);

const index = (
  collection: string,
  key: IndexDeclaration['key'],
  options: IndexDeclaration['options'],
  serves: string,
): IndexDeclaration => ({ collection, key, options, serves });

export const deskCollectionIndexes: IndexDeclaration[] = [
  index(
    COMPOSER_DRAFTS,
    { workspaceId: 1, conversationId: 1 },
    { name: 'of_conversation' },
    'erasing a conversation or a workspace',
  ),
  index(COMPOSER_DRAFTS, { workspaceId: 1, userId: 1 }, { name: 'of_member' }, 'erasing a member'),
  index(
    COMPOSER_DRAFTS,
    { expiresAt: 1 },
    { name: 'expiry', expireAfterSeconds: 0 },
    'forgetting what was never finished',
  ),
  index(
    QUICK_ANSWERS,
    { workspaceId: 1, ownerId: 1, shortcut: 1 },
    { name: 'shortcut', unique: true },
    'one answer a shortcut; erasing a member',
  ),
  index(
    QUICK_ANSWERS,
    { workspaceId: 1, ownerId: 1, createdAt: -1, _id: -1 },
    { name: 'newest' },
    'quick answers of the team or a member, newest first',
  ),
  index(
    QUICK_ANSWERS,
    { workspaceId: 1, ownerId: 1, terms: 1, createdAt: -1, _id: -1 },
    { name: 'terms-newest' },
    'quick answers by the beginnings of their words, newest first',
  ),
  index(
    SAVED_VIEWS,
    { workspaceId: 1, ownerId: 1 },
    { name: 'of_owner' },
    'views of the team and of a member; erasing the member',
  ),
];

import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import {
  type Consent,
  type ContactChange,
  CONSENTS,
  CONTACT_SOURCES,
  type ContactFieldValue,
  type ContactSource,
  type ContactStage,
  type IdentityProfile,
  type StageChange,
} from '../domain/contact';

/** What a row is found by. */
export { keysOf } from '../domain/contact-keys';

/** How many of the newest effects a contact remembers: far more than can be repeated after a crash. */
export const APPLIED_EFFECTS = 100;

@Schema({ _id: false })
export class ContactIdentityRow {
  @Prop({ type: String, required: true })
  accountId: string;

  @Prop({ type: String, required: true })
  participantId: string;

  @Prop({ type: String })
  username?: string;

  @Prop({ type: String })
  name?: string;

  /** As the channel told it last. */
  @Prop({ type: Object })
  profile?: IdentityProfile;
}

const ContactIdentitySchema = SchemaFactory.createForClass(ContactIdentityRow);

@Schema({ collection: 'contacts', versionKey: false })
export class ContactRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  workspaceId: string;

  @Prop({ type: [ContactIdentitySchema], required: true })
  identities: ContactIdentityRow[];

  @Prop({ type: String })
  name?: string;

  @Prop({ type: String })
  email?: string;

  @Prop({ type: String })
  phone?: string;

  @Prop({ type: [String], required: true })
  tags: string[];

  /** Of one of the workspace's pipelines; which there are is not for the schema to know. */
  @Prop({ type: String, required: true })
  stage: ContactStage;

  @Prop({ type: String })
  ownerId?: string;

  /** By key; absent in rows from before there were any. */
  @Prop({ type: Object })
  fields?: Record<string, ContactFieldValue>;

  @Prop({ type: String, enum: CONSENTS })
  marketingConsent?: Consent;

  @Prop({ type: Date })
  consentAt?: Date;

  @Prop({ type: String, enum: CONTACT_SOURCES })
  source?: ContactSource;

  @Prop({ type: String })
  externalId?: string;

  @Prop({ type: [String], default: undefined })
  goals?: string[];

  @Prop({ type: [Object], default: undefined })
  stageHistory?: StageChange[];

  @Prop({ type: [Object], default: undefined })
  changeHistory?: ContactChange[];

  /** Beginnings of its words, for the search; absent, like the other keys, in rows that nothing is known of yet. */
  @Prop({ type: [String], default: undefined })
  searchTerms?: string[];

  /** Its name as lists are sorted by it. */
  @Prop({ type: String })
  nameOrder?: string;

  /** `key=value` of its custom fields, for filters. */
  @Prop({ type: [String], default: undefined })
  fieldTerms?: string[];

  /** What only one person should have. */
  @Prop({ type: [String], default: undefined })
  matchKeys?: string[];

  /** By name of a field: the revision that last edited it, for undoing a merge. */
  @Prop({ type: Object })
  edits?: Record<string, number>;

  /** Since when others have an older copy of its tags, stage, goals or owner; absent when they have the present one. */
  @Prop({ type: Date })
  mirrorDue?: Date;

  /** Counts the changes; absent before the first one. */
  @Prop({ type: Number })
  revision?: number;

  /** Ids of the newest effects that changed it. */
  @Prop({ type: [String], default: undefined })
  effects?: string[];

  @Prop({ type: Date, required: true })
  createdAt: Date;

  @Prop({ type: Date, required: true })
  updatedAt: Date;
}

export const ContactSchema = SchemaFactory.createForClass(ContactRow);

export const contactIndexes: IndexDeclaration[] = [
  {
    collection: 'contacts',
    key: { workspaceId: 1, 'identities.accountId': 1, 'identities.participantId': 1 },
    options: {
      name: 'identity',
      unique: true,
      // Contacts without an identity must not collide with each other.
      partialFilterExpression: { 'identities.participantId': { $exists: true } },
    },
    serves: 'the contact of a participant; one contact an identity',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'contacts of a workspace, newest first',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, stage: 1, createdAt: -1, _id: -1 },
    options: { name: 'stage-newest' },
    serves: 'contacts of a workspace in one stage, newest first',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, tags: 1, createdAt: -1, _id: -1 },
    options: { name: 'tag-newest' },
    serves: 'contacts of a workspace with a tag, newest first',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, ownerId: 1, createdAt: -1, _id: -1 },
    options: { name: 'owner-newest' },
    serves: 'contacts that one member looks after, newest first; erasing that member',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, searchTerms: 1, createdAt: -1, _id: -1 },
    options: { name: 'terms-newest' },
    serves: 'the search by words and beginnings of words',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, fieldTerms: 1, createdAt: -1, _id: -1 },
    options: { name: 'field-newest' },
    serves: 'contacts by the value of a custom field, newest first',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, goals: 1, createdAt: -1, _id: -1 },
    options: { name: 'goal-newest' },
    serves: 'contacts who have reached a goal, newest first',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, updatedAt: -1, _id: -1 },
    options: { name: 'changed' },
    serves: 'contacts of a workspace, those that were changed last in front',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, nameOrder: 1, _id: 1 },
    options: { name: 'name' },
    serves: 'contacts of a workspace by name',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, matchKeys: 1 },
    options: { name: 'match', partialFilterExpression: { matchKeys: { $exists: true } } },
    serves: 'contacts that may be the same person; rows of an import that are there already',
  },
  {
    collection: 'contacts',
    key: { workspaceId: 1, externalId: 1 },
    options: { name: 'external-id', unique: true, partialFilterExpression: { externalId: { $exists: true } } },
    serves: 'one contact of an id in the system that it was imported from',
  },
  {
    collection: 'contacts',
    key: { mirrorDue: 1 },
    options: { name: 'mirror-due', partialFilterExpression: { mirrorDue: { $exists: true } } },
    serves: 'the job that repeats what a crash kept from being copied to conversations',
  },
];

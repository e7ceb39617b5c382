import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import { CONTACT_STAGES, type ContactFieldValue, type ContactStage, type IdentityProfile } from '../domain/contact';

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

  @Prop({ type: String, required: true, enum: CONTACT_STAGES })
  stage: ContactStage;

  @Prop({ type: String })
  ownerId?: string;

  /** By key; absent in rows from before there were any. */
  @Prop({ type: Object })
  fields?: Record<string, ContactFieldValue>;

  /** Counts the changes by people, machines and flows; absent before the first one. */
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
];

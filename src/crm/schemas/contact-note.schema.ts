import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { NoteEdit } from '../domain/contact-note';
import { type Origin, ORIGINS } from '../domain/origin';

const json = MongooseSchema.Types.Mixed;

@Schema({ collection: 'contactNotes', versionKey: false })
export class ContactNoteRow {
  /** Made from the effect that wrote it, where a flow did: so it is written once. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  workspaceId: string;

  @Prop({ type: String, required: true })
  contactId: string;

  @Prop({ type: String })
  conversationId?: string;

  @Prop({ type: String, required: true })
  text: string;

  @Prop({ type: String, required: true, enum: ORIGINS })
  origin: Origin;

  @Prop({ type: String })
  authorId?: string;

  @Prop({ type: Date, required: true })
  createdAt: Date;

  @Prop({ type: Date })
  editedAt?: Date;

  /** Members whom the text names. */
  @Prop({ type: [String], default: undefined })
  mentions?: string[];

  /** What it said before, oldest first. */
  @Prop({ type: [json], default: undefined })
  edits?: NoteEdit[];

  /** Merges of contacts that moved it. */
  @Prop({ type: [String], default: undefined })
  merges?: string[];
}

export const ContactNoteSchema = SchemaFactory.createForClass(ContactNoteRow);

export const contactNoteIndexes: IndexDeclaration[] = [
  {
    collection: 'contactNotes',
    key: { workspaceId: 1, contactId: 1, createdAt: -1, _id: -1 },
    options: { name: 'contact-newest' },
    serves: 'notes about a contact, newest first',
  },
  {
    collection: 'contactNotes',
    key: { workspaceId: 1, authorId: 1 },
    options: { name: 'author', partialFilterExpression: { authorId: { $exists: true } } },
    serves: 'erasing a member: the notes that carry their name',
  },
  {
    collection: 'contactNotes',
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'conversation', partialFilterExpression: { conversationId: { $exists: true } } },
    serves: 'a merge of contacts that is undone: notes of the conversations that go back',
  },
  {
    collection: 'contactNotes',
    key: { workspaceId: 1, mentions: 1 },
    options: { name: 'mentions', partialFilterExpression: { mentions: { $exists: true } } },
    serves: 'erasing a member: the notes that name them',
  },
];

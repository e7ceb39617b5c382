import { Schema } from 'mongoose';
import type { IndexDeclaration } from '../../database';
import type { DomainEvent } from '../domain/domain-event';

/** What a transaction says happened, until everybody has been told of it: seconds, as a rule. */
export interface DomainEventRow extends Omit<DomainEvent, 'id'> {
  _id: string;
  recordedAt: Date;
  /** Orders what one process recorded within the same millisecond. */
  place: number;
}

export const DOMAIN_EVENTS = 'domainEvents';

export const domainEventSchema = new Schema<DomainEventRow>(
  {
    _id: String,
    type: { type: String, required: true },
    workspaceId: { type: String, required: true },
    at: { type: Date, required: true },
    subjectId: { type: String, required: true },
    conversationId: String,
    userId: String,
    data: { type: Schema.Types.Mixed, required: true },
    recordedAt: { type: Date, required: true },
    place: { type: Number, required: true },
  },
  { collection: DOMAIN_EVENTS, versionKey: false, minimize: false },
);

export const domainEventIndexes: IndexDeclaration[] = [
  {
    collection: DOMAIN_EVENTS,
    key: { recordedAt: 1, place: 1 },
    options: { name: 'oldest_untold' },
    serves: 'the sweep for what nobody was told of, because the process that recorded it died',
  },
  {
    collection: DOMAIN_EVENTS,
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'of_conversation' },
    serves: 'erasure of a person or of a workspace',
  },
];

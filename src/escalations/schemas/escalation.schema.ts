import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import { ESCALATION_STATUSES, type EscalationStatus } from '../domain/escalation';

@Schema({ collection: 'escalations', versionKey: false })
export class EscalationRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  workspaceId: string;

  @Prop({ type: String, required: true })
  conversationId: string;

  @Prop({ type: [String], required: true })
  sourceIds: string[];

  @Prop({ type: String, required: true })
  reason: string;

  @Prop({ type: String, required: true })
  summary: string;

  @Prop({ type: String, required: true, enum: ESCALATION_STATUSES })
  status: EscalationStatus;

  /** True while the status is an open one, else absent: what the unique index counts. */
  @Prop({ type: Boolean })
  open?: true;

  @Prop({ type: Date })
  resolvedAt?: Date;

  @Prop({ type: String })
  resolvedBy?: string;

  @Prop({ type: Date })
  holdReleasedAt?: Date;

  @Prop({ type: Date, required: true })
  createdAt: Date;

  @Prop({ type: Date, required: true })
  updatedAt: Date;
}

export const EscalationSchema = SchemaFactory.createForClass(EscalationRow);

export const escalationIndexes: IndexDeclaration[] = [
  {
    collection: 'escalations',
    key: { workspaceId: 1, conversationId: 1 },
    options: { name: 'open-conversation', unique: true, partialFilterExpression: { open: true } },
    serves: 'the open escalation of a conversation; at most one',
  },
  {
    collection: 'escalations',
    key: { workspaceId: 1, sourceIds: 1 },
    options: { name: 'source', unique: true },
    serves: 'the escalation that a source led to, when opening is repeated after a crash',
  },
  {
    collection: 'escalations',
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'escalations of a workspace, newest first',
  },
  {
    collection: 'escalations',
    key: { workspaceId: 1, status: 1, createdAt: -1, _id: -1 },
    options: { name: 'status-newest' },
    serves: 'escalations of a workspace in one status, newest first',
  },
  {
    collection: 'escalations',
    key: { status: 1, holdReleasedAt: 1, resolvedAt: 1 },
    options: { name: 'hold-to-release' },
    serves: 'resolved escalations whose hold has not ended yet, across workspaces',
  },
];

import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { Actor } from '../../shared/kernel';

@Schema({ collection: 'auditEntries', versionKey: false })
export class AuditEntryRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: Date, required: true })
  at: Date;

  @Prop({ type: Object, required: true })
  actor: Actor;

  @Prop({ type: String })
  ip?: string;

  @Prop({ type: String, required: true })
  action: string;

  @Prop({ type: String })
  workspaceId?: string;

  @Prop({ type: String })
  target?: string;

  @Prop({ type: String, required: true })
  correlationId: string;

  @Prop({ type: String })
  beforeHash?: string;

  @Prop({ type: String })
  afterHash?: string;

  @Prop({ type: Object })
  details?: Record<string, string | number | boolean>;
}

export const AuditEntrySchema = SchemaFactory.createForClass(AuditEntryRow);

export const auditEntryIndexes: IndexDeclaration[] = [
  {
    collection: 'auditEntries',
    key: { at: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the audit trail for platform admins, newest first',
  },
];

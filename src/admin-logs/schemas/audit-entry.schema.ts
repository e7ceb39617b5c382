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

  /** True until the sealer has given it its place in a chain. */
  @Prop({ type: Boolean })
  unsealed?: boolean;

  @Prop({ type: String })
  chain?: string;

  @Prop({ type: Number })
  sequence?: number;

  @Prop({ type: String })
  previousHash?: string;

  @Prop({ type: String })
  hash?: string;
}

export const AuditEntrySchema = SchemaFactory.createForClass(AuditEntryRow);

const newestBy = (field: string, name: string, serves: string): IndexDeclaration => ({
  collection: 'auditEntries',
  key: { [field]: 1, at: -1, _id: -1 },
  options: { name, partialFilterExpression: { [field]: { $exists: true } } },
  serves,
});

export const auditEntryIndexes: IndexDeclaration[] = [
  {
    collection: 'auditEntries',
    key: { at: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'the audit trail for platform admins, newest first',
  },
  newestBy('workspaceId', 'workspace-newest', 'the audit trail of a workspace'),
  newestBy('actor.userId', 'person-newest', 'what a person did'),
  newestBy('action', 'action-newest', 'who did one kind of thing'),
  {
    collection: 'auditEntries',
    key: { unsealed: 1, at: 1, _id: 1 },
    options: { name: 'unsealed', partialFilterExpression: { unsealed: true } },
    serves: 'the sealer: entries without a place in their chain, oldest first',
  },
  {
    collection: 'auditEntries',
    key: { chain: 1, sequence: 1 },
    options: { name: 'chain-sequence', unique: true, partialFilterExpression: { sequence: { $exists: true } } },
    serves: 'walking a chain; no two entries in one place',
  },
];

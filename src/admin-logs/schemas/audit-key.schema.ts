import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { SealedSecret } from '../../shared/security';

/** What the hashes of somebody's data in the trail are made with. Without it they say nothing any more. */
@Schema({ collection: 'auditKeys', versionKey: false })
export class AuditKeyRow {
  /** The subject: a contact, a user or a workspace. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String })
  workspaceId?: string;

  @Prop({ type: Object, required: true })
  sealed: SealedSecret;

  @Prop({ type: Date, required: true })
  createdAt: Date;
}

export const AuditKeySchema = SchemaFactory.createForClass(AuditKeyRow);

export const auditKeyIndexes: IndexDeclaration[] = [
  {
    collection: 'auditKeys',
    key: { workspaceId: 1 },
    options: { name: 'workspace' },
    serves: 'erasing the keys of a workspace and of all who are known to it',
  },
];

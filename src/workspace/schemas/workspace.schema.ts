import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';

@Schema({ collection: 'workspaces', versionKey: false })
export class WorkspaceRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  name: string;

  @Prop({ type: Date })
  suspendedAt?: Date;

  /** Why, in a platform admin's words; shown to platform admins only. */
  @Prop({ type: String })
  suspendedReason?: string;

  /** Its data waits for erasure. */
  @Prop({ type: Date })
  deletedAt?: Date;

  /** Every member must have a second factor. Copied from the settings, since the guard asks on each request. */
  @Prop({ type: Boolean })
  requireSecondFactor?: boolean;

  /** Raised by each transaction that must not run beside another one of the workspace. */
  @Prop({ type: Number })
  guard?: number;

  @Prop({ type: Date, required: true })
  createdAt: Date;
}

export const WorkspaceSchema = SchemaFactory.createForClass(WorkspaceRow);

export const workspaceIndexes: IndexDeclaration[] = [
  {
    collection: 'workspaces',
    key: { createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'all workspaces, for platform admins, newest first',
  },
];

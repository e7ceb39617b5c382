import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Permission } from '../../shared/auth';
import type { IndexDeclaration } from '../../shared/database';

@Schema({ collection: 'apiKeys', versionKey: false })
export class ApiKeyRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  workspaceId: string;

  @Prop({ type: String, required: true })
  name: string;

  /** SHA-256 of the whole secret. */
  @Prop({ type: String, required: true })
  secretHash: string;

  @Prop({ type: [String], required: true })
  permissions: Permission[];

  @Prop({ type: String, required: true })
  createdBy: string;

  @Prop({ type: Date, required: true })
  createdAt: Date;

  @Prop({ type: Date })
  expiresAt?: Date;

  /** To the minute. */
  @Prop({ type: Date })
  lastUsedAt?: Date;
}

export const ApiKeySchema = SchemaFactory.createForClass(ApiKeyRow);

export const apiKeyIndexes: IndexDeclaration[] = [
  {
    collection: 'apiKeys',
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'workspace-newest' },
    serves: 'API keys of a workspace, newest first, and how many there are',
  },
];

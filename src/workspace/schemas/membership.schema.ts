import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { type Role, ROLES } from '../../shared/auth';
import type { IndexDeclaration } from '../../shared/database';

@Schema({ collection: 'memberships', versionKey: false })
export class MembershipRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  workspaceId: string;

  @Prop({ type: String, required: true })
  userId: string;

  @Prop({ type: String, required: true, enum: ROLES })
  role: Role;

  @Prop({ type: Date, required: true })
  createdAt: Date;
}

export const MembershipSchema = SchemaFactory.createForClass(MembershipRow);

export const membershipIndexes: IndexDeclaration[] = [
  {
    collection: 'memberships',
    key: { workspaceId: 1, userId: 1 },
    options: { name: 'workspace-user', unique: true },
    serves: 'the role of a user in a workspace, on every tenant request',
  },
  {
    collection: 'memberships',
    key: { workspaceId: 1, createdAt: -1, _id: -1 },
    options: { name: 'workspace-newest' },
    serves: 'members of a workspace, newest first',
  },
  {
    collection: 'memberships',
    key: { userId: 1 },
    options: { name: 'user' },
    serves: 'the workspaces of a user',
  },
];

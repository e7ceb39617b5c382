import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** Found by `_id` only, so it needs no index of its own. */
@Schema({ collection: 'workspaces', versionKey: false })
export class WorkspaceRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  name: string;

  @Prop({ type: Date })
  suspendedAt?: Date;

  @Prop({ type: Date, required: true })
  createdAt: Date;
}

export const WorkspaceSchema = SchemaFactory.createForClass(WorkspaceRow);

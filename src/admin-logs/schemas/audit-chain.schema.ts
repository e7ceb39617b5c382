import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

/** Where each chain ends; found by its name. */
@Schema({ collection: 'auditChains', versionKey: false })
export class AuditChainRow {
  /** The workspace, or `platform`. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: Number, required: true })
  sequence: number;

  @Prop({ type: String, required: true })
  hash: string;
}

export const AuditChainSchema = SchemaFactory.createForClass(AuditChainRow);

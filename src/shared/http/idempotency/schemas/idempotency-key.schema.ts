import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../../database';

@Schema({ collection: 'idempotencyKeys', versionKey: false })
export class IdempotencyKeyRow {
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  fingerprint: string;

  @Prop({ type: String, required: true })
  claimId: string;

  @Prop({ type: Date, required: true })
  startedAt: Date;

  @Prop({ type: Date, required: true })
  expiresAt: Date;

  /** Both absent while the request runs. */
  @Prop({ type: Number })
  status?: number;

  @Prop({ type: String })
  sealed?: string;
}

export const IdempotencyKeySchema = SchemaFactory.createForClass(IdempotencyKeyRow);

export const idempotencyKeyIndexes: IndexDeclaration[] = [
  {
    collection: 'idempotencyKeys',
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'TTL: keys are kept for 24 hours',
  },
];

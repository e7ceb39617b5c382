import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { SealedSecret } from '../../shared/security';

export type OutgoingMailStatus = 'pending' | 'parked';

/** A mail that was not handed over yet, or could not be; deleted once it was. */
@Schema({ collection: 'outgoingMails', versionKey: false })
export class OutgoingMailRow {
  @Prop({ type: String, required: true })
  _id: string;

  /** Recipient and content, which hold addresses and sign-in links. */
  @Prop({ type: Object, required: true })
  sealed: SealedSecret;

  @Prop({ type: String, required: true })
  correlationId: string;

  @Prop({ type: String, required: true })
  status: OutgoingMailStatus;

  @Prop({ type: Number, required: true })
  attempts: number;

  @Prop({ type: Date, required: true })
  nextAttemptAt: Date;

  @Prop({ type: Date, required: true })
  expiresAt: Date;
}

export const OutgoingMailSchema = SchemaFactory.createForClass(OutgoingMailRow);

export const outgoingMailIndexes: IndexDeclaration[] = [
  {
    collection: 'outgoingMails',
    key: { nextAttemptAt: 1 },
    options: { name: 'due', partialFilterExpression: { status: 'pending' } },
    serves: 'the mail that has been due for longest',
  },
  {
    collection: 'outgoingMails',
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'deletion of mails that nobody needs any more',
  },
];

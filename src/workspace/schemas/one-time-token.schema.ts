import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { TokenPurpose } from '../domain/one-time-token';

/** A link that was mailed to a user. Used up by deletion. */
@Schema({ collection: 'oneTimeTokens', versionKey: false })
export class OneTimeTokenRow {
  /** SHA-256 of the token, which stands in the mail only. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  userId: string;

  @Prop({ type: String, required: true })
  purpose: TokenPurpose;

  /** The address that the mail went to, normalised. */
  @Prop({ type: String, required: true })
  email: string;

  @Prop({ type: Date, required: true })
  expiresAt: Date;
}

export const OneTimeTokenSchema = SchemaFactory.createForClass(OneTimeTokenRow);

export const oneTimeTokenIndexes: IndexDeclaration[] = [
  {
    collection: 'oneTimeTokens',
    key: { userId: 1, purpose: 1 },
    options: { name: 'of-user' },
    serves: 'a new link replacing the older ones',
  },
  {
    collection: 'oneTimeTokens',
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'deletion of links that have expired',
  },
];

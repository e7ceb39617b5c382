import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';

/** A sign-in with the refresh token that holds it open. Ended by deletion. */
@Schema({ collection: 'refreshTokens', versionKey: false })
export class RefreshTokenRow {
  /** Id of the sign-in; access tokens name it. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  userId: string;

  /** Of the part that all tokens of this sign-in share. */
  @Prop({ type: String, required: true })
  familyHash: string;

  /** Of the part of the token that is good now. */
  @Prop({ type: String, required: true })
  tokenHash: string;

  /** Of the token before it. */
  @Prop({ type: String })
  previousHash?: string;

  @Prop({ type: Date, required: true })
  rotatedAt: Date;

  @Prop({ type: Boolean, required: true })
  secondFactor: boolean;

  @Prop({ type: String })
  ip?: string;

  @Prop({ type: Date, required: true })
  createdAt: Date;

  @Prop({ type: Date, required: true })
  expiresAt: Date;
}

export const RefreshTokenSchema = SchemaFactory.createForClass(RefreshTokenRow);

export const refreshTokenIndexes: IndexDeclaration[] = [
  {
    collection: 'refreshTokens',
    key: { userId: 1, createdAt: -1 },
    options: { name: 'of-user' },
    serves: 'the sign-ins of a user, newest first, and ending them',
  },
  {
    collection: 'refreshTokens',
    key: { expiresAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: 0 },
    serves: 'deletion of sign-ins that have expired',
  },
];

import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';
import type { MailTopic } from '../domain/mail-topics';
import type { SecondFactor } from '../domain/user';

@Schema({ collection: 'users', versionKey: false })
export class UserRow {
  @Prop({ type: String, required: true })
  _id: string;

  /** Normalised. */
  @Prop({ type: String, required: true })
  email: string;

  @Prop({ type: Date })
  emailVerifiedAt?: Date;

  @Prop({ type: String, required: true })
  passwordHash: string;

  @Prop({ type: Date })
  passwordChangedAt?: Date;

  @Prop({ type: Boolean })
  provisional?: true;

  @Prop({ type: String })
  instagramId?: string;

  @Prop({ type: String, required: true })
  name: string;

  @Prop({ type: Boolean, required: true })
  platformAdmin: boolean;

  /** Its secret is sealed, its recovery codes are hashed. */
  @Prop({ type: Object })
  secondFactor?: SecondFactor;

  @Prop({ type: Date })
  disabledAt?: Date;

  @Prop({ type: [String], default: undefined })
  mutedMails?: MailTopic[];

  @Prop({ type: Date, required: true })
  createdAt: Date;
}

export const UserSchema = SchemaFactory.createForClass(UserRow);

export const userIndexes: IndexDeclaration[] = [
  {
    collection: 'users',
    key: { email: 1 },
    options: { name: 'email', unique: true },
    serves: 'log in by e-mail; one user an address',
  },
  {
    collection: 'users',
    key: { instagramId: 1 },
    options: { name: 'instagram', unique: true, partialFilterExpression: { instagramId: { $exists: true } } },
    serves: 'sign in with Instagram; one user an account',
  },
  {
    collection: 'users',
    key: { createdAt: -1, _id: -1 },
    options: { name: 'newest' },
    serves: 'all users, for platform admins, newest first',
  },
];

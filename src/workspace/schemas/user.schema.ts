import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';

@Schema({ collection: 'users', versionKey: false })
export class UserRow {
  @Prop({ type: String, required: true })
  _id: string;

  /** Normalised. */
  @Prop({ type: String, required: true })
  email: string;

  @Prop({ type: String, required: true })
  passwordHash: string;

  @Prop({ type: String, required: true })
  name: string;

  @Prop({ type: Boolean, required: true })
  platformAdmin: boolean;

  @Prop({ type: Date })
  disabledAt?: Date;

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
];

import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';

/** That something about a user, sign-in, workspace or API key has changed: `revision` is new after each change. */
@Schema({ collection: 'accessRevisions', versionKey: false })
export class AccessRevisionRow {
  /** `<kind>:<id>`. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  revision: string;

  @Prop({ type: Date, required: true })
  at: Date;
}

export const AccessRevisionSchema = SchemaFactory.createForClass(AccessRevisionRow);

export const accessRevisionIndexes: IndexDeclaration[] = [
  {
    collection: 'accessRevisions',
    key: { at: 1 },
    options: { name: 'ttl', expireAfterSeconds: 24 * 60 * 60 },
    serves: 'deletion, long after every process has noticed the change',
  },
];

import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { IndexDeclaration } from '../../shared/database';

const KEPT_SECONDS = 3_600;

/** A worker that says that it is there. Times are the database's own. */
@Schema({ collection: 'workerProcesses', versionKey: false })
export class WorkerProcessRow {
  /** Chosen at its start. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: String, required: true })
  host: string;

  @Prop({ type: Number, required: true })
  pid: number;

  @Prop({ type: String, required: true })
  version: string;

  @Prop({ type: Date, required: true })
  startedAt: Date;

  @Prop({ type: Date, required: true })
  seenAt: Date;
}

export const WorkerProcessSchema = SchemaFactory.createForClass(WorkerProcessRow);

export const workerProcessIndexes: IndexDeclaration[] = [
  {
    collection: 'workerProcesses',
    key: { seenAt: 1 },
    options: { name: 'expiry', expireAfterSeconds: KEPT_SECONDS },
    serves: 'forgetting workers that are gone',
  },
];

import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';

export type JobOutcome = 'done' | 'failed';

/** One row for each job, found by its name. All times are the database's own. */
@Schema({ collection: 'scheduledJobs', versionKey: false })
export class ScheduledJobRow {
  /** The name. */
  @Prop({ type: String, required: true })
  _id: string;

  @Prop({ type: Date })
  nextDueAt?: Date;

  /** Somebody wants it to run now. */
  @Prop({ type: Date })
  requestedAt?: Date;

  /** The worker that runs it, until when others leave it alone. */
  @Prop({ type: String })
  owner?: string;

  @Prop({ type: Date })
  ownedUntil?: Date;

  @Prop({ type: Date })
  lastStartedAt?: Date;

  @Prop({ type: Date })
  lastFinishedAt?: Date;

  @Prop({ type: Number })
  durationMs?: number;

  @Prop({ type: String })
  outcome?: JobOutcome;

  @Prop({ type: String })
  errorCode?: string;
}

export const ScheduledJobSchema = SchemaFactory.createForClass(ScheduledJobRow);

import { Schema } from 'mongoose';

export const SUPPORT_COUNTERS = 'supportCounters';

/** The one row that counts tickets. */
export interface SupportCounterRow {
  _id: 'tickets';
  /** The number that was given last. */
  last: number;
}

export const supportCounterSchema = new Schema<SupportCounterRow>(
  { _id: String, last: { type: Number, required: true } },
  { collection: SUPPORT_COUNTERS, versionKey: false },
);

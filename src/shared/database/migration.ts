import type { Connection } from 'mongoose';

export type Database = NonNullable<Connection['db']>;

/** One forward-only step. Idempotent: a crash in between means it runs again. */
export interface Migration {
  /** Sorts by age, e.g. `0001-first-indexes`. */
  id: string;
  up(database: Database): Promise<void>;
}

import type { Migration } from '../src/shared/database';
import { firstIndexes } from './0001-first-indexes';

/** All migrations, oldest first. */
export const MIGRATIONS: readonly Migration[] = [firstIndexes];

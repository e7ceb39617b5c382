import type { Migration } from '../src/shared/database';
import { firstIndexes } from './0001-first-indexes';
import { workspacesAndAdmin } from './0002-workspaces-and-admin';

/** All migrations, oldest first. */
export const MIGRATIONS: readonly Migration[] = [firstIndexes, workspacesAndAdmin];

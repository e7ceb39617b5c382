import type { Migration } from '../src/shared/database';
import { firstIndexes } from './0001-first-indexes';
import { workspacesAndAdmin } from './0002-workspaces-and-admin';
import { flows } from './0003-flows';
import { instagramConnections } from './0004-instagram-connections';
import { instagramChannel } from './0005-instagram-channel';
import { knowledge } from './0006-knowledge';

/** All migrations, oldest first. */
export const MIGRATIONS: readonly Migration[] = [
  firstIndexes,
  workspacesAndAdmin,
  flows,
  instagramConnections,
  instagramChannel,
  knowledge,
];

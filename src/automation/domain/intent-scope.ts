import type { WorkspaceId } from '../../shared/kernel';

/** In place of a workspace: intents that every workspace has. */
export const PLATFORM = 'platform';

/** Whose intents. */
export type IntentScope = WorkspaceId | typeof PLATFORM;

import type { ApiRequest } from '../http';
import type { WorkspaceId } from '../kernel';
import type { DirectoryApiKey, DirectoryUser } from './access-directory';
import type { Permission } from './permissions';

/** A person who signed in. */
export interface SignedInUser extends DirectoryUser {
  kind: 'user';
  sessionId: string;
  secondFactor: boolean;
}

/** A machine with a key of its workspace. */
export interface KeyHolder extends DirectoryApiKey {
  kind: 'api-key';
}

export type Principal = SignedInUser | KeyHolder;

/** A request after the guard let it pass. */
export interface SignedInRequest extends ApiRequest {
  user?: Principal;
  /** On routes with `@Requires`: the workspace of the path, in which the caller may do this. */
  workspaceId?: WorkspaceId;
  /** All that the caller may do there. */
  granted?: readonly Permission[];
  /** A platform admin acts in a workspace, and why. */
  actingReason?: string;
}

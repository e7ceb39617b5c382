import type { UserId, WorkspaceId } from './ids';

/** Who does something: a person, a machine with a key of its workspace, or a part of Parley itself. */
export type Actor =
  /** `actingReason`: a platform admin in a workspace that is not theirs, and why. */
  | { kind: 'user'; userId: UserId; actingReason?: string }
  | { kind: 'api-key'; apiKeyId: string }
  | { kind: 'system'; name: string }
  /** Nobody has signed in, as on the routes for that. */
  | { kind: 'anonymous' };

/** Who asks, from where, under which correlation id. */
export interface Caller {
  actor: Actor;
  correlationId: string;
  /** Address of the client, where there is one. */
  ip?: string;
  /** The sign-in by which a person asks. */
  sessionId?: string;
}

/** Somebody who signed in, on routes about themselves or the platform. */
export interface UserCaller extends Caller {
  userId: UserId;
}

/** Who asks, for which workspace: the explicit first argument of tenant services. */
export interface RequestContext extends Caller {
  workspaceId: WorkspaceId;
}

/** The person behind it, as a part to spread; empty for machines. */
export function authorOf({ actor }: Pick<Caller, 'actor'>): { userId?: UserId } {
  return actor.kind === 'user' ? { userId: actor.userId } : {};
}

/** Of the user or the key: what records name as the one who did it. */
export function actorIdOf({ actor }: Pick<Caller, 'actor'>): string | undefined {
  if (actor.kind === 'user') return actor.userId;
  return actor.kind === 'api-key' ? actor.apiKeyId : undefined;
}

/** A part of Parley itself, named `<domain>.<what>`. */
export const systemCaller = (name: string, correlationId: string): Caller => ({
  actor: { kind: 'system', name },
  correlationId,
});

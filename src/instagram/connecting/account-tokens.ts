import { type AccountId, DomainError, type Secret, type WorkspaceId } from '../../shared/kernel';
import { GraphError, type GraphFailure, type LongLivedToken } from '../../shared/providers/meta-graph';
import type { SecretBox, SecretPlace } from '../../shared/security';
import { refreshDueAt } from '../domain/token-plan';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';

export const placeOfToken = (workspaceId: WorkspaceId, accountId: AccountId): SecretPlace => ({
  workspaceId,
  record: accountId,
  field: 'token',
});

/** Fields of the row for a token that was given just now. */
export function tokenFields(
  secrets: SecretBox,
  place: SecretPlace,
  { token, expiresInMs }: LongLivedToken,
  issuedAt: Date,
): Required<Pick<InstagramAccountRow, 'token' | 'tokenIssuedAt' | 'refreshDueAt'>> & { tokenExpiresAt: Date } {
  const expiresAt = new Date(issuedAt.getTime() + expiresInMs);
  return {
    token: secrets.seal(token, place),
    tokenIssuedAt: issuedAt,
    tokenExpiresAt: expiresAt,
    refreshDueAt: refreshDueAt({ issuedAt, expiresAt }),
  };
}

/** As calls to Graph want it. @throws DomainError SECRET.UNREADABLE. */
export function graphAccountOf(
  secrets: SecretBox,
  { _id, workspaceId, igUserId, token }: InstagramAccountRow,
): { igUserId: string; token: Secret } | null {
  return token === undefined ? null : { igUserId, token: secrets.open(token, placeOfToken(workspaceId, _id)) };
}

/** Of a call for one account: what went wrong with it; null for what is wrong with more than that. */
export function failureOf(error: unknown): GraphFailure | null {
  if (error instanceof GraphError) return error.failure;
  // Its key is not configured: no other account suffers from that.
  if (!(error instanceof DomainError) || error.code !== 'SECRET.UNREADABLE') return null;
  return { class: 'transient', code: error.code, message: error.message, retryAfterMs: 0 };
}

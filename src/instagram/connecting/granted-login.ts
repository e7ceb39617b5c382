import { Secret, type WorkspaceId } from '../../shared/kernel';
import type { LongLivedToken, OwnAccount } from '../../shared/providers/meta-graph';
import type { SealedSecret, SecretBox, SecretPlace } from '../../shared/security';

/** What the owner has given and nobody has taken yet. */
export interface GrantedAccount extends LongLivedToken {
  account: OwnAccount & { igUserId: string };
  permissions: string[];
  grantedAt: Date;
}

interface Stored {
  token: string;
  expiresInMs: number;
  account: GrantedAccount['account'];
  permissions: string[];
  grantedAt: string;
}

export const placeOfLogin = (workspaceId: WorkspaceId, record: string): SecretPlace => ({
  workspaceId,
  record,
  field: 'login',
});

export function sealGranted(secrets: SecretBox, place: SecretPlace, granted: GrantedAccount): SealedSecret {
  const { token, expiresInMs, account, permissions, grantedAt } = granted;
  const stored: Stored = {
    token: token.reveal(),
    expiresInMs,
    account,
    permissions,
    grantedAt: grantedAt.toISOString(),
  };
  return secrets.seal(new Secret(JSON.stringify(stored)), place);
}

/** @throws DomainError SECRET.UNREADABLE. */
export function openGranted(secrets: SecretBox, place: SecretPlace, sealed: SealedSecret): GrantedAccount {
  const { token, grantedAt, ...rest } = JSON.parse(secrets.open(sealed, place).reveal()) as Stored;
  return { ...rest, token: new Secret(token), grantedAt: new Date(grantedAt) };
}

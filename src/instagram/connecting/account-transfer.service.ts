import { Injectable } from '@nestjs/common';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import { type AccountId, type Caller, Clock, newId, type WorkspaceId } from '../../shared/kernel';
import { SecretBox, type SealedSecret } from '../../shared/security';
import { AccountLedger } from '../account-ledger.service';
import { isHeld } from '../domain/account-state';
import { accountNotFound, accountTaken, disconnectedAccount, sameWorkspace } from '../instagram.errors';
import { InstagramAccountsRepository } from '../repositories/instagram-accounts.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { placeOfToken } from './account-tokens';

/** Moves an account to another workspace, by a platform admin: where nobody is left who could disconnect it. */
@Injectable()
export class AccountTransfer {
  constructor(
    private readonly accounts: InstagramAccountsRepository,
    private readonly ledger: AccountLedger,
    private readonly changes: AuditedChanges,
    private readonly secrets: SecretBox,
    private readonly clock: Clock,
  ) {}

  /**
   * What was written in the old workspace stays there; the new one begins without history. The id is of the row there.
   * @throws DomainError ACCOUNT.NOT_FOUND, .DISCONNECTED, .SAME_WORKSPACE, WORKSPACE.NOT_FOUND, PLAN.LIMIT_REACHED.
   */
  async transfer(caller: Caller, igUserId: string, to: WorkspaceId): Promise<AccountId> {
    const from = await this.accounts.findByPlatformId(igUserId);
    if (from === null) throw accountNotFound();
    if (!isHeld(from.status) || from.token === undefined) throw disconnectedAccount();
    if (from.workspaceId === to) throw sameWorkspace();
    const own = await this.accounts.findOwn(to, from.igUserId);
    const accountId = own?._id ?? newId<AccountId>(this.clock.now());
    const token = this.sealedFor(to, accountId, from);
    await this.unlessTaken(() =>
      this.ledger.admit(to, () =>
        this.changes.run(caller, async (record) => {
          const at = this.clock.now();
          await this.accounts.disconnect(from.workspaceId, from._id, 'The account was moved to another workspace.', at);
          await this.arrive(from, { to, accountId, token, isKnown: own !== null, at });
          const action = 'account.transferred';
          await record({ action, workspaceId: from.workspaceId, target: from._id, details: { direction: 'out' } });
          await record({ action, workspaceId: to, target: accountId, details: { direction: 'in' } });
        }),
      ),
    );
    await this.ledger.announce(from._id);
    await this.ledger.announce(accountId);
    return accountId;
  }

  private async arrive(from: InstagramAccountRow, { to, accountId, token, isKnown, at }: Arrival): Promise<void> {
    const { igScopedId, username, name, accountType, profilePictureUrl, permissions } = from;
    const { tokenExpiresAt, tokenIssuedAt, refreshDueAt, status, statusReason } = from;
    const given = { name, accountType, profilePictureUrl, permissions, tokenIssuedAt, refreshDueAt };
    const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    const fields = { ...known, igScopedId, username, token, tokenExpiresAt, subscriptionDueAt: at };
    if (isKnown) return this.accounts.connectAgain(to, accountId, fields, at);
    await this.accounts.insert({
      _id: accountId,
      workspaceId: to,
      loginKind: from.loginKind,
      igUserId: from.igUserId,
      ...fields,
      tokenVersion: 1,
      status,
      ...(statusReason === undefined ? {} : { statusReason }),
      statusAt: at,
      createdAt: at,
      updatedAt: at,
    });
  }

  /** Sealed secrets do not open in another place. */
  private sealedFor(to: WorkspaceId, accountId: AccountId, from: InstagramAccountRow): SealedSecret {
    if (from.token === undefined) throw disconnectedAccount();
    const token = this.secrets.open(from.token, placeOfToken(from.workspaceId, from._id));
    return this.secrets.seal(token, placeOfToken(to, accountId));
  }

  private async unlessTaken(move: () => Promise<void>): Promise<void> {
    try {
      await move();
    } catch (error) {
      throw isDuplicateKey(error) ? accountTaken() : error;
    }
  }
}

interface Arrival {
  to: WorkspaceId;
  accountId: AccountId;
  token: SealedSecret;
  /** Whether the workspace had the account before. */
  isKnown: boolean;
  at: Date;
}

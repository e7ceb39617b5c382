import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import type { UserCaller, UserId } from '../../shared/kernel';
import { AccountRemains } from './account-remains';
import { type Belonging, deletionPlan } from '../domain/account-deletion';
import { MembershipsRepository } from '../repositories/memberships.repository';
import { PasswordCheck } from './password-check.service';
import { WorkspaceGuard } from '../workspace-guard.service';
import { WorkspaceLifecycle } from '../workspace-lifecycle.service';
import { soleOwner } from '../workspace.errors';

/**
 * A user goes. Workspaces that nobody else is in go with them; in others they leave what they did, without their name.
 * Flow templates belong to the installation, not to users, and stay.
 */
@Injectable()
export class AccountDeletion {
  constructor(
    private readonly passwords: PasswordCheck,
    private readonly memberships: MembershipsRepository,
    private readonly guard: WorkspaceGuard,
    private readonly lifecycle: WorkspaceLifecycle,
    private readonly remains: AccountRemains,
    private readonly changes: AuditedChanges,
  ) {}

  /** @throws DomainError AUTH.PASSWORD_WRONG; USER.SOLE_OWNER, which names the workspaces. */
  async delete(caller: UserCaller, password: string): Promise<void> {
    const { userId } = caller;
    await this.passwords.confirm(userId, password);
    await this.changes.run(caller, async (record) => {
      const { blocking, deleting, leaving } = deletionPlan(await this.belongingsOf(userId));
      if (blocking.length > 0) throw soleOwner(blocking);
      for (const workspaceId of deleting) await this.lifecycle.delete({ ...caller, workspaceId });
      for (const workspaceId of leaving) await this.memberships.remove(workspaceId, userId);
      await this.remains.remove(caller);
      const details = { workspacesDeleted: deleting.length, workspacesLeft: leaving.length };
      await record({ action: 'user.deleted', target: userId, details });
    });
  }

  /** Each workspace is entered first, so that its members stay as they are until this is over. */
  private async belongingsOf(userId: UserId): Promise<Belonging[]> {
    const belongings: Belonging[] = [];
    for (const { workspaceId, role } of await this.memberships.listByUser(userId)) {
      await this.guard.enter(workspaceId);
      const owners = await this.memberships.count(workspaceId, 'owner');
      belongings.push({ workspaceId, role, owners, members: await this.memberships.count(workspaceId) });
    }
    return belongings;
  }
}

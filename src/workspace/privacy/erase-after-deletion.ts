import { Injectable } from '@nestjs/common';
import { Contributions, newId, type UserId, type WorkspaceId } from '../../shared/kernel';
import type { PrivacyRequest } from '../domain/privacy/privacy-request';
import { EraseWorkspace } from '../erase-workspace.port';
import { EraseUser } from '../identity/erase-user.port';
import { PrivacyRequestsRepository } from '../repositories/privacy-requests.repository';

/** Who deletes a workspace or an account need not ask for erasure: it is asked for in the same transaction. */
@Injectable()
export class EraseAfterDeletion {
  constructor(
    contributions: Contributions,
    private readonly requests: PrivacyRequestsRepository,
  ) {
    contributions.provide(EraseWorkspace, { begin: (workspaceId, at) => this.eraseWorkspace(workspaceId, at) });
    contributions.provide(EraseUser, { begin: (userId, at) => this.eraseUser(userId, at) });
  }

  private async eraseWorkspace(workspaceId: WorkspaceId, at: Date): Promise<void> {
    await this.requests.insert({ ...erasure(at), workspaceId, subject: { kind: 'workspace', id: workspaceId } });
  }

  private async eraseUser(userId: UserId, at: Date): Promise<void> {
    await this.requests.insert({ ...erasure(at), subject: { kind: 'user', id: userId } });
  }
}

const erasure = (at: Date): Omit<PrivacyRequest, 'subject'> => ({
  id: newId(at),
  kind: 'erase',
  status: 'queued',
  progress: [],
  attempts: 0,
  dueAt: at,
  createdAt: at,
});

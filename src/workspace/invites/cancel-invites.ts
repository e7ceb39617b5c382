import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { EraseWorkspace } from '../erase-workspace.port';
import { WorkspaceInvitesRepository } from '../repositories/workspace-invites.repository';

/** Nobody joins a workspace that was deleted. */
@Injectable()
export class CancelInvites extends EraseWorkspace {
  constructor(
    contributions: Contributions,
    private readonly invites: WorkspaceInvitesRepository,
  ) {
    super();
    contributions.provide(EraseWorkspace, this);
  }

  override async begin(workspaceId: WorkspaceId, at: Date): Promise<void> {
    await this.invites.cancelAll(workspaceId, at);
  }
}

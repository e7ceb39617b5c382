import { Injectable } from '@nestjs/common';
import { Clock, Contributions, type WorkspaceId } from '../../shared/kernel';
import { MembershipsRepository } from '../repositories/memberships.repository';
import { WorkspaceInvitesRepository } from '../repositories/workspace-invites.repository';
import { CountedResource } from './counted-resource.port';

/** Members, and those who are invited: a seat is taken by the invitation. */
@Injectable()
export class TeamMembers extends CountedResource {
  readonly resource = 'teamMembers';

  constructor(
    contributions: Contributions,
    private readonly memberships: MembershipsRepository,
    private readonly invites: WorkspaceInvitesRepository,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(CountedResource, this);
  }

  override async count(workspaceId: WorkspaceId): Promise<number> {
    const members = await this.memberships.count(workspaceId);
    return members + (await this.invites.countPending(workspaceId, this.clock.now()));
  }
}

import { Injectable } from '@nestjs/common';
import type { RequestContext, UserId } from '../../shared/kernel';
import type { PrivacyRequest } from '../domain/privacy/privacy-request';
import { MembersService } from '../members.service';
import { MembershipsRepository } from '../repositories/memberships.repository';
import { memberNotFound } from '../workspace.errors';
import { PersonalDataRegistry } from './personal-data-registry';
import { PrivacyRequests } from './privacy-requests.service';

/** What a workspace knows of the people who work in it. */
@Injectable()
export class MemberPrivacy {
  constructor(
    private readonly requests: PrivacyRequests,
    private readonly memberships: MembershipsRepository,
    private readonly members: MembersService,
    private readonly personal: PersonalDataRegistry,
  ) {}

  /** @throws DomainError MEMBER.NOT_FOUND. */
  async export(context: RequestContext, userId: UserId): Promise<PrivacyRequest> {
    const { workspaceId } = context;
    if ((await this.memberships.find(workspaceId, userId)) === null) throw memberNotFound();
    return this.requests.ask(context, { kind: 'export', workspaceId, subject: { kind: 'member', id: userId } });
  }

  /**
   * Also of one who has left; who is still there is removed first.
   * @throws DomainError MEMBER.NOT_FOUND when the workspace knows nothing of them, else as removing a member does.
   */
  async erase(context: RequestContext, userId: UserId): Promise<PrivacyRequest> {
    const { workspaceId } = context;
    const isMember = (await this.memberships.find(workspaceId, userId)) !== null;
    if (!isMember && !(await this.personal.knows({ kind: 'member', workspaceId, userId }))) throw memberNotFound();
    const wanted = { kind: 'erase' as const, workspaceId, subject: { kind: 'member' as const, id: userId } };
    return this.requests.ask(context, wanted, isMember ? () => this.members.remove(context, userId) : undefined);
  }
}

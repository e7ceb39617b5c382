import { Injectable } from '@nestjs/common';
import { workspaceNotFound } from '../../shared/auth';
import { AuditedChanges, isDuplicateKey } from '../../shared/database';
import { authorOf, Clock, decodeCursor, newId, type Page, pageOf, type RequestContext } from '../../shared/kernel';
import { normaliseEmail } from '../domain/email';
import { type Invite, type InvitedRole, inviteExpiry } from '../domain/invite';
import { reaches } from '../domain/membership-rules';
import { CountedLimits } from '../plans/counted-limits.service';
import { WorkspaceInvitesRepository } from '../repositories/workspace-invites.repository';
import { aboveOwnRole } from '../workspace.errors';
import { WorkspaceTeam } from '../workspace-team.service';
import { InviteLetters } from './invite-letters.service';
import { alreadyMember, inviteNotFound, invitePending } from './invites.errors';

/** Inviting people into a workspace. No answer and no record holds a token: it is in the mail alone. */
@Injectable()
export class InvitesService {
  constructor(
    private readonly invites: WorkspaceInvitesRepository,
    private readonly team: WorkspaceTeam,
    private readonly limits: CountedLimits,
    private readonly letters: InviteLetters,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** Takes a seat at once. @throws DomainError MEMBER.ABOVE_OWN_ROLE, INVITE.PENDING, .ALREADY_MEMBER, PLAN.LIMIT_REACHED. */
  async invite(context: RequestContext, address: string, role: InvitedRole): Promise<Invite> {
    const email = normaliseEmail(address);
    const { workspaceId } = context;
    const now = this.clock.now();
    const { userId: invitedBy } = authorOf(context);
    const { token, hash } = this.letters.newToken();
    const invite: Invite = {
      id: newId(now),
      workspaceId,
      email,
      role,
      ...(invitedBy === undefined ? {} : { invitedBy }),
      status: 'pending',
      sentAt: now,
      expiresAt: inviteExpiry(now),
      createdAt: now,
    };
    await this.unlessPending(() =>
      this.changes.run(context, async (record) => {
        const workspaceName = await this.enter(context, role);
        if (await this.team.hasMember(workspaceId, email)) throw alreadyMember();
        await this.invites.expireOf(workspaceId, email, now);
        await this.limits.admit(workspaceId, 'teamMembers');
        await this.invites.insert(invite, hash);
        await this.letters.send({ to: email, workspaceName, token, correlationId: context.correlationId });
        await record({ action: 'invite.sent', workspaceId, target: invite.id, details: { role } });
      }),
    );
    return invite;
  }

  /** Open ones, newest first. @throws DomainError CURSOR.INVALID. */
  async list({ workspaceId }: RequestContext, limit: number, cursor?: string): Promise<Page<Invite>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor);
    const rows = await this.invites.listPending(workspaceId, this.clock.now(), limit + 1, after);
    return pageOf(rows, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
  }

  /** A new mail with a new token and new days; the old token is worthless. Also after it has expired. @throws DomainError INVITE.NOT_FOUND, and as `invite`. */
  async resend(context: RequestContext, inviteId: string): Promise<Invite> {
    const { workspaceId, correlationId } = context;
    const sentAt = this.clock.now();
    const expiresAt = inviteExpiry(sentAt);
    const { token, hash } = this.letters.newToken();
    return this.changes.run(context, async (record) => {
      const invite = await this.pending(context, inviteId);
      const workspaceName = await this.enter(context, invite.role);
      // An expired one holds no seat any more.
      if (invite.expiresAt <= sentAt) await this.limits.admit(workspaceId, 'teamMembers');
      await this.invites.renew(inviteId, { sentAt, expiresAt }, hash);
      await this.letters.send({ to: invite.email, workspaceName, token, correlationId });
      await record({ action: 'invite.resent', workspaceId, target: inviteId });
      return { ...invite, sentAt, expiresAt };
    });
  }

  /** @throws DomainError INVITE.NOT_FOUND. */
  async cancel(context: RequestContext, inviteId: string): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      await this.pending(context, inviteId);
      await this.invites.cancel(inviteId, this.clock.now());
      await record({ action: 'invite.cancelled', workspaceId, target: inviteId });
    });
  }

  /** @returns the name of the workspace. */
  private async enter(context: RequestContext, role: InvitedRole): Promise<string> {
    if (!reaches(await this.team.roleOf(context), role)) throw aboveOwnRole();
    const name = await this.team.nameOf(context.workspaceId);
    if (name === null) throw workspaceNotFound();
    return name;
  }

  private async pending({ workspaceId }: RequestContext, inviteId: string): Promise<Invite> {
    const invite = await this.invites.findPending(workspaceId, inviteId);
    if (invite === null) throw inviteNotFound();
    return invite;
  }

  private async unlessPending(change: () => Promise<void>): Promise<void> {
    try {
      await change();
    } catch (error) {
      throw isDuplicateKey(error) ? invitePending() : error;
    }
  }
}

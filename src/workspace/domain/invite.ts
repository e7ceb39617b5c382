import type { Role } from '../../shared/auth';
import type { UserId, WorkspaceId } from '../../shared/kernel';
import { type MailContent, mailOf } from './account-mails';

/** Nobody becomes an owner by an invitation: ownership is handed over by an owner. */
export const INVITED_ROLES = ['admin', 'agent', 'viewer'] as const;
export type InvitedRole = (typeof INVITED_ROLES)[number] & Role;

export type InviteStatus = 'pending' | 'accepted' | 'cancelled' | 'expired';

export interface Invite {
  id: string;
  workspaceId: WorkspaceId;
  /** Normalised. */
  email: string;
  role: InvitedRole;
  invitedBy?: UserId;
  status: InviteStatus;
  /** When the mail that holds the token was last sent. */
  sentAt: Date;
  expiresAt: Date;
  createdAt: Date;
}

const DAY_MS = 24 * 60 * 60 * 1000;
export const INVITE_DAYS = 7;
/** How long an invitation is still shown to nobody, but known, after it has ended. */
const KEPT_DAYS = 30;

export const inviteExpiry = (sentAt: Date): Date => new Date(sentAt.getTime() + INVITE_DAYS * DAY_MS);
export const forgottenAt = (endedAt: Date): Date => new Date(endedAt.getTime() + KEPT_DAYS * DAY_MS);

/** The only place where the token of an invitation is ever written. */
export function inviteMail(workspaceName: string, link: string): MailContent {
  return mailOf(
    `Join ${workspaceName}`,
    ['Hello,', `you are invited to work in “${workspaceName}” with Parley.`],
    [`The link is good for ${INVITE_DAYS} days, once.`, 'If you do not know who this is, ignore this mail.'],
    { action: 'Accept the invitation', link },
  );
}

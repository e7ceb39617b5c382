import type { AccountId, ContactId, UserId, WorkspaceId } from '../../shared/kernel';

export const CONTACT_STAGES = ['new', 'engaged', 'qualified', 'won', 'lost'] as const;
export type ContactStage = (typeof CONTACT_STAGES)[number];

/** How a channel knows the person. */
export interface ContactIdentity {
  accountId: AccountId;
  participantId: string;
  username?: string;
  /** As the channel shows it. */
  name?: string;
}

/** A person in the CRM of a workspace. */
export interface Contact {
  id: ContactId;
  workspaceId: WorkspaceId;
  identities: ContactIdentity[];
  /** The first name a channel told, until somebody edits it. */
  name?: string;
  email?: string;
  phone?: string;
  tags: string[];
  stage: ContactStage;
  ownerId?: UserId;
  createdAt: Date;
  updatedAt: Date;
}

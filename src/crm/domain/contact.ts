import type { AccountId, ContactId, UserId, WorkspaceId } from '../../shared/kernel';
import type { PersonRef } from './person';

/** Key of a stage of one of the workspace's pipelines. */
export type ContactStage = string;

/** Where everybody begins; it may be renamed, but never goes away. */
export const ENTRY_STAGE = 'new';

export const CONSENTS = ['granted', 'withdrawn'] as const;
export type Consent = (typeof CONSENTS)[number];

/** How a contact came to be; absent: the person wrote. */
export const CONTACT_SOURCES = ['member', 'import'] as const;
export type ContactSource = (typeof CONTACT_SOURCES)[number];

/** A custom field's value. Texts have at most 500 characters, numbers are finite. */
export type ContactFieldValue = string | number | boolean;
export type ContactFields = Readonly<Record<string, ContactFieldValue>>;

/** How a channel knows the person. */
export interface ContactIdentity {
  accountId: AccountId;
  participantId: string;
  username?: string;
  /** As the channel shows it. */
  name?: string;
  profile?: IdentityProfile;
}

/** What else the channel shows of the person; whatever it does not tell is absent. */
export interface IdentityProfile {
  /** Of the channel's; ends to work within days. */
  pictureUrl?: string;
  followerCount?: number;
  isVerified?: boolean;
  /** The person follows the account. */
  followsBusiness?: boolean;
  /** The account follows the person. */
  followedByBusiness?: boolean;
  /** When the channel was asked. */
  at: Date;
}

export interface StageChange {
  id: string;
  at: Date;
  from: ContactStage;
  to: ContactStage;
  /** Of a member who did it; absent for machines and flows. */
  userId?: UserId;
}

/** Of anything but the stage. */
export interface ContactChange {
  id: string;
  at: Date;
  /** Names of what changed, custom fields as `fields.<key>`; what they said is not kept, but for tags and owner. */
  changed: readonly string[];
  /** Tags. */
  added?: readonly string[];
  removed?: readonly string[];
  owner?: { from: UserId | null; to: UserId | null };
  /** Of a member who did it; absent for machines and flows. */
  userId?: UserId;
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
  fields: ContactFields;
  /** Whether the person agreed to be written to beyond what they ask for; absent: nobody knows. */
  marketingConsent?: Consent;
  /** When the consent was given or withdrawn. */
  consentAt?: Date;
  source?: ContactSource;
  /** Of the system that it was imported from; unique in the workspace. */
  externalId?: string;
  /** What conversations with the person have reached. */
  goals?: readonly string[];
  /** The newest last; those of contacts that were merged into it, too. */
  stageHistory?: readonly StageChange[];
  changeHistory?: readonly ContactChange[];
  createdAt: Date;
  updatedAt: Date;
}

/** A contact as flows see it: what is not known is absent. */
export interface ContactView {
  name?: string;
  username?: string;
  email?: string;
  phone?: string;
  stage: ContactStage;
  tags: string[];
  ownerId?: UserId;
  profilePictureUrl?: string;
  followerCount?: number;
  isVerified?: boolean;
  /** The person follows the account. */
  followsBusiness?: boolean;
  /** The account follows the person. */
  followedByBusiness?: boolean;
  fields: ContactFields;
}

/** `person`: how it was asked for; by an identity, the view names that one, else the first. */
export function viewOf(contact: Contact, person: PersonRef): ContactView {
  const { email, phone, stage, tags, ownerId, fields } = contact;
  const identity = identityOf(contact, person);
  const { pictureUrl: profilePictureUrl, at: _at, ...profile } = identity?.profile ?? {};
  const names = { name: contact.name ?? identity?.name, username: identity?.username };
  const known = { ...names, email, phone, ownerId, profilePictureUrl, ...profile };
  const given = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  return { ...given, stage, tags: [...tags], fields: { ...fields } };
}

function identityOf({ identities }: Contact, person: PersonRef): ContactIdentity | undefined {
  if (!('participantId' in person)) return identities[0];
  const { accountId, participantId } = person;
  return identities.find((one) => one.accountId === accountId && one.participantId === participantId);
}

import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import {
  type Consent,
  CONSENTS,
  type Contact,
  CONTACT_SOURCES,
  type ContactFields,
  type ContactSource,
} from '../domain/contact';

export class IdentityProfileResponse {
  /** Ends to work within days. */
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

export class ContactIdentityResponse {
  /** The connected account that the person wrote to. */
  accountId: string;

  /** The person's id on that account's platform. */
  participantId: string;

  username?: string;

  name?: string;

  /** What else the channel shows of the person. */
  profile?: IdentityProfileResponse;
}

export class ContactResponse {
  id: string;

  @ApiProperty({ type: [ContactIdentityResponse] })
  identities: ContactIdentityResponse[];

  name?: string;

  email?: string;

  phone?: string;

  tags: string[];

  /** Key of a stage of one of the workspace’s pipelines. */
  stage: string;

  /** The member who looks after the contact. */
  ownerId?: string;

  /** Custom fields by key: texts, numbers, true or false. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { size: 'M', visits: 3 } })
  fields: ContactFields;

  /** Whether the person agreed to be written to beyond what they ask for; absent: nobody knows. */
  @ApiProperty({ enum: CONSENTS, required: false })
  marketingConsent?: Consent;

  /** When the consent was given or withdrawn. */
  consentAt?: Date;

  @ApiProperty({ enum: CONTACT_SOURCES, required: false, description: 'How it came to be; absent: the person wrote.' })
  source?: ContactSource;

  /** Of the system that it comes from. */
  externalId?: string;

  /** What conversations with the person have reached. */
  @ApiProperty({ type: [String] })
  goals: string[];

  createdAt: Date;

  updatedAt: Date;
}

export class ContactPageResponse extends PageOf(ContactResponse) {}

export class ContactCountResponse {
  /** At most 10,000. */
  count: number;

  /** There are more. */
  isCapped: boolean;
}

export function toContactResponse(contact: Contact): ContactResponse {
  const { workspaceId: _w, stageHistory: _s, changeHistory: _c, goals = [], ...shown } = contact;
  return { ...shown, goals: [...goals] };
}

export function toContactPageResponse(page: Page<Contact>): ContactPageResponse {
  return { ...page, items: page.items.map(toContactResponse) };
}

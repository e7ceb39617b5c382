import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import { type Contact, CONTACT_STAGES, type ContactFields, type ContactStage } from '../domain/contact';

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

  @ApiProperty({ enum: CONTACT_STAGES })
  stage: ContactStage;

  /** The member who looks after the contact. */
  ownerId?: string;

  /** Custom fields by key: texts, numbers, true or false. */
  @ApiProperty({ type: 'object', additionalProperties: true, example: { size: 'M', visits: 3 } })
  fields: ContactFields;

  createdAt: Date;

  updatedAt: Date;
}

export class ContactPageResponse extends PageOf(ContactResponse) {}

export function toContactResponse(contact: Contact): ContactResponse {
  const { id, identities, name, email, phone, tags, stage, ownerId, fields, createdAt, updatedAt } = contact;
  return { id, identities, name, email, phone, tags, stage, ownerId, fields, createdAt, updatedAt };
}

export function toContactPageResponse(page: Page<Contact>): ContactPageResponse {
  return { ...page, items: page.items.map(toContactResponse) };
}

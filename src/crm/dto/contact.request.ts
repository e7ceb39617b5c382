import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsObject,
  IsString,
  Length,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import { type Consent, CONSENTS } from '../domain/contact';
import type { ContactChanges } from '../domain/contact-changes';
import { CONTACT_SORTS, type ContactSort } from '../domain/contact-filter';
import {
  EMAIL_MAX,
  EXTERNAL_ID,
  EXTERNAL_ID_MAX,
  FIELDS_MAX,
  NAME_MAX,
  TAG_MAX,
  TAGS_MAX,
} from '../domain/contact-values';
import { STAGE_KEY } from '../domain/pipeline';
import { ContactFilterRequest } from './contact-filter.request';
import { whenGiven, whenSent } from './presence';

/** Longer than what is allowed, since spaces and ornaments are taken off first. */
const RAW = 1000;

export class ContactsFilterQuery extends ContactFilterRequest {
  /** Only contacts of this segment. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'segmentId must be an id' })
  segmentId?: string;
}

export class ContactsQuery extends IntersectionType(ContactsFilterQuery, PageQuery) {
  @ApiPropertyOptional({ enum: CONTACT_SORTS, default: 'newest' })
  @IsIn(CONTACT_SORTS)
  sort: ContactSort = 'newest';
}

/** Fields that are absent stay as they are; null clears. */
export class ChangeContactRequest {
  @ApiProperty({ type: String, required: false, nullable: true, maxLength: NAME_MAX, example: 'Mia Berg' })
  @ValidateIf(whenGiven)
  @IsString()
  @MaxLength(RAW)
  name?: string | null;

  @ApiProperty({ type: String, required: false, nullable: true, maxLength: EMAIL_MAX, example: 'mia@example.org' })
  @ValidateIf(whenGiven)
  @IsString()
  @MaxLength(RAW)
  email?: string | null;

  /** Kept as digits alone, with + in front where the country is given. */
  @ApiProperty({ type: String, required: false, nullable: true, example: '+49 30 123456' })
  @ValidateIf(whenGiven)
  @IsString()
  @MaxLength(RAW)
  phone?: string | null;

  /** Key of a stage of one of the workspace’s pipelines. */
  @ApiPropertyOptional({ type: String, pattern: STAGE_KEY.source, example: 'qualified' })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(STAGE_KEY)
  stage?: string;

  /** Whether the person agreed to be written to beyond what they ask for. */
  @ApiProperty({ enum: CONSENTS, required: false, nullable: true })
  @ValidateIf(whenGiven)
  @IsIn(CONSENTS)
  marketingConsent?: Consent | null;

  /** A member of the workspace. */
  @ApiProperty({ type: String, required: false, nullable: true, pattern: ID_PATTERN.source })
  @ValidateIf(whenGiven)
  @IsString()
  @Matches(ID_PATTERN, { message: 'ownerId must be an id' })
  ownerId?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { size: 'M', visits: 3, newsletter: true },
    description:
      'Custom fields by key (a letter, then at most 39 letters, digits or _): texts of at most 500 characters, numbers, ' +
      `true or false; null clears one. Keys that are absent stay. At most ${FIELDS_MAX} on a contact.`,
  })
  @ValidateIf(whenSent)
  @IsObject()
  fields?: Record<string, unknown>;

  /** All its tags, instead of those it has. Kept in lower case. */
  @ApiProperty({ type: [String], required: false, maxItems: TAGS_MAX, example: ['vip'] })
  @ValidateIf(whenSent)
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @IsString({ each: true })
  @MaxLength(RAW, { each: true })
  tags?: string[];

  @ApiProperty({
    type: [String],
    required: false,
    maxItems: TAGS_MAX,
    description: `Of at most ${TAG_MAX} characters.`,
  })
  @ValidateIf(whenSent)
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @IsString({ each: true })
  @MaxLength(RAW, { each: true })
  addTags?: string[];

  @ApiProperty({ type: [String], required: false, maxItems: TAGS_MAX })
  @ValidateIf(whenSent)
  @IsArray()
  @ArrayMaxSize(TAGS_MAX)
  @IsString({ each: true })
  @MaxLength(RAW, { each: true })
  removeTags?: string[];
}

export class CreateContactRequest extends ChangeContactRequest {
  /** Of the system that it comes from; one contact of the workspace has it. */
  @ApiPropertyOptional({ type: String, maxLength: EXTERNAL_ID_MAX })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, EXTERNAL_ID_MAX)
  @Matches(EXTERNAL_ID, { message: 'externalId must be a line without spaces' })
  externalId?: string;
}

export function toContactChanges(request: ChangeContactRequest): ContactChanges {
  const { addTags, removeTags, name, email, phone, stage, ownerId, marketingConsent, fields, tags } = request;
  return { set: { name, email, phone, stage, ownerId, marketingConsent, fields, tags }, addTags, removeTags };
}

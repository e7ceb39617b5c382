import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
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
import { CONTACT_STAGES, type ContactStage } from '../domain/contact';
import type { ContactChanges } from '../domain/contact-changes';
import { EMAIL_MAX, FIELDS_MAX, NAME_MAX, TAG_MAX, TAGS_MAX } from '../domain/contact-values';
import { whenGiven, whenSent } from './presence';

/** Longer than what is allowed, since spaces and ornaments are taken off first. */
const RAW = 1000;

export class ContactsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CONTACT_STAGES, description: 'Only contacts in this stage.' })
  @ValidateIf(whenSent)
  @IsIn(CONTACT_STAGES)
  stage?: ContactStage;

  /** Only contacts with this tag; upper and lower case are the same. */
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, RAW)
  tag?: string;

  /** Only contacts that this member looks after. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'ownerId must be an id' })
  ownerId?: string;
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

  @ApiProperty({ enum: CONTACT_STAGES, required: false })
  @ValidateIf(whenSent)
  @IsIn(CONTACT_STAGES)
  stage?: ContactStage;

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

export function toContactChanges(request: ChangeContactRequest): ContactChanges {
  const { name, email, phone, stage, ownerId, fields, tags, addTags, removeTags } = request;
  return { set: { name, email, phone, stage, ownerId, fields, tags }, addTags, removeTags };
}

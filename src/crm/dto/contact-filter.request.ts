import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsString, Length, Matches, MaxLength, ValidateIf } from 'class-validator';
import { ID_PATTERN } from '../../shared/http';
import { CONSENTS, type Consent, CONTACT_SOURCES, type ContactSource } from '../domain/contact';
import { FIELD_FILTER, type FilterWishes, type YesNo } from '../domain/contact-filter-wishes';
import { STAGE_KEY } from '../domain/pipeline';
import { type Goal, GOALS } from '../outcomes/domain/goal';
import { whenSent } from './presence';

/** Longer than what is allowed, since spaces and ornaments are taken off first. */
const RAW = 1000;
const YES_NO = ['yes', 'no'] as const;

/** Which contacts: those that match everything that is asked for. */
export class ContactFilterRequest implements FilterWishes {
  @ApiPropertyOptional({ type: String, pattern: STAGE_KEY.source, description: 'Only contacts in this stage.' })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(STAGE_KEY)
  stage?: string;

  /** Only contacts in a stage of this pipeline. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'pipelineId must be an id' })
  pipelineId?: string;

  /** Only contacts with this tag; upper and lower case are the same. */
  @ApiPropertyOptional({ type: String })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, RAW)
  tag?: string;

  /** Only contacts without this tag. */
  @ApiPropertyOptional({ type: String })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, RAW)
  withoutTag?: string;

  /** Only contacts that this member looks after; `none`: whom nobody looks after. */
  @ApiPropertyOptional({ type: String, pattern: ID_PATTERN.source })
  @ValidateIf(whenSent)
  @IsString()
  @Matches(ID_PATTERN, { message: 'ownerId must be an id, or none' })
  ownerId?: string;

  @ApiPropertyOptional({ enum: GOALS, description: 'Only contacts whose conversations have reached this goal.' })
  @ValidateIf(whenSent)
  @IsIn(GOALS)
  goal?: Goal;

  /** Words, or beginnings of words, of names, handles, addresses and numbers; accents make no difference. */
  @ApiPropertyOptional({ type: String, example: 'mia' })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, 200)
  q?: string;

  /** Only contacts whose custom field has this value, as `key:value`. */
  @ApiPropertyOptional({ type: String, example: 'size:M' })
  @ValidateIf(whenSent)
  @IsString()
  @MaxLength(RAW)
  @Matches(FIELD_FILTER, { message: 'field must be a key and a value, as in size:M' })
  field?: string;

  @ApiPropertyOptional({ enum: CONSENTS, description: 'Only contacts who have given, or withdrawn, their consent.' })
  @ValidateIf(whenSent)
  @IsIn(CONSENTS)
  marketingConsent?: Consent;

  @ApiPropertyOptional({ enum: CONTACT_SOURCES, description: 'Only contacts that members wrote down, or imported.' })
  @ValidateIf(whenSent)
  @IsIn(CONTACT_SOURCES)
  source?: ContactSource;

  @ApiPropertyOptional({ enum: YES_NO })
  @ValidateIf(whenSent)
  @IsIn(YES_NO)
  hasEmail?: YesNo;

  @ApiPropertyOptional({ enum: YES_NO })
  @ValidateIf(whenSent)
  @IsIn(YES_NO)
  hasPhone?: YesNo;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @ValidateIf(whenSent)
  @IsISO8601({ strict: true })
  createdFrom?: string;

  @ApiPropertyOptional({ type: String, format: 'date-time' })
  @ValidateIf(whenSent)
  @IsISO8601({ strict: true })
  createdBefore?: string;
}

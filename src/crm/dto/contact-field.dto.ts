import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsString, Length, Matches, ValidateIf } from 'class-validator';
import { type ContactField, LABEL_MAX, OPTION_MAX, OPTIONS_MAX } from '../domain/contact-field';
import { FIELD_KEY } from '../domain/contact-values';
import { FIELD_TYPES, type FieldType } from '../domain/field-rule';
import { whenSent } from './presence';

class FieldDetailsRequest {
  @ApiPropertyOptional({ type: [String], maxItems: OPTIONS_MAX, description: 'Of a choice: what can be chosen.' })
  @ValidateIf(whenSent)
  @IsArray()
  @ArrayMaxSize(OPTIONS_MAX)
  @IsString({ each: true })
  @Length(1, OPTION_MAX, { each: true })
  options?: string[];

  /** Contacts that members create must have it, and nobody can clear it. */
  @ApiPropertyOptional()
  @ValidateIf(whenSent)
  @IsBoolean()
  required?: boolean;
}

export class DeclareFieldRequest extends FieldDetailsRequest {
  /** By which the API and flows name it; never changes. @example "shoeSize" */
  @IsString()
  @Matches(FIELD_KEY)
  key: string;

  @ApiProperty({ enum: FIELD_TYPES })
  @IsIn(FIELD_TYPES)
  type: FieldType;

  /** @example "Shoe size" */
  @IsString()
  @Length(1, LABEL_MAX)
  label: string;
}

export class ChangeFieldRequest extends FieldDetailsRequest {
  @ApiPropertyOptional({ type: String, maxLength: LABEL_MAX })
  @ValidateIf(whenSent)
  @IsString()
  @Length(1, LABEL_MAX)
  label?: string;

  /** Values that are there stay; new ones are refused. */
  @ApiPropertyOptional()
  @ValidateIf(whenSent)
  @IsBoolean()
  archived?: boolean;
}

export class ContactFieldResponse {
  id: string;

  key: string;

  label: string;

  @ApiProperty({ enum: FIELD_TYPES })
  type: FieldType;

  options?: string[];

  required: boolean;

  archived: boolean;

  createdAt: Date;

  updatedAt: Date;
}

export class ContactFieldListResponse {
  @ApiProperty({ type: [ContactFieldResponse] })
  items: ContactFieldResponse[];
}

export function toFieldResponse(field: ContactField): ContactFieldResponse {
  const { id, key, label, type, options, required = false, archived = false, createdAt, updatedAt } = field;
  const choices = options === undefined ? {} : { options: [...options] };
  return { id, key, label, type, ...choices, required, archived, createdAt, updatedAt };
}

import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsObject, IsString, Length } from 'class-validator';
import { PageOf, IfSent } from '../../../shared/http';

const PERSONA = {
  type: 'object',
  additionalProperties: true,
  description:
    'Who it is: `name`, `username`, `email`, `phone`, `stage`, `ownerId`, `tags`, `fields`, `language`, `returning`, ' +
    '`followerCount`, `isVerified`, `followsBusiness`, `followedByBusiness`; ' +
    'and `answers`: by the name of a task, how it comes out, `{ value }` or `{ error }`.',
  example: {
    name: 'Ana',
    tags: ['vip'],
    fields: { city: 'Porto' },
    answers: { http_request: { value: { status: 200, body: { state: 'shipped' } } } },
  },
} as const;

export class CreatePersonaRequest {
  /** What the team calls it. */
  @IsString()
  @Length(1, 120)
  label: string;

  @ApiProperty(PERSONA)
  @IsObject()
  persona: Record<string, unknown>;

  /** Whom a simulation begins with when nobody is named. The first persona always is. */
  @IfSent()
  @IsBoolean()
  isDefault?: boolean;
}

export class UpdatePersonaRequest {
  @IfSent()
  @IsString()
  @Length(1, 120)
  label?: string;

  /** Instead of all that was there. */
  @ApiPropertyOptional(PERSONA)
  @IfSent()
  @IsObject()
  persona?: Record<string, unknown>;

  /** Only `true` changes something: the default goes to another one by making that the default. */
  @IfSent()
  @IsBoolean()
  isDefault?: boolean;
}

export class PersonaResponse {
  id: string;

  label: string;

  @ApiProperty(PERSONA)
  persona: object;

  isDefault: boolean;

  createdAt: Date;

  updatedAt: Date;
}

export class PersonaPageResponse extends PageOf(PersonaResponse) {}

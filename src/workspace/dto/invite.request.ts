import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsEmail, IsIn, IsString, Length, MaxLength } from 'class-validator';
import { INVITED_ROLES, type InvitedRole } from '../domain/invite';
import { PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS } from '../domain/password-rules';
import { trimmed } from './trimmed';

const TOKEN_CHARACTERS = 43;

export class InviteRequest {
  /** @example "jo@shop.example" */
  @IsEmail()
  @MaxLength(254)
  email: string;

  /** Not above your own. */
  @ApiProperty({ enum: INVITED_ROLES })
  @IsIn(INVITED_ROLES)
  role: InvitedRole;
}

export class InviteTokenRequest {
  /** From the link in the mail. */
  @IsString()
  @Length(TOKEN_CHARACTERS, TOKEN_CHARACTERS)
  token: string;
}

export class InviteSignUpRequest extends InviteTokenRequest {
  /**
   * As others see the person.
   * @example "Jo Berg"
   */
  @Transform(trimmed)
  @IsString()
  @Length(1, 100)
  name: string;

  /** Not a common one, not the e-mail address. */
  @IsString()
  @Length(PASSWORD_MIN_CHARACTERS, PASSWORD_MAX_CHARACTERS)
  password: string;
}

import { Transform } from 'class-transformer';
import { IsEmail, IsString, Length, MaxLength } from 'class-validator';
import { PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS } from '../domain/password-rules';
import { trimmed } from './trimmed';

export class SignUpRequest {
  /**
   * Unique among users; upper and lower case are the same.
   * @example "mia@shop.example"
   */
  @IsEmail()
  @MaxLength(254)
  email: string;

  /** Not a common one, not the e-mail address. */
  @IsString()
  @Length(PASSWORD_MIN_CHARACTERS, PASSWORD_MAX_CHARACTERS)
  password: string;

  /**
   * As others see the person.
   * @example "Mia Berg"
   */
  @Transform(trimmed)
  @IsString()
  @Length(1, 100)
  name: string;

  /**
   * Of the first workspace.
   * @example "Berg & Sons"
   */
  @Transform(trimmed)
  @IsString()
  @Length(1, 100)
  workspaceName: string;
}

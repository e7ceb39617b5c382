import { IsEmail, IsString, Length, Matches, MaxLength } from 'class-validator';
import { ONE_TIME_TOKEN_CHARACTERS } from '../domain/one-time-token';
import { PASSWORD_MAX_CHARACTERS, PASSWORD_MIN_CHARACTERS } from '../domain/password-rules';
import { REFRESH_TOKEN_MAX_CHARACTERS } from '../domain/refresh-token';

export class RefreshRequest {
  @IsString()
  @Length(1, REFRESH_TOKEN_MAX_CHARACTERS)
  refreshToken: string;
}

export class SecondStepRequest {
  @IsString()
  @Length(1, 2_048)
  challenge: string;

  /**
   * Of the authenticator app, or a recovery code.
   * @example "123456"
   */
  @IsString()
  @Length(6, 32)
  code: string;
}

export class CodeRequest {
  /**
   * Of the authenticator app.
   * @example "123456"
   */
  @IsString()
  @Matches(/^[\d\s]{6,8}$/, { message: 'code must be six digits' })
  code: string;
}

export class PasswordRequest {
  /** The present one. */
  @IsString()
  @Length(1, PASSWORD_MAX_CHARACTERS)
  password: string;
}

export class ChangePasswordRequest extends PasswordRequest {
  /** Not a common one, not the e-mail address. */
  @IsString()
  @Length(PASSWORD_MIN_CHARACTERS, PASSWORD_MAX_CHARACTERS)
  newPassword: string;
}

export class ChangeEmailRequest extends PasswordRequest {
  /** @example "mia@shop.example" */
  @IsEmail()
  @MaxLength(254)
  email: string;
}

export class SecureRequest {
  /** @example "mia@shop.example" */
  @IsEmail()
  @MaxLength(254)
  email: string;

  /** Not a common one, not the e-mail address. */
  @IsString()
  @Length(PASSWORD_MIN_CHARACTERS, PASSWORD_MAX_CHARACTERS)
  password: string;
}

export class EmailRequest {
  /** @example "mia@shop.example" */
  @IsEmail()
  @MaxLength(254)
  email: string;
}

export class LinkRequest {
  /** `token` of the link in the mail. */
  @IsString()
  @Length(ONE_TIME_TOKEN_CHARACTERS, ONE_TIME_TOKEN_CHARACTERS)
  token: string;
}

export class ResetPasswordRequest extends LinkRequest {
  /** Not a common one, not the e-mail address. */
  @IsString()
  @Length(PASSWORD_MIN_CHARACTERS, PASSWORD_MAX_CHARACTERS)
  password: string;
}

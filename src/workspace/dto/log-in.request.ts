import { IsEmail, IsString, Length, MaxLength } from 'class-validator';
import { PASSWORD_MAX_CHARACTERS } from '../domain/password-rules';

export class LogInRequest {
  /** @example "mia@shop.example" */
  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsString()
  @Length(1, PASSWORD_MAX_CHARACTERS)
  password: string;
}

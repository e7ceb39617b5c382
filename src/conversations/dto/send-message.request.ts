import { IsString, MaxLength, MinLength } from 'class-validator';

/** The platform's own limit, in bytes, is checked before the message is accepted. */
const MAX_CHARACTERS = 1_000;

export class SendMessageRequest {
  @IsString()
  @MinLength(1)
  @MaxLength(MAX_CHARACTERS)
  text: string;
}

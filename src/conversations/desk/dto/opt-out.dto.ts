import { IsBoolean } from 'class-validator';

export class OptOutRequest {
  @IsBoolean()
  optedOut: boolean;
}

export class OptOutResponse {
  /** Nothing is sent to the person any more, neither by the bot nor by people. */
  optedOut: boolean;

  /** In how many conversations. */
  conversations: number;
}

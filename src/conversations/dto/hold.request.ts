import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const MAX_MINUTES = 7 * 24 * 60;

export class HoldRequest {
  /** How long the bot stays silent. */
  @IsInt()
  @Min(1)
  @Max(MAX_MINUTES)
  minutes: number;

  /** For colleagues who wonder why. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  reason?: string;
}

import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, Length } from 'class-validator';
import { EVAL_AUTHORS } from '../domain/evals/eval-case';
import type { PastMessage } from '../domain/reply/reply-request';

export const MESSAGE_MAX = 2_000;
export const HISTORY_MAX = 30;

/** A message before the one that is replied to. */
export class PastMessageDto {
  @ApiProperty({ enum: EVAL_AUTHORS })
  @IsIn(EVAL_AUTHORS)
  from: PastMessage['from'];

  @IsString()
  @Length(1, MESSAGE_MAX)
  text: string;
}

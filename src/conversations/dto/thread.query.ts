import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';

export class ThreadQuery extends PageQuery {
  /** `newerCursor` of a page: what came after it. */
  @IsOptional()
  @IsString()
  @Length(1, 256)
  newer?: string;

  /** A message that shall be in the middle. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  around?: string;
}

export class MessageSearchQuery extends PageQuery {
  /** Words, all of which the message has; whole ones. */
  @IsString()
  @Length(1, 200)
  q: string;

  /** Only of this conversation. */
  @IsOptional()
  @IsString()
  @Matches(ID_PATTERN)
  conversationId?: string;
}

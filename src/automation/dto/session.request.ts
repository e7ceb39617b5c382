import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject, IsString, Length, Matches, MaxLength } from 'class-validator';
import { PageQuery, IfSent } from '../../shared/http';

const ID = /^[\w-]{1,64}$/;

export class SessionsQuery extends PageQuery {
  /** Only those of this conversation. */
  @IfSent()
  @IsString()
  @Matches(ID)
  conversationId?: string;

  /** Only those of this automation; not together with `conversationId`. */
  @IfSent()
  @IsString()
  @Matches(ID)
  automationId?: string;
}

export class StartSessionRequest {
  /** One that is switched on. */
  @IsString()
  @Matches(ID)
  automationId: string;

  /** In place of what the person would have written. */
  @IfSent()
  @IsString()
  @MaxLength(1_000)
  text?: string;

  /** For triggers that ask for one. */
  @IfSent()
  @IsString()
  @Length(1, 200)
  ref?: string;
}

export class ReplayRequest {
  /** A flow definition: what would the same events have led to in it? */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  @IfSent()
  @IsObject()
  definition?: Record<string, unknown>;
}

export class AdminReplayRequest extends ReplayRequest {
  /** A draft to take the flow from; `definition` goes before it. */
  @IfSent()
  @IsString()
  @Matches(ID)
  draftId?: string;
}

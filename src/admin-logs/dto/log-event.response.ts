import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import { LOG_CATEGORIES, LOG_LEVELS, type LogCategory, type LogLevel } from '../../shared/observability';

export class LogEventResponse {
  id: string;

  at: Date;

  /** When it will be forgotten. */
  expiresAt: Date;

  @ApiProperty({ enum: LOG_CATEGORIES })
  category: LogCategory;

  @ApiProperty({ enum: LOG_LEVELS })
  level: LogLevel;

  /** @example "session.started" */
  message: string;

  workspaceId?: string;

  sessionId?: string;

  conversationId?: string;

  correlationId?: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { oneOf: [{ type: 'string' }, { type: 'number' }, { type: 'boolean' }] },
  })
  details?: Record<string, string | number | boolean>;

  /** Text of a person or a model, if those were kept at the time. */
  content?: string;
}

export class LogEventPageResponse extends PageOf(LogEventResponse) {}

export class RemovedLogEventsResponse {
  removed: number;
}

export class StreamTicketResponse {
  /** Send it as `?ticket=` within half a minute, once. */
  ticket: string;

  expiresAt: Date;
}

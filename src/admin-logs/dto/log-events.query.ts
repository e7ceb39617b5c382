import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDate, IsIn, IsOptional, Matches } from 'class-validator';
import { ID_PATTERN, PageQuery } from '../../shared/http';
import { LOG_CATEGORIES, LOG_LEVELS, type LogCategory, type LogLevel } from '../../shared/observability';
import type { LogEventFilter } from '../repositories/log-events.repository';

const isId = () => Matches(ID_PATTERN, { message: 'must be an id' });

export class LogEventsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: LOG_CATEGORIES })
  @IsOptional()
  @IsIn(LOG_CATEGORIES)
  category?: LogCategory;

  @ApiPropertyOptional({ enum: LOG_LEVELS })
  @IsOptional()
  @IsIn(LOG_LEVELS)
  level?: LogLevel;

  @IsOptional()
  @isId()
  workspaceId?: string;

  @IsOptional()
  @isId()
  sessionId?: string;

  @IsOptional()
  @isId()
  conversationId?: string;

  @IsOptional()
  @isId()
  correlationId?: string;

  /** From this time on. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  from?: Date;

  /** Before this time. */
  @IsOptional()
  @Type(() => Date)
  @IsDate()
  to?: Date;
}

const FIELDS = [
  'category',
  'level',
  'workspaceId',
  'sessionId',
  'conversationId',
  'correlationId',
  'from',
  'to',
] as const;

/** The filters alone, those that were given. */
export function filterOf(query: LogEventsQuery): LogEventFilter {
  return Object.fromEntries(FIELDS.flatMap((field) => (query[field] === undefined ? [] : [[field, query[field]]])));
}

import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, Length, Matches } from 'class-validator';
import { DOMAIN_EVENT_TYPES, type DomainEventType } from '../../events';
import { invalidRequest } from '../../http';

export class StreamTicketResponse {
  /** Send it as `?ticket=` within half a minute, once. */
  ticket: string;

  expiresAt: Date;
}

export class StreamQuery {
  /** Checked before the route is reached. */
  @IsOptional()
  @IsString()
  @Length(1, 128)
  ticket?: string;

  @ApiPropertyOptional({
    description: 'Only these types of events, separated by commas.',
    example: 'message.received,conversation.changed',
  })
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  types?: string;

  /** Of the last event that an earlier stream gave, when the header `Last-Event-ID` cannot be sent. */
  @IsOptional()
  @Matches(/^[\w.-]{1,64}$/, { message: 'must be the id of an event' })
  lastEventId?: string;
}

const isType = (word: string): word is DomainEventType => (DOMAIN_EVENT_TYPES as string[]).includes(word);

/** Null: all of them. @throws DomainError REQUEST.INVALID. */
export function typesOf({ types }: StreamQuery): ReadonlySet<DomainEventType> | null {
  if (types === undefined) return null;
  const words = types.split(',').map((word) => word.trim());
  if (words.every(isType)) return new Set(words);
  throw invalidRequest([{ field: 'types', rule: 'must be types of the event catalogue, separated by commas' }]);
}

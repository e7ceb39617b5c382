import { Controller, Get, Query } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsArray, IsIn, ValidateIf } from 'class-validator';
import { Ctx, NeedsFeature, Requires } from '../../shared/auth';
import { Endpoint, IdParam, PageOf, PageQuery } from '../../shared/http';
import type { ContactId, Page, RequestContext } from '../../shared/kernel';
import { whenSent } from '../dto/presence';
import { TIMELINE_KINDS, type TimelineEntry, type TimelineKind } from '../timeline-source.port';
import { Timelines } from './timelines.service';

export class TimelineQuery extends PageQuery {
  @ApiPropertyOptional({
    type: String,
    example: 'message,note',
    description: `Only these, separated by commas: ${TIMELINE_KINDS.join(', ')}.`,
  })
  @ValidateIf(whenSent)
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.split(',') : value))
  @IsArray()
  @IsIn(TIMELINE_KINDS, { each: true })
  kinds?: TimelineKind[];
}

export class TimelineEntryResponse {
  @ApiProperty({ enum: TIMELINE_KINDS })
  kind: TimelineKind;

  /** Of the message, note, task and the like. */
  id: string;

  at: Date;

  conversationId?: string;

  /** What there is to show of it; by kind. */
  @ApiProperty({ type: 'object', additionalProperties: true })
  data: Record<string, unknown>;
}

export class TimelinePageResponse extends PageOf(TimelineEntryResponse) {}

@ApiTags('Contacts')
@NeedsFeature('crm')
@Controller('v1/workspaces/:workspaceId/contacts/:contactId/timeline')
export class TimelineController {
  constructor(private readonly timelines: Timelines) {}

  @Get()
  @Requires('contacts.read')
  @Endpoint({
    summary: 'Everything that happened with a contact, newest first',
    description:
      'Messages, runs of automations, changes of stage and of everything else, notes, tasks, goals, escalations and merges.',
    response: TimelinePageResponse,
    errors: { 'not-found': 'CONTACT.NOT_FOUND: no such contact in this workspace.' },
  })
  async list(
    @Ctx() context: RequestContext,
    @IdParam('contactId') contactId: ContactId,
    @Query() { limit, cursor, kinds }: TimelineQuery,
  ): Promise<TimelinePageResponse> {
    const asked = { limit, ...(cursor === undefined ? {} : { cursor }), ...(kinds === undefined ? {} : { kinds }) };
    return toPageResponse(await this.timelines.list(context, contactId, asked));
  }
}

const toPageResponse = (page: Page<TimelineEntry>): TimelinePageResponse => ({
  ...page,
  items: page.items.map((entry) => ({ ...entry, data: { ...entry.data } })),
});

import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { AcceptedOrderResponse } from '../dto/session.response';
import { FollowupPreviewQuery, FollowupsQueryRequest, RescheduleFollowupRequest } from './dto/followup.request';
import {
  FollowupPageResponse,
  FollowupPreviewResponse,
  FollowupResponse,
  toFollowupPageResponse,
  toFollowupResponse,
  toPreviewResponse,
} from './dto/followup.response';
import { FollowupPreview } from './followup-preview.service';
import { Followups } from './followups.service';

const NOT_FOUND = { 'not-found': 'FOLLOWUP.NOT_FOUND: no such follow-up in this workspace.' };
const OVER = { ...NOT_FOUND, conflict: 'FOLLOWUP.OVER: it does not wait any more.' };
const TOO_LATE = {
  ...NOT_FOUND,
  conflict: 'FOLLOWUP.OVER: it does not wait any more. FOLLOWUP.OUTSIDE_WINDOW: the bot may not write then.',
};

@ApiTags('Follow-ups')
@Controller('v1/workspaces/:workspaceId/followups')
export class FollowupsController {
  constructor(
    private readonly followups: Followups,
    private readonly preview: FollowupPreview,
  ) {}

  @Get()
  @Requires('messages.read')
  @Endpoint({ summary: 'List follow-ups, latest first', response: FollowupPageResponse })
  async list(@Ctx() context: RequestContext, @Query() query: FollowupsQueryRequest): Promise<FollowupPageResponse> {
    return toFollowupPageResponse(await this.followups.list(context, query));
  }

  @Get('preview')
  @Requires('messages.read')
  @Endpoint({
    summary: 'What would go out today, and what it would say',
    description: 'Judged as if nothing happened until each is due; today ends at midnight by clocks of the workspace.',
    response: FollowupPreviewResponse,
  })
  async today(
    @Ctx() context: RequestContext,
    @Query() { limit }: FollowupPreviewQuery,
  ): Promise<FollowupPreviewResponse> {
    return toPreviewResponse(await this.preview.today(context, limit));
  }

  @Get(':followupId')
  @Requires('messages.read')
  @Endpoint({ summary: 'Get a follow-up', response: FollowupResponse, errors: NOT_FOUND })
  async get(@Ctx() context: RequestContext, @IdParam('followupId') followupId: string): Promise<FollowupResponse> {
    return toFollowupResponse(await this.followups.get(context, followupId));
  }

  @Post(':followupId/cancel')
  @Requires('conversations.hold')
  @Endpoint({ summary: 'Call a follow-up off', status: 202, response: AcceptedOrderResponse, errors: OVER })
  cancel(
    @Ctx() context: RequestContext,
    @IdParam('followupId') taskId: string,
    @OperationId() eventId: string,
  ): Promise<AcceptedOrderResponse> {
    return this.followups.order(context, { op: 'cancel', taskId }, eventId);
  }

  @Post(':followupId/reschedule')
  @Requires('conversations.hold')
  @Endpoint({
    summary: 'Send a follow-up at another time',
    description: 'Neither the moment of its policy nor quiet hours count then; everything else does.',
    status: 202,
    response: AcceptedOrderResponse,
    errors: TOO_LATE,
  })
  reschedule(
    @Ctx() context: RequestContext,
    @IdParam('followupId') taskId: string,
    @Body() { dueAt }: RescheduleFollowupRequest,
    @OperationId() eventId: string,
  ): Promise<AcceptedOrderResponse> {
    return this.followups.order(context, { op: 'reschedule', taskId, dueAt: dueAt.getTime() }, eventId);
  }

  @Post(':followupId/run')
  @Requires('conversations.hold')
  @Endpoint({
    summary: 'Send a follow-up now, if nothing but its time speaks against it',
    status: 202,
    response: AcceptedOrderResponse,
    errors: TOO_LATE,
  })
  run(
    @Ctx() context: RequestContext,
    @IdParam('followupId') taskId: string,
    @OperationId() eventId: string,
  ): Promise<AcceptedOrderResponse> {
    return this.followups.order(context, { op: 'run', taskId }, eventId);
  }
}

import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId, PageQuery } from '../../shared/http';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import { StartSessionRequest } from '../dto/session.request';
import { AcceptedOrderResponse } from '../dto/session.response';
import { TimelinePageResponse, toTimelinePageResponse } from '../dto/timeline.response';
import { SessionOrders } from './session-orders.service';
import { Timeline } from '../turns/timeline.service';

const NOT_FOUND = { 'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.' };

@ApiTags('Automation sessions')
@Controller('v1/workspaces/:workspaceId/conversations/:conversationId')
export class ConversationAutomationController {
  constructor(
    private readonly timeline: Timeline,
    private readonly orders: SessionOrders,
  ) {}

  @Get('timeline')
  @Requires('messages.read')
  @Endpoint({
    summary: 'Explain a conversation: its messages between every decision of its automations, newest first',
    response: TimelinePageResponse,
    errors: NOT_FOUND,
  })
  async explain(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Query() query: PageQuery,
  ): Promise<TimelinePageResponse> {
    return toTimelinePageResponse(await this.timeline.page(context, conversationId, query));
  }

  @Post('automation-sessions')
  @Requires('conversations.hold')
  @Endpoint({
    summary: 'Start an automation in a conversation; an open run gives way',
    status: 202,
    response: AcceptedOrderResponse,
    errors: {
      'not-found': 'CONVERSATION.NOT_FOUND, AUTOMATION.NOT_FOUND: no such conversation, or none such that is on.',
      conflict:
        'AUTOMATION.CONVERSATION_HELD: a person holds the conversation. AUTOMATION.NOT_STARTABLE: its flow has no trigger for this.',
    },
  })
  start(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Body() request: StartSessionRequest,
    @OperationId() eventId: string,
  ): Promise<AcceptedOrderResponse> {
    return this.orders.start(context, conversationId, request, eventId);
  }
}

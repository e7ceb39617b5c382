import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { JsonObject } from '../../conversations';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import { AutomationSessions, type SessionFilter } from './automation-sessions.service';
import { ReplayResponse, toReplayResponse } from '../dto/replay.response';
import { ReplayRequest, SessionsQuery } from '../dto/session.request';
import { AcceptedOrderResponse, SessionDetailsResponse, SessionPageResponse } from '../dto/session.response';
import { SessionOrders } from './session-orders.service';
import { SessionReplays } from './session-replay.service';

const NOT_FOUND = { 'not-found': 'AUTOMATION.SESSION_NOT_FOUND: no such session in this workspace.' };
const OVER = { ...NOT_FOUND, conflict: 'AUTOMATION.SESSION_OVER: it has ended.' };

@ApiTags('Automation sessions')
@Controller('v1/workspaces/:workspaceId/automation-sessions')
export class AutomationSessionsController {
  constructor(
    private readonly sessions: AutomationSessions,
    private readonly orders: SessionOrders,
    private readonly replays: SessionReplays,
  ) {}

  @Get()
  @Requires('automations.read')
  @Endpoint({ summary: 'List runs of automations, newest first', response: SessionPageResponse })
  list(@Ctx() context: RequestContext, @Query() query: SessionsQuery): Promise<SessionPageResponse> {
    return this.sessions.list(context, filterOf(query), query);
  }

  @Get(':sessionId')
  @Requires('automations.read')
  @Endpoint({ summary: 'Get a run with its current state', response: SessionDetailsResponse, errors: NOT_FOUND })
  get(@Ctx() context: RequestContext, @IdParam('sessionId') sessionId: string): Promise<SessionDetailsResponse> {
    return this.sessions.get(context, sessionId);
  }

  @Post(':sessionId/pause')
  @Requires('conversations.hold')
  @Endpoint({
    summary: 'Pause a run until it is resumed; nothing else starts meanwhile',
    status: 202,
    response: AcceptedOrderResponse,
    errors: OVER,
  })
  pause(
    @Ctx() context: RequestContext,
    @IdParam('sessionId') sessionId: string,
    @OperationId() eventId: string,
  ): Promise<AcceptedOrderResponse> {
    return this.orders.order(context, sessionId, 'pause', eventId);
  }

  @Post(':sessionId/resume')
  @Requires('conversations.hold')
  @Endpoint({
    summary: 'Let a paused run go on; ends a hold of its conversation',
    status: 202,
    response: AcceptedOrderResponse,
    errors: OVER,
  })
  resume(
    @Ctx() context: RequestContext,
    @IdParam('sessionId') sessionId: string,
    @OperationId() eventId: string,
  ): Promise<AcceptedOrderResponse> {
    return this.orders.order(context, sessionId, 'resume', eventId);
  }

  @Post(':sessionId/stop')
  @Requires('conversations.hold')
  @Endpoint({ summary: 'End a run for good', status: 202, response: AcceptedOrderResponse, errors: OVER })
  stop(
    @Ctx() context: RequestContext,
    @IdParam('sessionId') sessionId: string,
    @OperationId() eventId: string,
  ): Promise<AcceptedOrderResponse> {
    return this.orders.order(context, sessionId, 'stop', eventId);
  }

  @Post(':sessionId/replay')
  @Requires('automations.read')
  @Endpoint({
    summary: 'Run a session again on its recorded events, and compare with another flow; nothing is sent',
    response: ReplayResponse,
    errors: {
      ...NOT_FOUND,
      conflict: 'AUTOMATION.REPLAY_UNAVAILABLE: its events are not on record any more.',
      invalid: 'FLOWS.DEFINITION_INVALID: the definition cannot be published as it is.',
    },
  })
  async replay(
    @Ctx() context: RequestContext,
    @IdParam('sessionId') sessionId: string,
    @Body() { definition }: ReplayRequest,
  ): Promise<ReplayResponse> {
    const wish = definition === undefined ? {} : { definition: definition as JsonObject };
    return toReplayResponse(await this.replays.replay(context, sessionId, wish));
  }
}

/** The conversation goes before the automation. */
function filterOf({ conversationId, automationId }: SessionsQuery): SessionFilter {
  if (conversationId !== undefined) return { conversationId: conversationId as ConversationId };
  return automationId === undefined ? {} : { instanceId: automationId };
}

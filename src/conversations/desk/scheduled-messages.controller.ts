import { Body, Controller, Delete, Get, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, OperationId } from '../../shared/http';
import type { ConversationId, RequestContext } from '../../shared/kernel';
import {
  RescheduleMessageRequest,
  ScheduledMessageListResponse,
  ScheduledMessageResponse,
  ScheduleMessageRequest,
  scheduleWishOf,
  toScheduledResponse,
} from '../dto/scheduled-message.dto';
import { contentOf } from '../dto/sent-content';
import { ScheduledMessages } from './scheduled-messages.service';

const NOT_FOUND = { 'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.' };
const GONE = {
  'not-found': `${NOT_FOUND['not-found']}\n\nSCHEDULED.NOT_FOUND: no such message waits; it may be on its way.`,
};
const REFUSALS = {
  invalid: 'SCHEDULED.TIME: it does not lie ahead. SCHEDULED.KIND, MESSAGE.CONTENT: it cannot be sent like this.',
  conflict:
    'MESSAGE.WINDOW_CLOSED: the window is closed by then. SCHEDULED.FULL: too many wait. CONVERSATION.BLOCKED: the person is blocked.',
};

@ApiTags('Messages')
@Controller('v1/workspaces/:workspaceId/conversations/:conversationId/scheduled-messages')
export class ScheduledMessagesController {
  constructor(private readonly scheduled: ScheduledMessages) {}

  @Get()
  @Requires('messages.read')
  @Endpoint({
    summary: 'List messages that wait for their time, the next first',
    response: ScheduledMessageListResponse,
    errors: NOT_FOUND,
  })
  async list(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') id: ConversationId,
  ): Promise<ScheduledMessageListResponse> {
    return { items: (await this.scheduled.list(context, id)).map(toScheduledResponse) };
  }

  @Post()
  @Requires('messages.send')
  @Endpoint({
    summary: 'Write a message now that goes out later',
    description: 'Whether it still may go out is judged when it is due; if not, it appears as failed, with the reason.',
    response: ScheduledMessageResponse,
    status: 201,
    errors: { ...NOT_FOUND, ...REFUSALS },
  })
  async add(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') id: ConversationId,
    @Body() { sendAt, message }: ScheduleMessageRequest,
    @OperationId() operationId: string,
  ): Promise<ScheduledMessageResponse> {
    const wish = { sendAt, content: contentOf(message) };
    return toScheduledResponse(await this.scheduled.add(context, id, wish, operationId));
  }

  @Patch(':scheduledId')
  @Requires('messages.send')
  @Endpoint({
    summary: 'Change time or words of a message that waits; it gets another id',
    response: ScheduledMessageResponse,
    errors: { ...GONE, ...REFUSALS },
  })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') id: ConversationId,
    @IdParam('scheduledId') scheduledId: string,
    @Body() request: RescheduleMessageRequest,
  ): Promise<ScheduledMessageResponse> {
    return toScheduledResponse(await this.scheduled.change(context, id, scheduledId, scheduleWishOf(request)));
  }

  @Delete(':scheduledId')
  @Requires('messages.send')
  @Endpoint({ summary: 'Take back a message that waits', status: 204, errors: GONE })
  async cancel(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') id: ConversationId,
    @IdParam('scheduledId') scheduledId: string,
  ): Promise<void> {
    await this.scheduled.cancel(context, id, scheduledId);
  }
}

import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint, IdParam, invalidRequest } from '../../shared/http';
import { Clock, type ConversationId, type RequestContext, type UserId } from '../../shared/kernel';
import { ConversationResponse, toConversationResponse } from '../dto/conversation.response';
import { AssignRequest, SnoozeRequest, TagsRequest } from '../dto/desk.request';
import { ConversationTags } from './conversation-tags.service';
import { Desk } from './desk.service';
import { InboxList } from './inbox-list.service';
import { ReadingMarks } from './reading-marks.service';

const NOT_FOUND = { 'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.' };

@ApiTags('Conversations')
@Controller('v1/workspaces/:workspaceId/conversations/:conversationId')
export class DeskController {
  constructor(
    private readonly desk: Desk,
    private readonly marks: ReadingMarks,
    private readonly tags: ConversationTags,
    private readonly inbox: InboxList,
    private readonly clock: Clock,
  ) {}

  @Post('assign')
  @Requires('conversations.write')
  @Endpoint({
    summary: 'Give a conversation to a member, to nobody, or to whom a rule picks',
    response: ConversationResponse,
    errors: {
      ...NOT_FOUND,
      invalid: 'CONVERSATION.ASSIGNEE: no member who may answer.',
      conflict:
        'CONVERSATION.ASSIGNED_ELSEWHERE: `ifAssigneeId` does not have it any more; `assigneeId` does. ' +
        'CONVERSATION.NOBODY_FREE: the rule found nobody.',
    },
  })
  async assign(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') conversationId: ConversationId,
    @Body() request: AssignRequest,
  ): Promise<ConversationResponse> {
    const { by, assigneeId, ifAssigneeId } = request;
    if (by === undefined && assigneeId === undefined)
      throw invalidRequest([
        { field: 'assigneeId', rule: 'names a member, or with null nobody; or `by` names a rule' },
      ]);
    const wish = {
      ...(assigneeId === undefined ? {} : { assigneeId: assigneeId as UserId | null }),
      ...(ifAssigneeId === undefined ? {} : { ifAssigneeId: ifAssigneeId as UserId | null }),
      ...(by === undefined ? {} : { by }),
    };
    return this.shown(await this.desk.assign(context, conversationId, wish));
  }

  @Post('close')
  @Requires('conversations.write')
  @Endpoint({
    summary: 'Close a conversation; it is open again when the person writes',
    response: ConversationResponse,
    errors: NOT_FOUND,
  })
  async close(@Ctx() context: RequestContext, @IdParam('conversationId') id: ConversationId) {
    return this.shown(await this.desk.close(context, id));
  }

  @Post('reopen')
  @Requires('conversations.write')
  @Endpoint({
    summary: 'Open a conversation that is closed or snoozed',
    response: ConversationResponse,
    errors: NOT_FOUND,
  })
  async reopen(@Ctx() context: RequestContext, @IdParam('conversationId') id: ConversationId) {
    return this.shown(await this.desk.reopen(context, id));
  }

  @Post('snooze')
  @Requires('conversations.write')
  @Endpoint({
    summary: 'Put a conversation aside until a time, or until the person writes',
    response: ConversationResponse,
    errors: { ...NOT_FOUND, invalid: 'CONVERSATION.SNOOZE: the time does not lie ahead, or too far.' },
  })
  async snooze(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') id: ConversationId,
    @Body() { until }: SnoozeRequest,
  ): Promise<ConversationResponse> {
    return this.shown(await this.desk.snooze(context, id, until));
  }

  @Post('read')
  @Requires('conversations.write')
  @Endpoint({ summary: 'Mark as read for the whole team', response: ConversationResponse, errors: NOT_FOUND })
  async read(@Ctx() context: RequestContext, @IdParam('conversationId') id: ConversationId) {
    return this.shown(await this.marks.set(context, id, false));
  }

  @Post('unread')
  @Requires('conversations.write')
  @Endpoint({ summary: 'Mark as unread for the whole team', response: ConversationResponse, errors: NOT_FOUND })
  async unread(@Ctx() context: RequestContext, @IdParam('conversationId') id: ConversationId) {
    return this.shown(await this.marks.set(context, id, true));
  }

  @Post('block')
  @Requires('conversations.write')
  @Endpoint({
    summary: 'Block the person: what they write is stored, and nothing is sent to them',
    response: ConversationResponse,
    errors: NOT_FOUND,
  })
  async block(@Ctx() context: RequestContext, @IdParam('conversationId') id: ConversationId) {
    return this.shown(await this.desk.block(context, id));
  }

  @Post('unblock')
  @Requires('conversations.write')
  @Endpoint({ summary: 'Answer the person again from now on', response: ConversationResponse, errors: NOT_FOUND })
  async unblock(@Ctx() context: RequestContext, @IdParam('conversationId') id: ConversationId) {
    return this.shown(await this.desk.unblock(context, id));
  }

  @Post('tags')
  @Requires('contacts.write')
  @Endpoint({
    summary: 'Add and remove tags of the conversation’s contact',
    response: ConversationResponse,
    errors: {
      ...NOT_FOUND,
      invalid: 'CONTACT.INVALID: `errors` names the tags that the contact cannot have.',
      conflict: 'CONVERSATION.NO_CONTACT: nobody has written in it yet.',
    },
  })
  async tag(
    @Ctx() context: RequestContext,
    @IdParam('conversationId') id: ConversationId,
    @Body() { add = [], remove = [] }: TagsRequest,
  ): Promise<ConversationResponse> {
    return this.shown(await this.tags.change(context, id, { add, remove }));
  }

  private async shown(row: Parameters<InboxList['shown']>[0]): Promise<ConversationResponse> {
    return toConversationResponse(await this.inbox.shown(row), this.clock.now());
  }
}

import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ActingReason, CurrentCaller, NeedsActingReason, PlatformAdmin } from '../shared/auth';
import { Endpoint, IdParam, PageQuery } from '../shared/http';
import { Clock, type ConversationId, type UserCaller, type WorkspaceId } from '../shared/kernel';
import { AuditTrail } from '../shared/observability';
import { ConversationsService } from './conversations.service';
import {
  AdminConversationDetailResponse,
  AdminConversationPageResponse,
  toAdminConversationDetail,
  toAdminConversationPage,
} from './dto/admin-conversation.response';

@ApiTags('Admin')
@Controller('v1/admin/workspaces/:workspaceId/conversations')
export class ConversationsAdminController {
  constructor(
    private readonly conversations: ConversationsService,
    private readonly audit: AuditTrail,
    private readonly clock: Clock,
  ) {}

  @Get()
  @PlatformAdmin()
  @Endpoint({
    summary: 'How the conversations of a workspace stand, latest activity first',
    description: 'Nothing that people wrote.',
    response: AdminConversationPageResponse,
  })
  async list(
    @CurrentCaller() caller: UserCaller,
    @IdParam('workspaceId') workspaceId: WorkspaceId,
    @Query() query: PageQuery,
  ): Promise<AdminConversationPageResponse> {
    return toAdminConversationPage(await this.conversations.list({ ...caller, workspaceId }, query));
  }

  @Get(':conversationId')
  @PlatformAdmin()
  @NeedsActingReason()
  @Endpoint({
    summary: 'Look into a conversation of a workspace; audited with the reason',
    response: AdminConversationDetailResponse,
    errors: { 'not-found': 'CONVERSATION.NOT_FOUND: no such conversation in this workspace.' },
  })
  async get(
    @CurrentCaller() caller: UserCaller,
    @ActingReason() actingReason: string,
    @IdParam('workspaceId') workspaceId: WorkspaceId,
    @IdParam('conversationId') conversationId: ConversationId,
  ): Promise<AdminConversationDetailResponse> {
    const found = await this.conversations.get({ ...caller, workspaceId }, conversationId);
    const actor = { kind: 'user' as const, userId: caller.userId, actingReason };
    // Not a note of best effort: who looks must be on record, or does not look.
    await this.audit.record(
      { ...caller, actor },
      { action: 'conversation.inspected', workspaceId, target: conversationId },
    );
    return toAdminConversationDetail(found, this.clock.now());
  }
}

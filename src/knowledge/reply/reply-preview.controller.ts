import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { Endpoint } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import { ReplyPreviewRequest, ReplyPreviewResponse, toReplyPreviewResponse } from '../dto/reply-preview.dto';
import { Replies } from './replies.service';

@ApiTags('Knowledge')
@Controller('v1/workspaces/:workspaceId/knowledge/reply-preview')
export class ReplyPreviewController {
  constructor(private readonly replies: Replies) {}

  @Post()
  @Requires('knowledge.ask')
  @Endpoint({
    summary: 'See what would be replied to a message, and why',
    description: 'Nothing is sent. The calls of the model are counted and charged as any others.',
    response: ReplyPreviewResponse,
  })
  async preview(
    @Ctx() { workspaceId }: RequestContext,
    @Body() { message, history = [], task, itemIds }: ReplyPreviewRequest,
  ): Promise<ReplyPreviewResponse> {
    const proposal = await this.replies.propose({
      workspaceId,
      purpose: 'suggestion',
      task: task ?? null,
      message: { text: message },
      history: history.map(({ from, text }) => ({ from, text })),
      summary: null,
      knowledge: itemIds === undefined ? {} : { itemIds },
    });
    return toReplyPreviewResponse(proposal);
  }
}

import { Body, Controller, Delete, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, RateLimit, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { AccountId, RequestContext } from '../../shared/kernel';
import { MediaCommentsQuery, PublicReplyRequest } from '../dto/comment.request';
import { MediaCommentPageResponse, PostedReplyResponse, toMediaCommentPageResponse } from '../dto/comment.response';
import { Comments } from './comments.service';

const ERRORS = {
  'not-found': 'ACCOUNT.NOT_FOUND: no such account in this workspace.',
  conflict:
    'ACCOUNT.NOT_USABLE: the account must be connected again.\n\nACCOUNT.MOCK: the account is made up.\n\n' +
    'COMMENT.REFUSED: Instagram says no; the comment may be gone, or belong to somebody else.',
  'rate-limited': 'COMMENT.LIMITED: Instagram wants a pause.',
  unavailable: 'COMMENT.UNAVAILABLE: Instagram could not be reached.',
} as const;
/** Each one asks Instagram. */
const AskLimit = () => RateLimit({ name: 'comment-ask', by: 'workspace', limit: 120, perSeconds: 60 });

@ApiTags('Comments')
@Controller('v1/workspaces/:workspaceId/accounts/:accountId')
export class CommentsController {
  constructor(private readonly comments: Comments) {}

  @Get('media/:mediaId/comments')
  @Requires('messages.read')
  @AskLimit()
  @Endpoint({
    summary: 'Comments on a post as Instagram has them now, newest first',
    response: MediaCommentPageResponse,
    errors: ERRORS,
  })
  async ofMedia(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @IdParam('mediaId') mediaId: string,
    @Query() { cursor }: MediaCommentsQuery,
  ): Promise<MediaCommentPageResponse> {
    const after = cursor === undefined ? {} : { after: cursor };
    return toMediaCommentPageResponse(await this.comments.ofMedia(context, accountId, { mediaId, ...after }));
  }

  @Post('comments/:commentId/replies')
  @Requires('messages.send')
  @AskLimit()
  @Endpoint({
    summary: 'Answer a comment in public',
    status: 201,
    response: PostedReplyResponse,
    errors: {
      ...ERRORS,
      invalid: 'COMMENT.TEXT: Instagram would not take this text; `errors` says why.',
      unavailable: `${ERRORS.unavailable}\n\nCOMMENT.UNCERTAIN: it may stand there; look before it is tried again.`,
    },
  })
  reply(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @IdParam('commentId') commentId: string,
    @Body() { text }: PublicReplyRequest,
  ): Promise<PostedReplyResponse> {
    return this.comments.reply(context, accountId, commentId, text);
  }

  @Post('comments/:commentId/hide')
  @Requires('messages.send')
  @AskLimit()
  @Endpoint({ summary: 'Hide a comment from everybody but its author', status: 204, errors: ERRORS })
  hide(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @IdParam('commentId') commentId: string,
  ): Promise<void> {
    return this.comments.hide(context, accountId, commentId, true);
  }

  @Post('comments/:commentId/unhide')
  @Requires('messages.send')
  @AskLimit()
  @Endpoint({ summary: 'Show a hidden comment again', status: 204, errors: ERRORS })
  unhide(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @IdParam('commentId') commentId: string,
  ): Promise<void> {
    return this.comments.hide(context, accountId, commentId, false);
  }

  @Delete('comments/:commentId')
  @Requires('messages.send')
  @AskLimit()
  @Endpoint({ summary: 'Delete a comment, for everybody and for good', status: 204, errors: ERRORS })
  remove(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @IdParam('commentId') commentId: string,
  ): Promise<void> {
    return this.comments.remove(context, accountId, commentId);
  }
}

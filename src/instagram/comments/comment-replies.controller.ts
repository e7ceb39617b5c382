import { Controller, Get, Query, type StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../../shared/auth';
import { csv, type CsvRow, Endpoint, ProducesCsv } from '../../shared/http';
import type { AccountId, RequestContext } from '../../shared/kernel';
import { CommentProgressQuery, CommentRepliesQuery } from '../dto/comment.request';
import {
  COMMENT_REPLY_COLUMNS,
  CommentReplyPageResponse,
  CommentReplyProgressResponse,
  toCommentReplyLine,
  toCommentReplyPageResponse,
  toProgressResponse,
} from '../dto/comment.response';
import { CommentLog, type CommentLogFilter } from './comment-log.service';

@ApiTags('Comments')
@Controller('v1/workspaces/:workspaceId/comment-replies')
export class CommentRepliesController {
  constructor(private readonly log: CommentLog) {}

  @Get()
  @Requires('messages.read')
  @Endpoint({
    summary: 'Which comments were answered privately, which were not, and why; newest first',
    response: CommentReplyPageResponse,
  })
  async list(@Ctx() context: RequestContext, @Query() query: CommentRepliesQuery): Promise<CommentReplyPageResponse> {
    return toCommentReplyPageResponse(await this.log.list(context, filterOf(query), query));
  }

  @Get('export')
  @Requires('messages.read')
  @ProducesCsv()
  @Endpoint({ summary: 'All of the list as a table (CSV); `limit` and `cursor` have no meaning here' })
  export(@Ctx() context: RequestContext, @Query() query: CommentRepliesQuery): StreamableFile {
    const lines = linesOf(this.log.all(context, filterOf(query)));
    return csv(lines, COMMENT_REPLY_COLUMNS, 'comment-replies');
  }

  @Get('progress')
  @Requires('messages.read')
  @Endpoint({
    summary: 'How many answers of an account wait, and when the last will be out',
    response: CommentReplyProgressResponse,
    errors: { 'not-found': 'ACCOUNT.NOT_FOUND: no such account in this workspace.' },
  })
  async progress(
    @Ctx() context: RequestContext,
    @Query() { accountId }: CommentProgressQuery,
  ): Promise<CommentReplyProgressResponse> {
    return toProgressResponse(await this.log.progress(context, accountId as AccountId));
  }
}

function filterOf({ status, accountId, mediaId, automationId }: CommentRepliesQuery): CommentLogFilter {
  return {
    ...(status === undefined ? {} : { status }),
    ...(accountId === undefined ? {} : { accountId: accountId as AccountId }),
    ...(mediaId === undefined ? {} : { mediaId }),
    ...(automationId === undefined ? {} : { instanceId: automationId }),
  };
}

async function* linesOf(rows: ReturnType<CommentLog['all']>): AsyncIterable<CsvRow> {
  for await (const row of rows) yield toCommentReplyLine(row);
}

import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Ctx, RateLimit, Requires } from '../../shared/auth';
import { Endpoint, IdParam } from '../../shared/http';
import type { AccountId, RequestContext } from '../../shared/kernel';
import { PostPageResponse, PostsQuery, toPostPageResponse } from '../dto/post.dto';
import { Posts } from './posts.service';

/** Each one asks Instagram. */
const ASK_LIMIT = { name: 'post-ask', by: 'workspace', limit: 60, perSeconds: 60 } as const;

@ApiTags('Accounts')
@Controller('v1/workspaces/:workspaceId/accounts/:accountId')
export class PostsController {
  constructor(private readonly posts: Posts) {}

  @Get('media')
  @Requires('accounts.read')
  @RateLimit(ASK_LIMIT)
  @Endpoint({
    summary: 'Posts and reels of the account as Instagram has them now, newest first',
    description: 'To choose those that a trigger for comments is meant for, or one that is sent.',
    response: PostPageResponse,
    errors: {
      'not-found': 'ACCOUNT.NOT_FOUND: no such account in this workspace.',
      conflict: 'ACCOUNT.NOT_USABLE: the account must be connected again.\n\nCOMMENT.REFUSED: Instagram says no.',
      'rate-limited': 'COMMENT.LIMITED: Instagram wants a pause.',
      unavailable: 'COMMENT.UNAVAILABLE: Instagram could not be reached.',
    },
  })
  async list(
    @Ctx() context: RequestContext,
    @IdParam('accountId') accountId: AccountId,
    @Query() { limit, cursor }: PostsQuery,
  ): Promise<PostPageResponse> {
    const after = cursor === undefined ? {} : { after: cursor };
    return toPostPageResponse(await this.posts.list(context, accountId, { limit, ...after }));
  }
}

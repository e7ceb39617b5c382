import { CommentFacts } from '../comment-facts.facade';
import { CommentDmLogsRepository } from '../repositories/comment-dm-logs.repository';
import { COMMENT_DM_LOGS, commentDmLogSchema } from '../schemas/comment-dm-log.schema';
import { CommentLogRetention } from './comment-log-retention';
import { CommentLog } from './comment-log.service';
import { CommentReplies } from './comment-replies.service';
import { CommentRepliesController } from './comment-replies.controller';
import { Comments } from './comments.service';
import { CommentsController } from './comments.controller';
import { FollowUpCommentReplies } from './follow-up-comment-replies.job';
import { PublicReplies } from './public-replies.service';

export const COMMENTS_MODELS = [{ name: COMMENT_DM_LOGS, schema: commentDmLogSchema }];

export const COMMENTS_CONTROLLERS = [CommentRepliesController, CommentsController];

/** Higher domains use these. */
export const COMMENTS_EXPORTS = [CommentFacts, CommentReplies, PublicReplies];

export const COMMENTS_PROVIDERS = [
  CommentDmLogsRepository,
  Comments,
  CommentLog,
  CommentLogRetention,
  FollowUpCommentReplies,
  ...COMMENTS_EXPORTS,
];

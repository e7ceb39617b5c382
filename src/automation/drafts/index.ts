import { ReplyDraftFigures } from './reply-draft-figures.service';
import { ReplyDraftMoves } from './reply-draft-moves.service';
import { ReplyDraftSending } from './reply-draft-sending.service';
import { ReplyDrafts } from './reply-drafts.service';
import { ReplyDraftsController } from './reply-drafts.controller';
import { ReplyDraftFiguresRepository } from './repositories/reply-draft-figures.repository';
import { ReplyDraftsRepository } from './repositories/reply-drafts.repository';
import { REPLY_DRAFTS, replyDraftSchema } from './schemas/reply-draft.schema';

/** Parts of the automation module. */
export const DRAFT_MODELS = [{ name: REPLY_DRAFTS, schema: replyDraftSchema }];
export const DRAFT_CONTROLLERS = [ReplyDraftsController];
export const DRAFT_PROVIDERS = [
  ReplyDraftsRepository,
  ReplyDraftFiguresRepository,
  ReplyDraftMoves,
  ReplyDrafts,
  ReplyDraftSending,
  ReplyDraftFigures,
];

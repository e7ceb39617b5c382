import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../../shared/http';
import type { Page } from '../../../shared/kernel';
import { REPLY_DRAFT_STATUSES, type ReplyDraft, type ReplyDraftStatus } from '../domain/reply-draft';

class DraftCitationResponse {
  itemId: string;

  title: string;
}

export class ReplyDraftResponse {
  id: string;

  conversationId: string;

  @ApiProperty({ enum: REPLY_DRAFT_STATUSES })
  status: ReplyDraftStatus;

  /** As it was proposed. */
  text: string;

  /** What the person had said. */
  question: string;

  /** Why it was not sent at once, such as `approval_wanted` or `doubtful`. */
  reason: string;

  /** What it rests on. */
  citations: DraftCitationResponse[];

  /** What was sent in the end. */
  sentText?: string;

  /** From 0, sent as proposed, to 1: nothing of it was kept. */
  editDistance?: number;

  /** The member who sent or discarded it. */
  decidedBy?: string;

  decidedAt?: Date;

  createdAt: Date;
}

export class SentReplyDraftResponse extends ReplyDraftResponse {
  /** Of the message that it became. */
  messageId: string;
}

export class ReplyDraftPageResponse extends PageOf(ReplyDraftResponse) {}

export function toReplyDraftResponse<D extends ReplyDraft>({ workspaceId: _workspace, citations, ...draft }: D) {
  return { ...draft, citations: citations.map(({ itemId, title }) => ({ itemId, title })) };
}

export function toReplyDraftPageResponse(page: Page<ReplyDraft>): ReplyDraftPageResponse {
  return { ...page, items: page.items.map((draft) => toReplyDraftResponse(draft)) };
}

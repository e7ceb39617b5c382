import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../../shared/http';
import type { Page } from '../../../shared/kernel';
import {
  DRAFT_SOURCES,
  type DraftSource,
  REPLY_DRAFT_STATUSES,
  type ReplyDraft,
  type ReplyDraftStatus,
} from '../domain/reply-draft';

export class DraftCitationResponse {
  itemId: string;

  title: string;
}

export class ReplyDraftResponse {
  id: string;

  conversationId: string;

  @ApiProperty({ enum: REPLY_DRAFT_STATUSES })
  status: ReplyDraftStatus;

  @ApiProperty({ enum: DRAFT_SOURCES, description: 'Written for approval by a flow, or asked for by a person.' })
  source: DraftSource;

  /** Of a suggestion: `generated` by a model, or quoted from the knowledge (`extractive`). */
  mode?: string;

  /** Of a superseded one: `newer_draft`, `customer_wrote` or `person_wrote`. */
  supersededBy?: string;

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

export function toReplyDraftResponse<D extends ReplyDraft>({
  workspaceId: _workspace,
  answersUpTo: _answers,
  citations,
  source = 'flow',
  ...draft
}: D) {
  return { ...draft, source, citations: citations.map(({ itemId, title }) => ({ itemId, title })) };
}

export function toReplyDraftPageResponse(page: Page<ReplyDraft>): ReplyDraftPageResponse {
  return { ...page, items: page.items.map((draft) => toReplyDraftResponse(draft)) };
}

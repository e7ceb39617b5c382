import { ApiProperty } from '@nestjs/swagger';
import {
  ATTENTION_KINDS,
  type AttentionEntry,
  type AttentionItem,
  type AttentionKind,
  type AttentionQueue,
} from '../domain/attention';

export class AttentionEntryResponse {
  @ApiProperty({ enum: ATTENTION_KINDS })
  kind: AttentionKind;

  /** Of the escalation, message, draft or goal; of the conversation where a person waits. */
  id: string;

  conversationId: string;

  /** In few words; of a person who waits, their name. */
  reason: string;

  /** Since when. */
  since: Date;

  /** For how long already. */
  ageSeconds: number;

  /** Until when an answer is promised, or possible. */
  until?: Date;

  assigneeId?: string;

  /** What else there is about this conversation. */
  @ApiProperty({ enum: ATTENTION_KINDS, isArray: true })
  also: AttentionKind[];

  /** Path of the resource in this API. */
  link: string;
}

export class AttentionCountResponse {
  @ApiProperty({ enum: ATTENTION_KINDS })
  kind: AttentionKind;

  /** At most 100. */
  count: number;

  /** There are more than that. */
  isCut: boolean;
}

export class AttentionResponse {
  /** Most urgent first, each conversation once. */
  items: AttentionEntryResponse[];

  counts: AttentionCountResponse[];
}

const LINKS: Readonly<Record<AttentionKind, (item: AttentionItem) => string>> = {
  escalation: ({ id }) => `escalations/${id}`,
  window_closing: ({ id }) => `conversations/${id}`,
  unreplied: ({ id }) => `conversations/${id}`,
  undelivered: ({ conversationId }) => `conversations/${conversationId}/messages`,
  draft: ({ id }) => `reply-drafts/${id}`,
  lead: ({ id }) => `outcomes/lead/${id}`,
  booking: ({ id }) => `outcomes/booking/${id}`,
  order: ({ id }) => `outcomes/order/${id}`,
};

export function toAttentionResponse(
  { entries, counts }: AttentionQueue,
  workspaceId: string,
  now: Date,
): AttentionResponse {
  const shown = (entry: AttentionEntry): AttentionEntryResponse => {
    const { urgency: _urgency, ...rest } = entry;
    const ageSeconds = Math.max(0, Math.round((now.getTime() - entry.since.getTime()) / 1_000));
    return { ...rest, ageSeconds, link: `/v1/workspaces/${workspaceId}/${LINKS[entry.kind](entry)}` };
  };
  return { items: entries.map(shown), counts };
}

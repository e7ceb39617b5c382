import { distance } from 'fastest-levenshtein';
import type { ConversationId, UserId, WorkspaceId } from '../../../shared/kernel';

export const REPLY_DRAFT_STATUSES = ['waiting', 'sent', 'discarded', 'superseded'] as const;
/** superseded: a newer draft took its place. */
export type ReplyDraftStatus = (typeof REPLY_DRAFT_STATUSES)[number];

/** What an answer rests on. */
export interface DraftCitation {
  itemId: string;
  title: string;
}

/** An answer that was made, and that a person must send, change or throw away. */
export interface ReplyDraft {
  id: string;
  workspaceId: WorkspaceId;
  conversationId: ConversationId;
  status: ReplyDraftStatus;
  /** As it was proposed. */
  text: string;
  /** What the person had said. */
  question: string;
  /** Code-like: why it was not sent at once. */
  reason: string;
  citations: readonly DraftCitation[];
  /** What was sent in the end. */
  sentText?: string;
  /** 0: sent as proposed · 1: nothing of it was kept. In characters changed, of the longer text. */
  editDistance?: number;
  decidedBy?: UserId;
  decidedAt?: Date;
  createdAt: Date;
}

/** Of longer texts only the beginning is compared. */
const COMPARED = 2_000;

/** @returns 0–1, to three places */
export function editDistanceOf(proposed: string, sent: string): number {
  const [a, b] = [proposed, sent].map((text) => text.trim().slice(0, COMPARED)) as [string, string];
  const longer = Math.max(a.length, b.length);
  return longer === 0 ? 0 : Math.round((distance(a, b) / longer) * 1_000) / 1_000;
}

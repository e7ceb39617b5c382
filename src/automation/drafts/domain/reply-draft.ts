import { distance } from 'fastest-levenshtein';
import type { ConversationId, UserId, WorkspaceId } from '../../../shared/kernel';
import type { Retraction } from '../../domain/waiting-draft';

export const REPLY_DRAFT_STATUSES = ['suggested', 'waiting', 'sending', 'sent', 'discarded', 'superseded'] as const;
/**
 * suggested: one of several that a person asked for, until they take it · sending: handed over, and not yet confirmed ·
 * superseded: a newer draft, the customer or a person made it useless, as `supersededBy` says.
 */
export type ReplyDraftStatus = (typeof REPLY_DRAFT_STATUSES)[number];

export const DRAFT_SOURCES = ['flow', 'suggestion'] as const;
/** flow: an automation wrote it for approval · suggestion: a person asked for it. */
export type DraftSource = (typeof DRAFT_SOURCES)[number];

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
  /** Absent: `flow`, from before there were others. */
  source?: DraftSource;
  /** Of a suggestion: a model wrote it, or sentences of the knowledge were quoted. */
  mode?: 'generated' | 'extractive';
  /** Of a suggestion: when the customer's last message that it answers was written. */
  answersUpTo?: Date;
  supersededBy?: Retraction;
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

/** Something that was said in the conversation. */
interface Said {
  direction: 'in' | 'out';
  at: Date;
}

/** What has been said since a suggestion was made; null: it still answers. `said`: the newest messages. */
export function overtakenBy(
  { source, answersUpTo, createdAt }: Pick<ReplyDraft, 'source' | 'answersUpTo' | 'createdAt'>,
  said: readonly Said[],
): Retraction | null {
  if (source !== 'suggestion' || answersUpTo === undefined) return null;
  if (said.some(({ direction, at }) => direction === 'in' && at > answersUpTo)) return 'customer_wrote';
  return said.some(({ direction, at }) => direction === 'out' && at > createdAt) ? 'person_wrote' : null;
}

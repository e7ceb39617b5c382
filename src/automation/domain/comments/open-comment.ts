import {
  type ChannelLimits,
  type FlowEffect,
  type FlowEvent,
  isOpenStatus,
  type SessionState,
  type StimulusComment,
} from '../../../flows';
import type { SessionAct } from '../explanation';
import type { CommentNote } from './comment-memory';

/** The comment that a session began with, as long as its private reply is not decided. `until`: milliseconds since the epoch. */
export type OpenComment = { id: string; until: number; isLive: boolean };

/** Messages of one step that go out together, as the one private reply to a comment. */
export interface PrivateReply {
  commentId: string;
  sendIds: string[];
  until: number;
  isLive: boolean;
  /** Of the channel. */
  limits: ChannelLimits | null;
}

/** What a step of its session means for the comment. */
export interface CommentStep {
  /** Absent: what is said from now on is said in the ordinary way. */
  open?: OpenComment;
  reply?: Omit<PrivateReply, 'limits'>;
  note?: Pick<CommentNote, 'status' | 'reason' | 'sendId'>;
}

const HOUR_MS = 3_600_000;

export function openComment({ id, at, isLive }: StimulusComment, limits: ChannelLimits | null): OpenComment {
  const hours = limits?.commentHours ?? { post: 0, live: 0 };
  return { id, until: at + (isLive ? hours.live : hours.post) * HOUR_MS, isLive };
}

export function commentStep(
  open: OpenComment,
  { event, effects, after }: { event: FlowEvent | SessionAct; effects: readonly FlowEffect[]; after: SessionState },
): CommentStep {
  // Who has written may be written to, as anybody else.
  if (event.kind === 'message' || event.kind === 'choice') return skipped('person_wrote');
  const sendIds = effects.flatMap((effect) => (effect.kind === 'send' ? [effect.id] : []));
  const [sendId] = sendIds;
  if (sendId !== undefined) return { reply: replyTo(open, sendIds), note: { status: 'pending', sendId } };
  if (isOver(after)) return skipped(reasonOf(after));
  return event.kind === 'started' ? { open, note: { status: 'pending' } } : { open };
}

const replyTo = ({ id: commentId, until, isLive }: OpenComment, sendIds: string[]): Omit<PrivateReply, 'limits'> => ({
  commentId,
  sendIds,
  until,
  isLive,
});

const skipped = (reason: string): CommentStep => ({ note: { status: 'skipped', reason } });

const isOver = ({ status }: SessionState): boolean => !isOpenStatus(status);

/** A flow that ends without a word may say why by its outcome. */
function reasonOf({ status, outcome }: SessionState): string {
  return status === 'completed' ? (outcome ?? 'no_message') : status;
}

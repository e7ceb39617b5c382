import type { CommentOnce, StimulusComment } from '../../../flows';

/** An automation that has begun with a comment of the person, and the post that it stood under. */
export type AnsweredComment = { instanceId: string; mediaId: string };

/** What was decided about a comment, until its row has surely been written. `at`: of the decision, milliseconds since the epoch. */
export type CommentNote = {
  commentId: string;
  at: number;
  instanceId?: string;
  status: 'pending' | 'skipped';
  /** Why nothing is sent. */
  reason?: string;
  /** Of the private reply, once it is decided what it says. */
  sendId?: string;
  /** Of a pending one: until when the channel takes it. */
  until?: number;
};

/** What a conversation knows of comments of its person. */
export type CommentMemory = {
  /** Oldest first. */
  answered: AnsweredComment[];
  notes: CommentNote[];
};

export const NO_COMMENTS: CommentMemory = { answered: [], notes: [] };

/** More posts than somebody comments on; of more, the oldest are forgotten. */
const MAX_ANSWERED = 200;
const MAX_NOTES = 30;
const NOTE_KEPT_MS = 10 * 60 * 1_000;

/** An ad counts as the post that it was made of. */
export const postOf = ({ mediaId, originalMediaId }: StimulusComment): string => originalMediaId ?? mediaId;

/** Whether the automation has answered this person as often as its trigger wants. */
export function isSpent(
  { answered }: CommentMemory,
  { instanceId, once }: { instanceId: string; once: CommentOnce | undefined },
  comment: StimulusComment,
): boolean {
  if (once === undefined || once === 'comment') return false;
  const own = answered.filter((one) => one.instanceId === instanceId);
  return once === 'person' ? own.length > 0 : own.some(({ mediaId }) => mediaId === postOf(comment));
}

export function withAnswered(memory: CommentMemory, one: AnsweredComment): CommentMemory {
  const others = memory.answered.filter(
    ({ instanceId, mediaId }) => instanceId !== one.instanceId || mediaId !== one.mediaId,
  );
  return { ...memory, answered: [...others, one].slice(-MAX_ANSWERED) };
}

/** The newest note about a comment counts. */
export function withNote(memory: CommentMemory, note: CommentNote): CommentMemory {
  const others = memory.notes.filter(
    ({ commentId, at }) => commentId !== note.commentId && at > note.at - NOTE_KEPT_MS,
  );
  return { ...memory, notes: [...others, note].slice(-MAX_NOTES) };
}

/** Those that are new or say something else than before. `before` unknown: all. */
export function changedNotes(before: CommentMemory | undefined, after: CommentMemory): CommentNote[] {
  const known = new Set((before ?? NO_COMMENTS).notes.map((note) => JSON.stringify(note)));
  return after.notes.filter((note) => !known.has(JSON.stringify(note)));
}

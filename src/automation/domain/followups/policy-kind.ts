/**
 * before_window_closes: some hours before the bot may not write any more · after_silence: nobody has written for a while ·
 * after_hours: the next opening after somebody wrote while it was closed · unanswered_question: a question of ours has
 * stayed without an answer for a while.
 */
export const FOLLOWUP_KINDS = ['before_window_closes', 'after_silence', 'after_hours', 'unanswered_question'] as const;
export type FollowupKind = (typeof FOLLOWUP_KINDS)[number];

export const FOLLOWUP_ACTIONS = ['text', 'ai', 'flow'] as const;
export type FollowupActionKind = (typeof FOLLOWUP_ACTIONS)[number];

/** What a new version does with sessions of an earlier one: they end on what they began with, or move where they can. */
export const RUNNING_SESSIONS = ['finish', 'move'] as const;
export type RunningSessions = (typeof RUNNING_SESSIONS)[number];

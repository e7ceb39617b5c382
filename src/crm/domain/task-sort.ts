/** `due`: those due first in front, without a date last. */
export const TASK_SORTS = ['due', 'newest'] as const;
export type TaskSort = (typeof TASK_SORTS)[number];

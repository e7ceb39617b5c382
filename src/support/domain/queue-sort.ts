/** `urgent`: what is due first in front. */
export const QUEUE_SORTS = ['urgent', 'newest'] as const;
export type QueueSort = (typeof QUEUE_SORTS)[number];

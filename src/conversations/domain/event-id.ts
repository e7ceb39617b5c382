import { type AccountId, stableId } from '../../shared/kernel';

/** Hash of account and dedupe key, so that a duplicate key error is "already seen"; the row of a message has the same id. */
export const eventIdOf = (accountId: AccountId, dedupeKey: string): string => stableId('event', accountId, dedupeKey);

/** Of the event that tells what the voice notes of a message say. */
export const transcriptEventId = (messageId: string): string => stableId('transcript', messageId);

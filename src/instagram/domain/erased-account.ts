import { stableId } from '../../shared/kernel';

/** What is remembered of an account that was erased, by either of its ids on the platform. */
export const erasedAccountKey = (platformId: string): string => stableId('erased-account', platformId);

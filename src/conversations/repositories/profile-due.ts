import { type Expression, literal, msFromNow } from './expressions';

const NEVER = literal(new Date(0));
/** A flow that asks by itself is first, and then nobody asks a second time. */
const DELAY_MS = 3_000;

/** A person who writes, and of whom nothing fresh is known, is asked for soon; one who is being asked for is not asked twice. */
export const PROFILE_DUE: Expression = {
  $cond: [
    { $lte: [{ $ifNull: ['$profileFreshUntil', NEVER] }, '$$NOW'] },
    { $ifNull: ['$profileDueAt', msFromNow(DELAY_MS)] },
    { $ifNull: ['$profileDueAt', null] },
  ],
};

const SECOND = 1_000;
const FIRST_LOOK_MS = 15 * SECOND;
const GROWTH = 4;
/** Together more than three days: Instagram repeats what was not taken for a day and a half. */
const LOOKS = 8;

/** When a message that came after its edit is looked for again, after so many looks in vain. */
export const nextLookAt = (now: Date, looks: number): Date => new Date(now.getTime() + FIRST_LOOK_MS * GROWTH ** looks);

export const isLastLook = (looks: number): boolean => looks + 1 >= LOOKS;

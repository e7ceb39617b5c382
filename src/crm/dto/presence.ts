/** For `@ValidateIf`: may be absent, but not null. */
export const whenSent = (_: unknown, value: unknown): boolean => value !== undefined;

/** For `@ValidateIf`: may be absent, and null clears. */
export const whenGiven = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;

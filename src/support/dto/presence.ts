/** For `@ValidateIf`: may be absent, but not null. */
export const whenSent = (_: unknown, value: unknown): boolean => value !== undefined;

/** For `@ValidateIf`: may be absent, and null clears. */
export const whenGiven = (_: unknown, value: unknown): boolean => value !== undefined && value !== null;

/** In addresses. */
export const YES_OR_NO = ['true', 'false'] as const;
export type YesOrNo = (typeof YES_OR_NO)[number];

/**
 * Whether a refused read says that the token itself is gone. Other refusals of reads are about what was read: they say nothing about sending.
 * Source: Graph API, "Error handling".
 */
export const tellsOfToken = (code: string): boolean => /^(190|102)(\/|$)/.test(code);

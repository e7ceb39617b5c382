/** `2026-07-12T19:11:07+0000`, as the Conversations API writes times. */
export const graphTime = (ms: number): string => new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+0000');

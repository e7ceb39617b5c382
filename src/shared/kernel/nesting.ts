/** Far deeper than anything we take. MongoDB keeps at most 100 levels, and recursive code ends at some thousands. */
export const MAX_NESTING = 32;

/** Whether plain JSON data is nested at most `levels` deep. Safe for any depth. */
export function isNestedWithin(value: unknown, levels = MAX_NESTING): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((member) => isNestedWithin(member, levels - 1));
}

/**
 * Rows with all of the terms. The first one alone holds the index to one value, which keeps its order; `$all` would do the
 * same on MongoDB, but not on every engine.
 */
export function allTerms(field: string, [first, ...others]: readonly string[]): Record<string, unknown> {
  if (first === undefined) return {};
  return { [field]: first, ...(others.length === 0 ? {} : { $and: others.map((term) => ({ [field]: term })) }) };
}

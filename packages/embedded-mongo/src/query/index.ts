/** Filters, sorts, projections, collations and text search, compiled once per command. */
export { collatorOf } from './collation';
export type { CompileContext, TextMatcher } from './context';
export { compileFilter, type Filter } from './filter';
export {
  getPath,
  isArrayIndex,
  isOperatorObject,
  isReferenceKey,
  type MatchState,
  type Predicate,
  splitPath,
  topLevelOf,
  valuesAt,
  walk,
} from './path';
export { isTruthy } from './predicates';
export { compileProjection, projectionFields } from './projection';
export { compileRegex } from './regex';
export { compileSort, compileValueSort, type Sort } from './sort';
export { parseSearch, textMatcher, tokens } from './text';

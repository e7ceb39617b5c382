import { Rank, compare, equals, isNumeric, isPlainObject, isRegex, toNumber, typeRank } from '../bson';
import { compileFilter, isOperatorObject } from '../query';
import type { Collator, Document } from '../types';
import { RANGE_TYPES, isPoint } from './conditions';

/** One operator that a field's values meet (of a query), or must meet (of a partial index). */
interface Claim {
  readonly operator: string;
  readonly value: unknown;
}

/** What a query says about each field. */
type Conditions = ReadonlyMap<string, readonly unknown[]>;

/** How the texts of a query compare, and whether those of the index compare the same way. */
interface Comparison {
  readonly collator: Collator | undefined;
  readonly fits: boolean;
}

const NEVER_MISSING = new Set(['$regex', '$type', '$size', '$elemMatch', '$mod']);
const EXISTS: Claim = { operator: '$exists', value: true };
/** Types whose ranges hold no value of another BSON type: numbers are of several, and symbols sort among strings. */
const SINGLE_TYPES: ReadonlySet<number> = new Set([Rank.binData, Rank.objectId, Rank.bool, Rank.date, Rank.timestamp]);
const TEXT_TYPES: ReadonlySet<number> = new Set([Rank.string, Rank.object, Rank.array]);

function claimsOf(condition: unknown): Claim[] {
  if (isRegex(condition)) return [{ operator: '$regex', value: condition }];
  if (!isOperatorObject(condition)) return [{ operator: '$eq', value: condition }];
  return Object.entries(condition).map(([operator, value]) => ({ operator, value }));
}

const isNotANumber = (value: unknown): boolean => isNumeric(value) && Number.isNaN(toNumber(value));
const isRange = ({ operator, value }: Claim): boolean =>
  ['$gt', '$gte', '$lt', '$lte'].includes(operator) && RANGE_TYPES.has(typeRank(value)) && !isNotANumber(value);

/** The values of which one must be there; undefined when the claim is of another kind, or a missing field would do. */
function pointsOf({ operator, value }: Claim): unknown[] | undefined {
  const points = operator === '$in' && Array.isArray(value) ? (value as unknown[]) : operator === '$eq' ? [value] : [];
  const usable = points.length > 0 && points.every((point) => isPoint(point) && point !== null && point !== undefined);
  return usable ? points : undefined;
}

const isNeverMissing = (claim: Claim): boolean =>
  NEVER_MISSING.has(claim.operator) || isRange(claim) || pointsOf(claim) !== undefined;

/** Whether values on one side of a limit all lie on the wanted side of another limit of that type. */
function isWithin(known: Claim, wanted: Claim, collator: Collator | undefined): boolean {
  const upwards = known.operator.startsWith('$g');
  if (upwards !== wanted.operator.startsWith('$g') || typeRank(known.value) !== typeRank(wanted.value)) return false;
  const inside = compare(known.value, wanted.value, collator) * (upwards ? 1 : -1);
  return inside > 0 || (inside === 0 && (wanted.operator.endsWith('e') || !known.operator.endsWith('e')));
}

const passes = (wanted: Claim, value: unknown, collator: Collator | undefined): boolean =>
  compileFilter({ field: { [wanted.operator]: wanted.value } }, { now: new Date(0), collator }).test({ field: value });

function rangeImplies(known: Claim, wanted: Claim, collator: Collator | undefined): boolean {
  if (isRange(wanted)) return isWithin(known, wanted, collator);
  if (wanted.operator !== '$type') return false;
  if (typeRank(known.value) === Rank.number) return wanted.value === 'number';
  return SINGLE_TYPES.has(typeRank(known.value)) && passes(wanted, known.value, collator);
}

function implies(known: Claim, wanted: Claim, collator: Collator | undefined): boolean {
  if (known.operator === wanted.operator && equals(known.value, wanted.value)) return true;
  if (wanted.operator === '$exists')
    return known.operator === '$exists' ? equals(known, EXISTS) : isNeverMissing(known);
  const points = pointsOf(known);
  if (points) return points.every((point) => passes(wanted, point, collator));
  return isRange(known) && rangeImplies(known, wanted, collator);
}

/** Where texts compare in another way than in the index, a claim about one says no more than that it is there. */
function underOtherCollation(claim: Claim): Claim[] {
  const values = Array.isArray(claim.value) ? (claim.value as unknown[]) : [claim.value];
  const aboutText = claim.operator !== '$type' && values.some((value) => TEXT_TYPES.has(typeRank(value)));
  if (!aboutText) return [claim];
  return isNeverMissing(claim) ? [EXISTS] : [];
}

/**
 * Whether every document that meets the conditions is in the partial index. Each operator of the index must follow from
 * one of the query's. Conservative: false where it cannot be told, and then the index is not used.
 */
export function impliesPartialFilter(conditions: Conditions, partial: Document, comparison: Comparison): boolean {
  const followsFrom = (part: unknown): boolean =>
    isPlainObject(part) && impliesPartialFilter(conditions, part, comparison);
  return Object.entries(partial).every(([field, required]) => {
    if (field === '$and') return Array.isArray(required) && required.every(followsFrom);
    if (field === '$or') return Array.isArray(required) && required.some(followsFrom);
    const claims = (conditions.get(field) ?? []).flatMap(claimsOf);
    const known = comparison.fits ? claims : claims.flatMap(underOtherCollation);
    return claimsOf(required).every((wanted) => known.some((claim) => implies(claim, wanted, comparison.collator)));
  });
}

import { isPlainObject } from '../bson/kinds';
import { foldText, isSimpleCollation } from '../bson/fold';
import { fail } from '../errors';
import type { Collation, Collator } from '../types';

const OPTIONS = new Set([
  'locale',
  'caseLevel',
  'caseFirst',
  'strength',
  'numericOrdering',
  'alternate',
  'maxVariable',
  'normalization',
  'backwards',
  'version',
]);

type Sensitivity = 'base' | 'accent' | 'case' | 'variant';

function sensitivityOf(spec: Collation): Sensitivity {
  const strength = spec.strength ?? 3;
  if (strength === 1) return spec.caseLevel ? 'case' : 'base';
  return strength === 2 && !spec.caseLevel ? 'accent' : 'variant';
}

function validate(spec: Collation): void {
  if (!isPlainObject(spec) || typeof spec.locale !== 'string') {
    fail(40414, "BSON field 'collation.locale' is missing but a required field");
  }
  for (const name of Object.keys(spec))
    if (!OPTIONS.has(name)) fail(40415, `BSON field 'collation.${name}' is an unknown field.`);
  const strength = Number(spec.strength ?? 3);
  if (!(strength >= 1 && strength <= 5)) fail(2, `Field 'strength' must be an integer 1 through 5. Got: ${strength}`);
}

function intlCollator(spec: Collation): Intl.Collator {
  const locale = spec.locale.replace(/_/g, '-');
  try {
    return new Intl.Collator(locale, {
      sensitivity: sensitivityOf(spec),
      numeric: spec.numericOrdering === true,
      caseFirst: spec.caseFirst === 'upper' || spec.caseFirst === 'lower' ? spec.caseFirst : 'false',
      ignorePunctuation: spec.alternate === 'shifted',
    });
  } catch {
    return fail(2, `Field 'locale' is invalid in: { locale: "${spec.locale}" }`);
  }
}

/**
 * Compiles a collation; undefined for none and for `simple`.
 * @throws MongoError 2, 40414, 40415 for an invalid one
 */
export function collatorOf(spec?: Collation): Collator | undefined {
  if (spec === undefined) return undefined;
  validate(spec);
  if (isSimpleCollation(spec)) return undefined;
  const plainSpec = { ...spec, ...(spec.strength === undefined ? {} : { strength: Number(spec.strength) }) };
  const { compare } = intlCollator(plainSpec);
  return { spec: plainSpec, compare, fold: (text) => foldText(text, plainSpec) };
}

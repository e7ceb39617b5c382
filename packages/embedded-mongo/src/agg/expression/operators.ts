import { ARITHMETIC } from './arithmetic';
import { ARRAYS } from './arrays';
import { CONVERT } from './convert';
import { DATES } from './dates';
import { type Operator, type OperatorEntry, refused } from './define';
import { HIGHER_ORDER } from './higher-order';
import { LOGIC } from './logic';
import { OBJECTS } from './objects';
import { REGEX } from './regex';
import { SETS } from './sets';
import { STATISTICS } from './statistics';
import { STRINGS } from './strings';

const REFUSED: readonly OperatorEntry[] = [
  refused('$function', 'server-side JavaScript is'),
  refused('$accumulator', 'server-side JavaScript is'),
  refused('$where', 'server-side JavaScript is'),
  refused('$toHashedIndexKey', 'hashed indexes are'),
];

/** Every expression operator, by name. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>(
  [LOGIC, ARITHMETIC, ARRAYS, HIGHER_ORDER, OBJECTS, SETS, STRINGS, REGEX, CONVERT, DATES, STATISTICS, REFUSED].flat(),
);

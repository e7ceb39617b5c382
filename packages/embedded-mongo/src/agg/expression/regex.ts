import { isNullish, isRegex, typeName } from '../../bson';
import { fail } from '../../errors';
import { compileRegex } from '../../query/regex';
import type { Document } from '../../types';
import { constantOf, namedArguments, type Operator, type OperatorEntry } from './define';
import type { Evaluate } from './scope';

type Found = { match: string; idx: number; captures: (string | null)[] };

function build(name: string, pattern: unknown, options: unknown): RegExp | null {
  if (isNullish(pattern)) return null;
  if (typeof pattern !== 'string' && !isRegex(pattern))
    fail(51105, `${name} needs 'regex' to be of type string or regex`);
  if (!isNullish(options) && typeof options !== 'string') fail(51106, `${name} needs 'options' to be of type string`);
  const regex = compileRegex(pattern, isNullish(options) ? undefined : String(options));
  return new RegExp(regex.source, `${regex.flags}g`);
}

/** The regular expression of each document, compiled once when it is constant. */
function regexOf(name: string, pattern: Evaluate, options: Evaluate | undefined): (doc: Document) => RegExp | null {
  if (constantOf(pattern) && (!options || constantOf(options))) {
    const known = build(name, pattern({}), options?.({}));
    return () => known;
  }
  return (doc) => build(name, pattern(doc), options?.(doc));
}

/** Positions count code points. */
function describeMatch(input: string, match: RegExpMatchArray): Found {
  const captures = match.slice(1).map((capture: string | undefined) => capture ?? null);
  return { match: match[0], idx: [...input.slice(0, match.index)].length, captures };
}

function regexOperator(
  name: string,
  ofNull: unknown,
  operate: (input: string, regex: RegExp) => unknown,
): OperatorEntry {
  const operator: Operator = (argument, scope, compile) => {
    const args = namedArguments(name, argument, { required: ['input', 'regex'], optional: ['options'] }, (one) =>
      compile(one, scope),
    );
    const regex = regexOf(name, args.regex, args.has('options') ? args.options : undefined);
    return (doc) => {
      const input = args.input(doc);
      const pattern = regex(doc);
      if (isNullish(input) || pattern === null) return ofNull;
      if (typeof input !== 'string')
        return fail(51104, `${name} needs 'input' to be of type string, not ${typeName(input)}`);
      pattern.lastIndex = 0;
      return operate(input, pattern);
    };
  };
  return [name, operator];
}

function findFirst(input: string, regex: RegExp): unknown {
  const match = regex.exec(input);
  return match ? describeMatch(input, match) : null;
}

/** Regular expressions. */
export const REGEX: readonly OperatorEntry[] = [
  regexOperator('$regexMatch', false, (input, regex) => regex.test(input)),
  regexOperator('$regexFind', null, findFirst),
  regexOperator('$regexFindAll', [], (input, regex) =>
    [...input.matchAll(regex)].map((match) => describeMatch(input, match)),
  ),
];

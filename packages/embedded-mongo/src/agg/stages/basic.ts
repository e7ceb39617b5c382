import { isNullish, isNumeric, isPlainObject, toNumber, typeName } from '../../bson';
import { fail } from '../../errors';
import { mapRows, gatherRows, PAUSE, visitRows, withPauses } from '../../pace';
import { compileFilter } from '../../query/filter';
import { splitPath } from '../../query/path';
import { compileSort } from '../../query/sort';
import type { Document } from '../../types';
import { compileIn } from '../expression/compile';
import { dig } from '../expression/field-path';
import { Scope } from '../expression/scope';
import type { Transform } from './project';
import { checkOptions, type CompileStage, objectSpec, type Stage, withPath } from './stage';

/** A stage that turns each document into one. */
export function mapping(transform: Transform): Stage {
  return (input) => mapRows(input, transform);
}

export const match: CompileStage = (spec, context) => {
  const filter = compileFilter(
    isPlainObject(spec) ? spec : fail(15959, 'the match filter must be an expression in an object'),
    context,
  );
  return function* (input) {
    for (const doc of input) if (doc === PAUSE || filter.test(doc)) yield doc;
  };
};

export const sort: CompileStage = (spec, context) => {
  const pattern = objectSpec('$sort', 15973, spec);
  if (Object.keys(pattern).length === 0) fail(15976, '$sort stage must have at least one sort key');
  const order = compileSort(pattern, context);
  return function* (input) {
    yield* withPauses(yield* order.sort(input, (doc) => doc, context.pace), context.pace);
  };
};

function whole(stage: string, code: number, value: unknown): number {
  const number = isNumeric(value) ? toNumber(value) : NaN;
  return Number.isInteger(number)
    ? number
    : fail(code, `invalid argument to ${stage} stage: Expected a number in: ${stage}: ${String(value)}`);
}

export const limit: CompileStage = (spec) => {
  const most = whole('$limit', 5107201, spec);
  if (most <= 0) fail(15958, 'the limit must be positive');
  return function* (input) {
    let left = most;
    for (const doc of input) {
      yield doc;
      if (doc !== PAUSE && --left === 0) return;
    }
  };
};

export const skip: CompileStage = (spec) => {
  const count = whole('$skip', 5107200, spec);
  if (count < 0) fail(15956, 'Argument to $skip cannot be negative');
  return function* (input) {
    let left = count;
    for (const doc of input) if (doc === PAUSE || left-- <= 0) yield doc;
  };
};

export const count: CompileStage = (spec) => {
  if (typeof spec !== 'string' || spec === '') return fail(40156, 'the count field must be a non-empty string');
  if (spec.startsWith('$')) fail(40158, `the count field cannot be a $-prefixed path`);
  if (spec.includes('.')) fail(40160, `the count field cannot contain '.'`);
  return function* (input) {
    let documents = 0;
    yield* visitRows(input, () => void documents++);
    if (documents > 0) yield { [spec]: documents };
  };
};

export const sample: CompileStage = (spec, context) => {
  const options = objectSpec('$sample', 28745, spec);
  checkOptions('$sample', 28748, options, ['size']);
  const size = isNumeric(options.size)
    ? toNumber(options.size)
    : fail(28746, 'size argument to $sample must be a number');
  if (size <= 0) fail(28747, 'size argument to $sample must be a positive integer');
  return function* (input) {
    const docs = yield* gatherRows(input);
    for (let at = 0; at < Math.min(size, docs.length); at++) {
      if (context.pace.isDue()) yield PAUSE;
      const other = at + Math.floor(Math.random() * (docs.length - at));
      [docs[at], docs[other]] = [docs[other] as Document, docs[at] as Document];
      yield docs[at] as Document;
    }
  };
};

type Unwind = { readonly parts: string[]; readonly index: string[] | undefined; readonly preserve: boolean };

function unwindSpec(spec: unknown): Document {
  if (typeof spec === 'string') return { path: spec };
  if (!isPlainObject(spec))
    return fail(
      15981,
      `expected either a string or an object as specification for $unwind stage, got ${typeName(spec)}`,
    );
  checkOptions('$unwind stage', 28811, spec, ['path', 'includeArrayIndex', 'preserveNullAndEmptyArrays']);
  return spec;
}

function unwindPath(path: unknown): string[] {
  if (path === undefined) fail(28812, 'no path specified to $unwind stage');
  if (typeof path !== 'string')
    return fail(28808, `expected a string as the path for $unwind stage, got ${typeName(path)}`);
  if (!path.startsWith('$')) fail(28818, `path option to $unwind stage should be prefixed with a '$': ${path}`);
  return splitPath(path.slice(1));
}

function unwindIndex(index: unknown): string[] | undefined {
  if (index === undefined) return undefined;
  if (typeof index !== 'string' || index === '')
    return fail(28810, 'expected a non-empty string for the includeArrayIndex  option to $unwind stage');
  if (index.startsWith('$'))
    fail(28822, `includeArrayIndex option to $unwind stage should not be prefixed with a '$': ${index}`);
  return splitPath(index);
}

function unwindOptions(spec: unknown): Unwind {
  const { path, includeArrayIndex, preserveNullAndEmptyArrays: preserve } = unwindSpec(spec);
  if (preserve !== undefined && typeof preserve !== 'boolean') {
    fail(28809, 'expected a boolean for the preserveNullAndEmptyArrays option to $unwind stage');
  }
  return { parts: unwindPath(path), index: unwindIndex(includeArrayIndex), preserve: preserve === true };
}

export const unwind: CompileStage = (spec, context) => {
  const options = unwindOptions(spec);
  return function* (input) {
    for (const doc of input) {
      if (doc === PAUSE) yield PAUSE;
      else yield* withPauses(unwound(doc, options), context.pace);
    }
  };
};

function* unwound(doc: Document, { parts, index, preserve }: Unwind): Generator<Document> {
  const numbered = (one: Document, at: bigint | null): Document => (index ? withPath(one, index, at) : one);
  const value = unwindTarget(doc, parts);
  if (Array.isArray(value) && value.length > 0) {
    for (let at = 0; at < value.length; at++) yield numbered(withPath(doc, parts, value[at] as unknown), BigInt(at));
  } else if (!isNullish(value) && !Array.isArray(value)) {
    yield numbered(doc, null);
  } else if (preserve) {
    yield numbered(Array.isArray(value) ? withPath(doc, parts, undefined) : doc, null);
  }
}

/** Arrays on the way to the path are not unwound. */
function unwindTarget(doc: Document, parts: readonly string[]): unknown {
  const above = parts.length > 1 ? dig(doc, parts.slice(0, -1), 0) : doc;
  return isPlainObject(above) ? dig(doc, parts, 0) : undefined;
}

const KEEP = Symbol('$$KEEP');
const PRUNE = Symbol('$$PRUNE');
const DESCEND = Symbol('$$DESCEND');

export const redact: CompileStage = (spec, context) => {
  const current = { value: undefined as unknown };
  const scope = Scope.open(context).with({
    CURRENT: current,
    KEEP: { value: KEEP },
    PRUNE: { value: PRUNE },
    DESCEND: { value: DESCEND },
  });
  const evaluate = compileIn(spec, scope);

  const descend = (value: unknown, root: Document): unknown => {
    if (Array.isArray(value))
      return (value as unknown[]).map((element) => descend(element, root)).filter((element) => element !== undefined);
    return isPlainObject(value) ? level(value, root) : value;
  };
  const level = (doc: Document, root: Document): Document | undefined => {
    current.value = doc;
    const verdict = evaluate(root);
    if (verdict === KEEP) return doc;
    if (verdict === PRUNE) return undefined;
    if (verdict !== DESCEND) fail(17053, '$redact must return $$KEEP, $$PRUNE or $$DESCEND');
    const result: Document = {};
    for (const name of Object.keys(doc)) {
      const value = descend(doc[name], root);
      if (value !== undefined) result[name] = value;
    }
    return result;
  };
  return function* (input) {
    for (const doc of input) {
      const kept = doc === PAUSE ? PAUSE : level(doc, doc);
      if (kept) yield kept;
    }
  };
};

/** The caller brings the sessions as input; without users there is nothing to choose from. */
export const listLocalSessions: CompileStage = (spec, { namespace }) => {
  if (!namespace.endsWith('.$cmd.aggregate'))
    fail(73, '$listLocalSessions must be run against the database with {aggregate: 1}');
  checkOptions('$listLocalSessions', 40415, objectSpec('$listLocalSessions', 9, spec), ['allUsers']);
  return (input) => input;
};

/** `$documents`: an expression that gives an array of documents; the input is ignored. */
export const documents: CompileStage = (spec, context) => {
  const evaluate = compileIn(spec, Scope.open(context));
  return function* () {
    const value = evaluate({});
    if (!Array.isArray(value) || !value.every(isPlainObject))
      fail(5858203, 'an array of documents is expected as the argument of $documents');
    yield* withPauses(value, context.pace);
  };
};

import { identity, isNullish, isNumeric, isPlainObject, toNumber, typeName } from '../../bson';
import { fail } from '../../errors';
import { gatherRows, PAUSE, type Paced, type Pause, visitRows } from '../../pace';
import { splitPath, walk } from '../../query/path';
import type { Document } from '../../types';
import { compileExpression } from '../expression/compile';
import { checkVariableName, type Evaluate } from '../expression/scope';
import {
  checkOptions,
  type CompilePipeline,
  type CompileStage,
  objectSpec,
  type PipelineContext,
  type Stage,
  withPath,
} from './stage';

/** The full name of a collection in the pipeline's database, or of `{db, coll}`. */
function namespaceOf(stage: string, from: unknown, context: PipelineContext): string {
  const database = context.namespace.slice(0, context.namespace.indexOf('.'));
  if (isPlainObject(from) && typeof from.coll === 'string') {
    return `${typeof from.db === 'string' ? from.db : database}.${from.coll}`;
  }
  return typeof from === 'string'
    ? `${database}.${from}`
    : fail(9, `${stage} argument 'from' must be a string, is type ${typeName(from)}`);
}

function pipelineOf(stage: string, value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : fail(9, `'pipeline' option of ${stage} must be specified as an array`);
}

/** Runs a pipeline on another collection; a leading `$match` goes into the read, so that indexes can serve it. */
function runOn(
  namespace: string,
  filter: Document,
  pipeline: readonly unknown[],
  context: PipelineContext,
  compilePipeline: CompilePipeline,
): Iterable<Paced<Document>> {
  const inner: PipelineContext = { ...context, namespace };
  const [head, ...tail] = pipeline;
  if (!isPlainObject(head) || !isPlainObject(head.$match))
    return compilePipeline(pipeline, inner)(context.lookup(namespace, filter, inner));
  const both = Object.keys(filter).length === 0 ? head.$match : { $and: [filter, head.$match] };
  return compilePipeline(tail, inner)(context.lookup(namespace, both, inner));
}

function fieldPath(stage: string, name: string, value: unknown): string {
  if (typeof value !== 'string')
    return fail(9, `${stage} argument '${name}: ${String(value)}' must be a string, is type ${typeName(value)}`);
  if (value === '' || value.startsWith('$'))
    fail(16410, `FieldPath field names may not start with '$'. Consider using $getField or $setField.`);
  return value;
}

/** Equality with a local value: an array stands for its elements, missing for null. */
function joinFilter(doc: Document, localParts: readonly string[], foreignField: string): Document {
  const values: unknown[] = [];
  walk(doc, localParts, 0, (value) => {
    if (Array.isArray(value)) values.push(...(value as unknown[]));
    else values.push(value ?? null);
    return false;
  });
  if (values.length === 1) return { [foreignField]: { $eq: values[0] } };
  return { [foreignField]: { $in: values } };
}

type Let = readonly { readonly name: string; readonly evaluate: Evaluate }[];

function compileLet(spec: unknown, context: PipelineContext): Let {
  if (spec === undefined) return [];
  return Object.entries(objectSpec('$lookup let', 9, spec)).map(([name, expression]) => {
    checkVariableName(name);
    return { name, evaluate: compileExpression(expression, context) };
  });
}

function withVariables(context: PipelineContext, variables: Let, doc: Document): PipelineContext {
  const values: Document = { ...context.variables };
  for (const { name, evaluate } of variables) values[name] = evaluate(doc);
  return { ...context, variables: values };
}

/** Reads what belongs to a document. */
type Find = (doc: Document) => Generator<Pause, Document[]>;
type Join = { readonly as: string[]; readonly find: Find };

const LOOKUP_OPTIONS = ['from', 'localField', 'foreignField', 'as', 'let', 'pipeline'];
/** Equal local values give equal answers: so many of them are remembered. */
const REMEMBERED = 1000;

function remembering(find: Find, keyOf: (doc: Document) => string): Find {
  const known = new Map<string, Document[]>();
  return function* (doc) {
    const key = keyOf(doc);
    let found = known.get(key);
    if (!found) {
      found = yield* find(doc);
      if (known.size < REMEMBERED) known.set(key, found);
    }
    return found;
  };
}

type JoinFields = { readonly local: string[]; readonly foreign: string };

function joinFields({ localField, foreignField, pipeline }: Document): JoinFields | undefined {
  if (localField === undefined && foreignField === undefined) {
    if (pipeline === undefined)
      fail(9, "$lookup requires either 'pipeline' or both 'localField' and 'foreignField' to be specified");
    return undefined;
  }
  if (localField === undefined || foreignField === undefined) {
    fail(9, "$lookup requires both or neither of 'localField' and 'foreignField' to be specified");
  }
  const local = splitPath(fieldPath('$lookup', 'localField', localField));
  return { local, foreign: fieldPath('$lookup', 'foreignField', foreignField) };
}

/** Only a pipeline that begins with `$documents` may do without a collection. */
function lookupNamespace(options: Document, pipeline: readonly unknown[], context: PipelineContext): string {
  const [head] = pipeline;
  const needsNone = options.from === undefined && isPlainObject(head) && '$documents' in head;
  return needsNone ? context.namespace : namespaceOf('$lookup', options.from, context);
}

function compileJoin(spec: unknown, context: PipelineContext, compilePipeline: CompilePipeline): Join {
  const options = objectSpec('$lookup', 9, spec);
  checkOptions('$lookup', 9, options, LOOKUP_OPTIONS);
  const as = splitPath(fieldPath('$lookup', 'as', options.as));
  const fields = joinFields(options);
  const pipeline = options.pipeline === undefined ? [] : pipelineOf('$lookup', options.pipeline);
  const namespace = lookupNamespace(options, pipeline, context);
  const variables = compileLet(options.let, context);
  compilePipeline(pipeline, withVariables({ ...context, namespace }, variables, {})); // refuses bad stages even without input
  const filterOf = (doc: Document): Document => (fields ? joinFilter(doc, fields.local, fields.foreign) : {});
  const find: Find = (doc) =>
    gatherRows(runOn(namespace, filterOf(doc), pipeline, withVariables(context, variables, doc), compilePipeline));
  return { as, find: variables.length > 0 ? find : remembering(find, (doc) => identity(filterOf(doc))) };
}

export const lookup: CompileStage = (spec, context, compilePipeline) => {
  const plan = (): Join => compileJoin(spec, context, compilePipeline);
  plan();
  return function* (input) {
    const { as, find } = plan(); // what it remembers lives as long as one run
    for (const doc of input) yield doc === PAUSE ? PAUSE : withPath(doc, as, yield* find(doc));
  };
};

export const unionWith: CompileStage = (spec, context, compilePipeline) => {
  const options: Document = typeof spec === 'string' ? { coll: spec } : objectSpec('$unionWith', 9, spec);
  checkOptions('$unionWith', 9, options, ['coll', 'pipeline']);
  const pipeline = options.pipeline === undefined ? [] : pipelineOf('$unionWith', options.pipeline);
  const namespace = options.coll === undefined ? context.namespace : namespaceOf('$unionWith', options.coll, context);
  compilePipeline(pipeline, { ...context, namespace });
  return function* (input) {
    yield* input;
    yield* runOn(namespace, {}, pipeline, context, compilePipeline);
  };
};

type GraphLookup = {
  readonly namespace: string;
  readonly startWith: Evaluate;
  readonly connectFrom: string[];
  readonly connectTo: string;
  readonly as: string[];
  readonly maxDepth: number;
  readonly depthField: string[] | undefined;
  readonly restrict: Document;
};

const GRAPH_OPTIONS = [
  'from',
  'as',
  'startWith',
  'connectFromField',
  'connectToField',
  'maxDepth',
  'depthField',
  'restrictSearchWithMatch',
];

function graphOptions(spec: unknown, context: PipelineContext): GraphLookup {
  const options = objectSpec('$graphLookup', 40327, spec);
  checkOptions('$graphLookup', 40104, options, GRAPH_OPTIONS);
  for (const name of GRAPH_OPTIONS.slice(0, 5))
    if (!(name in options)) fail(40105, `missing '${name}' option to $graphLookup stage specification`);
  const { maxDepth, depthField, restrictSearchWithMatch: restrict } = options;
  if (
    maxDepth !== undefined &&
    (!isNumeric(maxDepth) || !Number.isInteger(toNumber(maxDepth)) || toNumber(maxDepth) < 0)
  ) {
    fail(40101, `maxDepth requires a nonnegative argument`);
  }
  return {
    namespace: namespaceOf('$graphLookup', options.from, context),
    startWith: compileExpression(options.startWith, context),
    connectFrom: splitPath(fieldPath('$graphLookup', 'connectFromField', options.connectFromField)),
    connectTo: fieldPath('$graphLookup', 'connectToField', options.connectToField),
    as: splitPath(fieldPath('$graphLookup', 'as', options.as)),
    maxDepth: maxDepth === undefined ? Infinity : toNumber(maxDepth),
    depthField: depthField === undefined ? undefined : splitPath(fieldPath('$graphLookup', 'depthField', depthField)),
    restrict: restrict === undefined ? {} : objectSpec('$graphLookup restrictSearchWithMatch', 40185, restrict),
  };
}

/** The values to look for next: those at the path that were not looked for yet. */
function frontierOf(values: Iterable<unknown>, sought: Set<string>): unknown[] {
  const next: unknown[] = [];
  for (const value of values) {
    const key = identity(value);
    if (isNullish(value) || sought.has(key)) continue;
    sought.add(key);
    next.push(value);
  }
  return next;
}

function linkedValues(doc: Document, parts: readonly string[]): unknown[] {
  const values: unknown[] = [];
  walk(doc, parts, 0, (value) => {
    if (Array.isArray(value)) values.push(...(value as unknown[]));
    else if (value !== undefined) values.push(value);
    return false;
  });
  return values;
}

function* traverse(start: unknown, options: GraphLookup, context: PipelineContext): Generator<Pause, Document[]> {
  const sought = new Set<string>();
  const found = new Map<string, Document>();
  let frontier = frontierOf(Array.isArray(start) ? (start as unknown[]) : [start], sought);
  for (let depth = 0; frontier.length > 0 && depth <= options.maxDepth; depth++) {
    const reached: unknown[] = [];
    const filter = { $and: [{ [options.connectTo]: { $in: frontier } }, options.restrict] };
    yield* visitRows(context.lookup(options.namespace, filter, context), (doc) => {
      const key = identity(doc._id);
      if (found.has(key)) return;
      found.set(key, options.depthField ? withPath(doc, options.depthField, BigInt(depth)) : doc);
      reached.push(...linkedValues(doc, options.connectFrom));
    });
    frontier = frontierOf(reached, sought);
  }
  return [...found.values()];
}

export const graphLookup: CompileStage = (spec, context): Stage => {
  const options = graphOptions(spec, context);
  return function* (input) {
    for (const doc of input) {
      if (doc === PAUSE) yield PAUSE;
      else yield withPath(doc, options.as, yield* traverse(options.startWith(doc), options, context));
    }
  };
};

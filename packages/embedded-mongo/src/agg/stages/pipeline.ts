import { isPlainObject } from '../../bson';
import { fail } from '../../errors';
import { gatherRows, type Paced, withPauses } from '../../pace';
import type { Document } from '../../types';
import {
  count,
  documents,
  limit,
  listLocalSessions,
  mapping,
  match,
  redact,
  sample,
  skip,
  sort,
  unwind,
} from './basic';
import { bucket, bucketAuto, group, sortByCount } from './group';
import { graphLookup, lookup, unionWith } from './join';
import { compileAddFields, compileProject, compileReplaceRoot, compileUnset } from './project';
import { type CompileStage, objectSpec, type PipelineContext, type Stage } from './stage';
import { setWindowFields } from './window';

const NOT_IN_FACET = new Set([
  '$facet',
  '$out',
  '$merge',
  '$geoNear',
  '$collStats',
  '$indexStats',
  '$documents',
  '$listLocalSessions',
]);

const facet: CompileStage = (spec, context) => {
  const pipelines = Object.entries(objectSpec('$facet', 40169, spec)).map(([name, stages]): [string, Stage] => {
    if (!Array.isArray(stages)) return fail(40170, `arguments to $facet must be arrays, ${name} is not`);
    for (const stage of stages as unknown[]) {
      const inner = isPlainObject(stage) ? Object.keys(stage)[0] : undefined;
      if (inner !== undefined && NOT_IN_FACET.has(inner))
        fail(40600, `${inner} is not allowed to be used within a $facet stage`);
    }
    return [name, compileStages(stages, context)];
  });
  if (pipelines.length === 0) fail(40169, 'the $facet specification must be a non-empty object');
  return function* (input) {
    const docs = yield* gatherRows(input);
    const results: [string, Document[]][] = [];
    for (const [name, stage] of pipelines) {
      results.push([name, yield* gatherRows(stage(withPauses(docs, context.pace)))]);
    }
    yield Object.fromEntries(results);
  };
};

const notSupported = (name: string, what: string): [string, CompileStage] => [
  name,
  () => fail(238, `${name}: ${what} not supported by the embedded store`),
];

const lastOnly = (name: string): [string, CompileStage] => [
  name,
  () => fail(40601, `${name} can only be the final stage in the pipeline`),
];

const STAGES: ReadonlyMap<string, CompileStage> = new Map<string, CompileStage>([
  ['$match', match],
  ['$sort', sort],
  ['$limit', limit],
  ['$skip', skip],
  ['$count', count],
  ['$sample', sample],
  ['$unwind', unwind],
  ['$redact', redact],
  ['$documents', documents],
  ['$project', (spec, context) => mapping(compileProject(spec, context))],
  ['$addFields', (spec, context) => mapping(compileAddFields('$addFields', spec, context))],
  ['$set', (spec, context) => mapping(compileAddFields('$set', spec, context))],
  ['$unset', (spec) => mapping(compileUnset(spec))],
  ['$replaceRoot', (spec, context) => mapping(compileReplaceRoot('$replaceRoot', spec, context))],
  ['$replaceWith', (spec, context) => mapping(compileReplaceRoot('$replaceWith', spec, context))],
  ['$group', group],
  ['$sortByCount', sortByCount],
  ['$bucket', bucket],
  ['$bucketAuto', bucketAuto],
  ['$lookup', lookup],
  ['$graphLookup', graphLookup],
  ['$unionWith', unionWith],
  ['$facet', facet],
  ['$setWindowFields', setWindowFields],
  lastOnly('$out'),
  lastOnly('$merge'),
  [
    '$changeStream',
    () =>
      fail(
        40573,
        'The $changeStream stage is only supported on replica sets; the embedded store has no change streams',
      ),
  ],
  notSupported('$geoNear', 'geospatial queries are'),
  notSupported('$search', 'search indexes are'),
  notSupported('$searchMeta', 'search indexes are'),
  notSupported('$vectorSearch', 'vector indexes are'),
  notSupported('$densify', 'this stage is'),
  notSupported('$fill', 'this stage is'),
  notSupported('$collStats', 'this stage is'),
  notSupported('$indexStats', 'this stage is'),
  notSupported('$planCacheStats', 'this stage is'),
  notSupported('$currentOp', 'this stage is'),
  notSupported('$listSessions', 'this stage is'),
  ['$listLocalSessions', listLocalSessions],
]);

/** True for the names of stages, also of those that are refused. */
export function isStage(name: string): boolean {
  return STAGES.has(name);
}

function compileStage(stage: unknown, index: number, context: PipelineContext): Stage {
  if (!isPlainObject(stage)) return fail(14, `Each element of the 'pipeline' array must be an object`);
  const [name, ...others] = Object.keys(stage);
  if (name === undefined || others.length > 0)
    return fail(40323, 'A pipeline stage specification object must contain exactly one field.');
  if ((name === '$documents' || name === '$listLocalSessions') && index > 0)
    fail(40602, `${name} is only valid as the first stage in a pipeline`);
  const compile = STAGES.get(name) ?? fail(40324, `Unrecognized pipeline stage name: '${name}'`);
  return compile(stage[name], context, compileStages);
}

function compileStages(stages: readonly unknown[], context: PipelineContext): Stage {
  const compiled = stages.map((stage, index) => compileStage(stage, index, context));
  return (input) => compiled.reduce((rows, stage) => stage(rows), input);
}

/**
 * Compiles a pipeline; everything that can be refused is refused here, before the first document.
 * @throws MongoError 40323, 40324 for bad stages, and the codes of their arguments
 */
export function compilePipeline(
  stages: readonly Document[],
  context: PipelineContext,
): (input: Iterable<Paced<Document>>) => Generator<Paced<Document>> {
  const run = compileStages(stages, context);
  return function* (input) {
    yield* run(input);
  };
}

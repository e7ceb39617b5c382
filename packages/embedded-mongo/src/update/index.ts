import { equals, isPlainObject, typeName } from '../bson';
import {
  compileAddFields,
  compileProject,
  compileReplaceRoot,
  compileUnset,
  type Transform,
} from '../agg/stages/project';
import { isStage } from '../agg/stages/pipeline';
import { fail } from '../errors';
import type { CompileContext } from '../query/context';
import type { Document } from '../types';
import { type ApplyOptions, compileOperators } from './operators';
import { describe } from './paths';

export type { ApplyOptions } from './operators';
export { upsertSeed } from './seed';

/** A compiled update. `apply` never changes its input; it may return it when nothing changed. */
export type Update = {
  apply(doc: Document, options: ApplyOptions): Document;
  readonly isPipeline: boolean;
  readonly isReplacement: boolean;
};

export type UpdateOptions = { arrayFilters?: readonly Document[] | undefined; ctx: CompileContext };

function withSameId(before: Document, after: Document, whole: boolean): Document {
  const { _id: id } = before;
  if (id === undefined || after === before) return after;
  if (after._id === undefined && whole) return { _id: id, ...after };
  if (after._id !== undefined && equals(after._id, id)) return after;
  if (!whole) fail(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  return fail(
    66,
    `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${describe(after._id)}`,
  );
}

function compileReplacement(replacement: Document): Update {
  for (const name of Object.keys(replacement)) {
    if (!name.startsWith('$')) continue;
    fail(
      52,
      `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  }
  const { _id: id, ...rest } = replacement;
  const idFirst = id === undefined ? replacement : { _id: id, ...rest };
  return { apply: (doc) => withSameId(doc, idFirst, true), isPipeline: false, isReplacement: true };
}

type CompileStage = (spec: unknown, context: CompileContext) => Transform;

const PIPELINE_STAGES: ReadonlyMap<string, CompileStage> = new Map<string, CompileStage>([
  ['$set', (spec, context) => compileAddFields('$set', spec, context)],
  ['$addFields', (spec, context) => compileAddFields('$addFields', spec, context)],
  ['$unset', (spec) => compileUnset(spec)],
  ['$project', compileProject],
  ['$replaceRoot', (spec, context) => compileReplaceRoot('$replaceRoot', spec, context)],
  ['$replaceWith', (spec, context) => compileReplaceRoot('$replaceWith', spec, context)],
]);

function compileUpdateStage(stage: unknown, context: CompileContext): Transform {
  if (!isPlainObject(stage)) return fail(14, `Each element of the 'pipeline' array must be an object`);
  const [name, ...others] = Object.keys(stage);
  if (name === undefined || others.length > 0)
    return fail(40323, 'A pipeline stage specification object must contain exactly one field.');
  const compile = PIPELINE_STAGES.get(name);
  if (compile) return compile(stage[name], context);
  if (isStage(name)) fail(72, `${name} is not allowed to be used within an update`);
  return fail(40324, `Unrecognized pipeline stage name: '${name}'`);
}

function compileUpdatePipeline(stages: readonly unknown[], context: CompileContext): Update {
  const transforms = stages.map((stage) => compileUpdateStage(stage, context));
  const apply = (doc: Document): Document =>
    withSameId(
      doc,
      transforms.reduce((current, transform) => transform(current), doc),
      true,
    );
  return { apply, isPipeline: true, isReplacement: false };
}

/**
 * Compiles an update: operators (`{$set: ...}`), a replacement document, or a pipeline (array).
 * @throws MongoError 9 for unknown operators, 40 for conflicting paths, 52, 56 for bad names, 40324, 72 for stages
 */
export function compileUpdate(spec: Document | readonly Document[], options: UpdateOptions): Update {
  const { arrayFilters = [], ctx } = options;
  if (Array.isArray(spec)) {
    if (arrayFilters.length > 0) fail(9, 'arrayFilters may not be specified for pipeline-syle updates');
    return compileUpdatePipeline(spec, ctx);
  }
  if (!isPlainObject(spec))
    return fail(9, `Update argument must be either an object or an array, found ${typeName(spec)}`);
  if (Object.keys(spec)[0]?.startsWith('$')) {
    const apply = compileOperators(spec, arrayFilters, ctx);
    return { apply: (doc, how) => withSameId(doc, apply(doc, how), false), isPipeline: false, isReplacement: false };
  }
  if (arrayFilters.length > 0) fail(9, 'arrayFilters may not be specified for replacement-style updates');
  return compileReplacement(spec);
}

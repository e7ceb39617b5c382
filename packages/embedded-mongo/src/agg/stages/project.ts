import { isPlainObject, typeName } from '../../bson';
import { fail } from '../../errors';
import type { CompileContext } from '../../query/context';
import {
  addComputed,
  flatten,
  isFlag,
  modeOf,
  PathClaims,
  type ProjectionEntry,
  treeOf,
} from '../../query/projection-spec';
import { ProjectionNode } from '../../query/projection-tree';
import type { Document } from '../../types';
import { compileExpression } from '../expression/compile';

/** A stage that makes one document of one document. */
export type Transform = (doc: Document) => Document;

function entriesOf(stage: string, spec: unknown): ProjectionEntry[] {
  if (!isPlainObject(spec)) return fail(40272, `${stage} specification stage must be an object, got ${typeName(spec)}`);
  const entries = flatten(spec);
  if (entries.length === 0)
    fail(51272, `Invalid ${stage} :: caused by :: projection specification must have at least one field`);
  const claims = new PathClaims();
  for (const { path } of entries) {
    if (path.split('.').some((part) => part.startsWith('$'))) {
      fail(
        16410,
        `Invalid ${stage} :: caused by :: FieldPath field names may not start with '$'. Consider using $getField or $setField.`,
      );
    }
    claims.claim(path);
  }
  return entries;
}

/** `$addFields` and `$set`. */
export function compileAddFields(stage: string, spec: unknown, context: CompileContext): Transform {
  const tree = new ProjectionNode('add');
  for (const { path, value } of entriesOf(stage, spec)) addComputed(tree, path, compileExpression(value, context));
  return (doc) => tree.apply(doc, doc);
}

/** `$project`. */
export function compileProject(spec: unknown, context: CompileContext): Transform {
  const entries = entriesOf('$project', spec);
  const flags = entries.filter(({ value }) => isFlag(value));
  const computed = entries.filter(({ value }) => !isFlag(value));
  const mode = modeOf(flags, computed.length > 0) ?? 'exclude';
  const tree = treeOf(
    mode,
    flags,
    computed.some(({ path }) => path === '_id'),
  );
  for (const { path, value } of computed) addComputed(tree, path, compileExpression(value, context));
  return (doc) => tree.apply(doc, doc);
}

/** `$unset`: a path or a list of paths. */
export function compileUnset(spec: unknown): Transform {
  const paths: unknown[] = Array.isArray(spec) ? spec : [spec];
  if (paths.length === 0) fail(31119, '$unset specification must be a string or an array with at least one field');
  const claims = new PathClaims();
  const flags = paths.map((path): ProjectionEntry => {
    if (typeof path !== 'string')
      return fail(31120, '$unset specification must be a string or an array containing only string values');
    if (path === '' || path.startsWith('$'))
      fail(16410, `Invalid $unset :: caused by :: FieldPath field names may not start with '$'.`);
    claims.claim(path);
    return { path, value: false };
  });
  const tree = treeOf('exclude', flags, false);
  return (doc) => tree.apply(doc, doc);
}

/** `$replaceRoot` and `$replaceWith`: the expression must give a document. */
export function compileReplaceRoot(stage: string, spec: unknown, context: CompileContext): Transform {
  if (stage === '$replaceRoot' && (!isPlainObject(spec) || !('newRoot' in spec))) {
    fail(40231, 'no newRoot specified for the $replaceRoot stage');
  }
  const evaluate = compileExpression(stage === '$replaceRoot' ? (spec as Document).newRoot : spec, context);
  return (doc) => {
    const root = evaluate(doc);
    if (isPlainObject(root)) return root;
    return fail(
      40228,
      `'newRoot' expression must evaluate to an object, but resulting value was of type: ${typeName(root)}`,
    );
  };
}

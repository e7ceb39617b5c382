import { isPlainObject } from '../bson';
import { isReferenceKey, splitPath, topLevelOf } from '../query/path';
import type { Document } from '../types';

/** Collects top-level field names; `whole` once anything may read the entire document. */
class Reads {
  readonly fields = new Set<string>();
  whole = false;

  path(path: string): void {
    this.fields.add(topLevelOf(path));
  }

  expression(expression: unknown): void {
    if (typeof expression === 'string') this.text(expression);
    else if (Array.isArray(expression)) for (const member of expression) this.expression(member);
    else if (isPlainObject(expression)) this.object(expression);
  }

  private text(text: string): void {
    if (text.startsWith('$$')) {
      const [variable, field] = splitPath(text.slice(2));
      if (variable !== 'ROOT' && variable !== 'CURRENT') return;
      if (field === undefined) this.whole = true;
      else this.fields.add(field);
    } else if (text.startsWith('$')) {
      this.path(text.slice(1));
    }
  }

  private object(expression: Document): void {
    for (const [name, argument] of Object.entries(expression)) {
      if (name === '$literal' || name === '$const') continue;
      if (name === '$meta' || name === '$getField') this.whole = true;
      this.expression(argument);
    }
  }

  filter(filter: unknown): void {
    if (!isPlainObject(filter)) return;
    for (const [name, condition] of Object.entries(filter)) {
      if (!name.startsWith('$') || isReferenceKey(name)) this.path(name);
      else this.filterOperator(name, condition);
    }
  }

  private filterOperator(name: string, condition: unknown): void {
    if (name === '$expr') this.expression(condition);
    else if (name === '$text') this.whole = true;
    else if (Array.isArray(condition)) for (const branch of condition) this.filter(branch);
  }

  sort(pattern: unknown): void {
    if (!isPlainObject(pattern)) return;
    for (const [path, order] of Object.entries(pattern)) {
      if (isPlainObject(order)) this.whole = true;
      else this.path(path);
    }
  }
}

const isFlag = (value: unknown): boolean => typeof value !== 'string' && !isPlainObject(value) && !Array.isArray(value);

/** An including `$project` ends the need for other fields; an excluding one does not. */
function project(spec: Document, reads: Reads): boolean {
  let including = false;
  for (const [path, value] of Object.entries(spec)) {
    if (isFlag(value) && (value === false || Number(value) === 0)) {
      if (path !== '_id') return false;
      continue;
    }
    including = true;
    reads.path(path);
    reads.expression(value);
  }
  reads.fields.add('_id');
  return including;
}

/** Reads a stage's needs; true when no later stage sees the input's other fields. */
type StageReads = (spec: unknown, reads: Reads) => boolean;

const readsNothing: StageReads = () => false;

function finalExpression(spec: unknown, reads: Reads): boolean {
  reads.expression(spec);
  return true;
}

function expressionOnly(spec: unknown, reads: Reads): boolean {
  reads.expression(spec);
  return false;
}

function matchReads(spec: unknown, reads: Reads): boolean {
  reads.filter(spec);
  return false;
}

function sortReads(spec: unknown, reads: Reads): boolean {
  reads.sort(spec);
  return false;
}

const STAGE_READS: ReadonlyMap<string, StageReads> = new Map<string, StageReads>([
  ['$match', matchReads],
  ['$sort', sortReads],
  ['$limit', readsNothing],
  ['$skip', readsNothing],
  ['$sample', readsNothing],
  ['$unset', readsNothing],
  ['$unwind', expressionOnly],
  ['$addFields', expressionOnly],
  ['$set', expressionOnly],
  ['$project', (spec, reads) => isPlainObject(spec) && project(spec, reads)],
  ['$group', finalExpression],
  ['$sortByCount', finalExpression],
  ['$bucket', finalExpression],
  ['$bucketAuto', finalExpression],
  ['$count', () => true],
]);

/** Accumulators with `sortBy` name fields outside of expressions. */
function namesSortBy(spec: unknown): boolean {
  if (Array.isArray(spec)) return spec.some(namesSortBy);
  return isPlainObject(spec) && Object.entries(spec).some(([name, value]) => name === 'sortBy' || namesSortBy(value));
}

/** The top-level fields a pipeline reads from its input; null when it may need whole documents. */
export function dependencies(stages: readonly Document[]): ReadonlySet<string> | null {
  const reads = new Reads();
  for (const stage of stages) {
    const [name = ''] = Object.keys(stage);
    const collect = STAGE_READS.get(name);
    if (!collect || namesSortBy(stage[name])) return null;
    const isFinal = collect(stage[name], reads);
    if (reads.whole) return null;
    if (isFinal) return reads.fields;
  }
  return null;
}

import { isPlainObject } from '../bson';
import { fail } from '../errors';
import type { Document } from '../types';

/** The writing stage at the end of a pipeline, its argument not yet interpreted. */
export type OutputStage = { readonly name: '$out' | '$merge'; readonly spec: unknown };

/** Takes `$out` or `$merge` off the end of a pipeline; the caller does the writing. */
export function splitOutput(stages: readonly Document[]): {
  stages: readonly Document[];
  output: OutputStage | undefined;
} {
  const last = stages[stages.length - 1];
  const [name] = isPlainObject(last) ? Object.keys(last) : [];
  if (name !== '$out' && name !== '$merge') return { stages, output: undefined };
  const spec = last?.[name];
  if (name === '$out' && typeof spec !== 'string' && !isPlainObject(spec)) {
    fail(16990, '$out only supports a string or object argument');
  }
  return { stages: stages.slice(0, -1), output: { name, spec } };
}

import type { CompileContext } from '../query/context';
import type { Document } from '../types';
import { compileExpression } from './expression/compile';
import { checkVariableName } from './expression/scope';

/** Aggregation: expressions, accumulators and stages. */
export { dependencies } from './dependencies';
export { compileExpression, compileTracked, type Tracked } from './expression/compile';
export type { Evaluate } from './expression/scope';
export { type OutputStage, splitOutput } from './output';
export { compilePipeline } from './stages/pipeline';
export type { PipelineContext } from './stages/stage';

/** Evaluates a command's `let` document; the values may not refer to fields. */
export function evaluateLet(spec: Document, context: CompileContext): Document {
  const entries = Object.keys(spec).map((name): [string, unknown] => {
    checkVariableName(name);
    return [name, compileExpression(spec[name], context)({})];
  });
  return Object.fromEntries(entries);
}

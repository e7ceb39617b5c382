import { isPlainObject, typeName } from '../../bson';
import { fail } from '../../errors';
import type { CompileContext } from '../../query/context';
import type { Pace, Paced } from '../../pace';
import type { Document } from '../../types';

/**
 * What a pipeline is compiled with. `namespace` is `database.collection`; `lookup` reads another collection (also
 * `database.collection`) with a filter, in the context of that read; `pace` is that of the whole command.
 */
export type PipelineContext = CompileContext & {
  lookup(namespace: string, filter: Document, context: CompileContext): Iterable<Paced<Document>>;
  readonly namespace: string;
  readonly pace: Pace;
};

/** A running stage. It passes the pauses of its input on, and makes its own where it works through many documents. */
export type Stage = (input: Iterable<Paced<Document>>) => Iterable<Paced<Document>>;

export type CompilePipeline = (stages: readonly unknown[], context: PipelineContext) => Stage;

/** Compiles one stage's argument; `compilePipeline` is handed in for stages that hold pipelines. */
export type CompileStage = (spec: unknown, context: PipelineContext, compilePipeline: CompilePipeline) => Stage;

/** The stage's argument as a document. */
export function objectSpec(stage: string, code: number, spec: unknown): Document {
  return isPlainObject(spec)
    ? spec
    : fail(code, `the ${stage} stage specification must be an object, but found ${typeName(spec)}`);
}

/** Refuses options that a stage does not have. */
export function checkOptions(stage: string, code: number, spec: Document, known: readonly string[]): void {
  for (const name of Object.keys(spec)) if (!known.includes(name)) fail(code, `unknown argument to ${stage}: ${name}`);
}

/** A document with the value at a dotted path replaced (`undefined` removes it); the documents on the way are copied. */
export function withPath(doc: Document, parts: readonly string[], value: unknown, at = 0): Document {
  const name = parts[at] as string;
  const copy = { ...doc };
  if (at < parts.length - 1) {
    const inner = Object.hasOwn(doc, name) ? doc[name] : undefined;
    copy[name] = withPath(isPlainObject(inner) ? inner : {}, parts, value, at + 1);
  } else if (value === undefined) {
    delete copy[name];
  } else {
    copy[name] = value;
  }
  return copy;
}

import { fail } from '../../errors';
import type { CompileContext } from '../../query/context';
import type { Document } from '../../types';

/** A compiled expression: the value for one root document, `undefined` for missing. */
export type Evaluate = (doc: Document) => unknown;

/** The top-level fields that compiled expressions read. */
export type Reads = { readonly fields: Set<string>; whole: boolean };

/** A local variable: its cell is written by `$let`, `$map` and the like just before the inner expression runs. */
export type Cell = { value: unknown };

/**
 * Compile-time surroundings of an expression: the command's context, local variables and what is read. Cells make a
 * compiled expression not reentrant, which is safe because evaluation never yields.
 */
export class Scope {
  constructor(
    readonly context: CompileContext,
    readonly reads: Reads,
    private readonly cells: ReadonlyMap<string, Cell> = new Map(),
  ) {}

  static open(context: CompileContext): Scope {
    return new Scope(context, { fields: new Set(), whole: false });
  }

  /** The scope inside `$let`, `$map`, ... with more variables. */
  with(variables: Readonly<Record<string, Cell>>): Scope {
    return new Scope(this.context, this.reads, new Map([...this.cells, ...Object.entries(variables)]));
  }

  cell(name: string): Cell | undefined {
    return this.cells.get(name);
  }
}

/** A variable that users define starts with a lower-case letter. */
export function checkVariableName(name: string): void {
  if (name === 'CURRENT') return;
  if (name === '') fail(16866, 'empty variable names are not allowed');
  if (!/^[a-z\u0080-\u{10ffff}]/u.test(name))
    fail(16867, `'${name}' starts with an invalid character for a user variable name`);
  const bad = /[^A-Za-z0-9_\u0080-\u{10ffff}]/u.exec(name);
  if (bad) fail(16868, `'${name}' contains an invalid character for a variable name: '${bad[0]}'`);
}

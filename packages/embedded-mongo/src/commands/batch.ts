import { MongoError, fail } from '../errors';
import { WriteConflictError } from '../store/write-conflict';
import type { Document } from '../types';
import { MAX_WRITE_BATCH } from '../wire';
import { flag } from './arguments';
import type { CommandContext } from './command';

function writeError(index: number, error: MongoError): Document {
  return { index, code: error.code, errmsg: error.message, ...error.extra };
}

/**
 * Runs the statements of a bulk write. One that fails is reported by its index; an ordered batch stops there.
 * Conflicts and internal errors end the whole command.
 * @returns the reply's `writeErrors`, or nothing
 */
export function runBatch<T>(
  context: CommandContext,
  statements: readonly T[],
  run: (statement: T, index: number) => void,
): Document {
  const ordered = flag(context.body, 'ordered', true);
  const errors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof MongoError) || error instanceof WriteConflictError) throw error;
      errors.push(writeError(index, error));
      if (ordered || context.transaction) break;
    }
  }
  if (errors.length > 0 && context.transaction && context.session) context.services.sessions.abort(context.session);
  return errors.length > 0 ? { writeErrors: errors } : {};
}

export function checkBatchSize(size: number): void {
  if (size >= 1 && size <= MAX_WRITE_BATCH) return;
  fail(16, `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${size} operations.`);
}

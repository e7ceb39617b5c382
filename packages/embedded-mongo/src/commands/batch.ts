import { MongoError, fail } from '../errors';
import { WriteConflictError } from '../store/write-conflict';
import type { Document } from '../types';
import { MAX_WRITE_BATCH } from '../wire';
import { flag } from './arguments';
import type { CommandContext } from './command';

function writeError(index: number, error: MongoError): Document {
  return { index, code: error.code, errmsg: error.message, ...error.extra };
}

/** An error that belongs to one statement. Conflicts and internal errors are thrown on: they end the whole command. */
function statementError(error: unknown): MongoError {
  if (error instanceof MongoError && !(error instanceof WriteConflictError)) return error;
  throw error;
}

/**
 * Runs the statements of a bulk write. One that fails is reported by its index; an ordered batch stops there.
 * @returns the reply's `writeErrors`, or nothing
 */
export function runBatch<T>(
  context: CommandContext,
  statements: readonly T[],
  run: (statement: T, index: number) => void,
): Document {
  const stopsAtError = flag(context.body, 'ordered', true) || context.transaction !== undefined;
  const errors: Document[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      errors.push(writeError(index, statementError(error)));
      if (stopsAtError) break;
    }
  }
  if (errors.length === 0) return {};
  if (context.transaction && context.session) context.services.sessions.abort(context.session);
  return { writeErrors: errors };
}

export function checkBatchSize(size: number): void {
  if (size >= 1 && size <= MAX_WRITE_BATCH) return;
  fail(16, `Write batch sizes must be between 1 and ${MAX_WRITE_BATCH}. Got ${size} operations.`);
}

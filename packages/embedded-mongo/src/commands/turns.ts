import { fail } from '../errors';
import { gatherRows, nextTurn, PAUSE, type Paced, type Pause } from '../pace';
import { numberOr } from './arguments';
import type { CommandContext } from './command';

/** The end of the client's patience (`maxTimeMS`), by the monotonic clock. */
export function deadlineOf(context: CommandContext): number {
  const limit = numberOr(context.body, 'maxTimeMS', 0);
  return limit > 0 ? performance.now() + limit : Infinity;
}

/** Lets others have the event loop. @throws MongoError 50 after the deadline */
async function rest(deadline: number): Promise<void> {
  if (performance.now() > deadline) fail(50, 'operation exceeded time limit');
  await nextTurn();
}

/** The next row of a read, in a later turn where it pauses. @throws MongoError 50 after the deadline */
export async function nextRow<T>(rows: Iterator<Paced<T>>, deadline = Infinity): Promise<T | undefined> {
  for (;;) {
    const step = rows.next();
    if (step.done) return undefined;
    if (step.value !== PAUSE) return step.value;
    await rest(deadline);
  }
}

/** The result of work that takes several turns. @throws MongoError 50 after the deadline */
export async function finish<T>(work: Generator<Pause, T>, deadline = Infinity): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await rest(deadline);
  }
}

/** All rows of a read. */
export const collect = <T>(rows: Iterable<Paced<T>>, deadline = Infinity): Promise<T[]> =>
  finish(gatherRows(rows), deadline);

import { fail } from '../errors';
import { AGGREGATE_COMMANDS } from './aggregate-commands';
import { COLLECTION_COMMANDS } from './collection-commands';
import type { Command } from './command';
import { EXPLAIN_COMMANDS } from './explain-command';
import { FIND_COMMANDS } from './find-commands';
import { INDEX_COMMANDS } from './index-commands';
import { SERVER_COMMANDS } from './server-commands';
import { SESSION_COMMANDS, TRANSACTION_COMMANDS } from './session-commands';
import { WRITE_COMMANDS } from './write-commands';

const COMMANDS: ReadonlyMap<string, Command> = new Map(
  Object.entries({
    ...SERVER_COMMANDS,
    ...FIND_COMMANDS,
    ...AGGREGATE_COMMANDS,
    ...EXPLAIN_COMMANDS,
    ...WRITE_COMMANDS,
    ...INDEX_COMMANDS,
    ...COLLECTION_COMMANDS,
    ...SESSION_COMMANDS,
    ...TRANSACTION_COMMANDS,
    findandmodify: WRITE_COMMANDS.findAndModify,
  }),
);

/** Commands of MongoDB that this store refuses by design, with the reason. */
const REFUSED: ReadonlyMap<string, string> = new Map([
  ['mapReduce', 'server-side JavaScript'],
  ['mapreduce', 'server-side JavaScript'],
  ['convertToCapped', 'capped collections'],
  ['bulkWrite', 'bulk writes across namespaces'],
  ['saslStart', 'authentication'],
  ['saslContinue', 'authentication'],
  ['authenticate', 'authentication'],
  ['logout', 'authentication'],
  ['createUser', 'authentication'],
  ['usersInfo', 'authentication'],
  ['createSearchIndexes', 'Atlas Search'],
  ['listSearchIndexes', 'Atlas Search'],
]);

/** @throws MongoError 238 for what is left out by design, 59 for what nobody knows */
export function findCommand(name: string): Command {
  const command = COMMANDS.get(name);
  if (command) return command;
  const reason = REFUSED.get(name);
  if (reason !== undefined) fail(238, `${name}: ${reason} is not supported by the embedded store`);
  return fail(59, `no such command: '${name}'`);
}

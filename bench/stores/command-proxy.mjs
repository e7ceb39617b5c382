import { startManInTheMiddle } from './man-in-the-middle.mjs';
import { commandOf, namesOf } from './wire.mjs';

/** What drivers do on their own, and not for a message. */
const HOUSEKEEPING = new Set(['hello', 'isMaster', 'ismaster', 'ping', 'endSessions', 'saslStart', 'saslContinue']);

/** Looks that every process takes at intervals, whether messages come or not. Known by what they ask for. */
const AT_INTERVALS = [
  ({ name, collection }) => name === 'aggregate' && collection === 'inboxEvents',
  ({ name, collection, command }) =>
    name === 'find' && collection === 'inboxEvents' && command.filter.status === 'receipt',
  ({ name, collection, command }) =>
    name === 'find' && collection === 'conversations' && command.filter.workDueAt !== undefined,
  ({ name, collection, command }) =>
    name === 'find' && collection === 'instagramAccounts' && command.filter.updatedAt !== undefined,
  ({ name, collection }) => name === 'aggregate' && collection === 'automationInstances',
];

/** Counts every command that passes to a MongoDB server, but for housekeeping and what is done at intervals. */
export async function startCommandProxy(upstreamUri) {
  let log = [];
  const proxy = await startManInTheMiddle(upstreamUri, (frame) => {
    const command = commandOf(frame);
    if (command === null) return null;
    const entry = { ...namesOf(command), command };
    const isForMessages = !HOUSEKEEPING.has(entry.name) && !AT_INTERVALS.some((matches) => matches(entry));
    if (isForMessages) log.push(entry);
    return null;
  });
  return {
    ...proxy,
    commands: () => [...log],
    forget: () => {
      log = [];
    },
  };
}

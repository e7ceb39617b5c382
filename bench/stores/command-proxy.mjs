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
  ({ name, collection, command }) =>
    name === 'find' &&
    collection === 'messages' &&
    (command.filter.mediaDueAt !== undefined || command.filter.voiceDueAt !== undefined),
  ({ name, collection, command }) =>
    name === 'find' && collection === 'conversations' && command.filter.profileDueAt !== undefined,
  ({ name, collection, command }) =>
    name === 'find' && collection === 'conversations' && command.filter.snoozedUntil !== undefined,
  ({ name, collection, command }) =>
    name === 'find' && collection === 'contacts' && command.filter.mirrorDue !== undefined,
  ({ name, collection, command }) =>
    name === 'find' && collection === 'messageMarks' && command.filter.wordsDueAt !== undefined,
];

/** Counting for reports: a batch of whatever has happened in all workspaces, every five seconds; see the section on reports. */
const FOR_REPORTS = [
  ({ name, command }) => name === 'find' && command.filter.folded !== undefined,
  ({ name, command }) => name === 'aggregate' && command.hint === 'to_count',
  ({ name, collection, command }) =>
    name === 'aggregate' && collection === 'messages' && command.pipeline.at(-1).$group?.said !== undefined,
  ({ name, command }) => name === 'update' && command.updates[0].q.folded !== undefined,
];

/** Asking a channel who a person is: once a day and person, by a job, whatever they write meanwhile. */
const ABOUT_PROFILES = [
  ({ name, collection, command }) =>
    name === 'update' && collection === 'conversations' && command.updates[0].u.$set?.profileDueAt !== undefined,
  ({ name, collection, command }) =>
    name === 'findAndModify' && collection === 'conversations' && command.update.$set?.profileFreshUntil !== undefined,
  ({ collection, command }) => collection === 'contacts' && command.comment === 'profile',
];

/** Counts every command that passes to a MongoDB server, but for housekeeping, and what is done at intervals or by jobs. */
export async function startCommandProxy(upstreamUri) {
  let log = [];
  const proxy = await startManInTheMiddle(upstreamUri, (frame) => {
    const command = commandOf(frame);
    if (command === null) return null;
    const entry = { ...namesOf(command), command };
    const isElsewhere = [...AT_INTERVALS, ...FOR_REPORTS, ...ABOUT_PROFILES].some((matches) => matches(entry));
    const isForMessages = !HOUSEKEEPING.has(entry.name) && !isElsewhere;
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

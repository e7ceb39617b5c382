import type { Connection, mongo } from 'mongoose';

/** Caches notice at intervals what has changed; a route may be asked between two of these looks. */
const TRIES = 6;

/** Of the driver and the session, not of the request. */
const HOUSEKEEPING = new Set(['hello', 'ping', 'endSessions']);
/** What the process looks at by itself, whether anybody asks or not. */
const AT_INTERVALS = new Set(['accessRevisions', 'erasedLanes', 'webhookEndpoints', 'scheduledJobs']);

/** For a connection whose commands are counted: the address of the database, with the driver telling what it sends. */
export function monitored(address: string): string {
  const uri = new URL(address);
  uri.searchParams.set('monitorCommands', 'true');
  return uri.toString();
}

/** The database commands of a request, with caches filled: one look among them is not the route's. */
export async function fewestCommands(connection: Connection, ask: () => Promise<unknown>): Promise<string[]> {
  const tries: string[][] = [];
  for (let count = 0; count < TRIES; count += 1) tries.push(await commandsOf(connection, ask));
  return tries.reduce((best, one) => (one.length < best.length ? one : best));
}

async function commandsOf(connection: Connection, ask: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const note = ({ commandName, command }: mongo.CommandStartedEvent): void => {
    const collection = String((command as Record<string, unknown>)[commandName]);
    if (!HOUSEKEEPING.has(commandName) && !AT_INTERVALS.has(collection)) sent.push(`${collection}.${commandName}`);
  };
  const client = connection.getClient();
  client.on('commandStarted', note);
  await ask();
  client.off('commandStarted', note);
  return sent;
}

import type { Connection, mongo } from 'mongoose';

interface Stage {
  stage: string;
  indexName?: string;
  inputStage?: Stage;
  inputStages?: Stage[];
}

/** How the database reads for one command. */
export interface QueryPlan {
  command: string;
  collection: string;
  /** Names of the stages, from the top down. */
  stages: string[];
  indexes: string[];
}

const EXPLAINABLE = ['find', 'aggregate', 'update', 'findAndModify', 'delete', 'count', 'distinct'];
/** Of the driver and the session, not of the command. */
const AMBIENT = ['lsid', '$db', '$clusterTime', 'txnNumber', 'writeConcern', 'readConcern'];

/** The plans of the commands that `act` sends. The connection must have been opened with `monitorCommands`. */
export async function plansOf(connection: Connection, act: () => Promise<unknown>): Promise<QueryPlan[]> {
  const sent: mongo.CommandStartedEvent[] = [];
  const listener = (event: mongo.CommandStartedEvent) => void sent.push(event);
  const client = connection.getClient();
  client.on('commandStarted', listener);
  try {
    await act();
  } finally {
    client.off('commandStarted', listener);
  }
  const explainable = sent.filter(({ commandName }) => EXPLAINABLE.includes(commandName));
  return Promise.all(explainable.map((event) => explain(connection, event)));
}

async function explain(connection: Connection, event: mongo.CommandStartedEvent): Promise<QueryPlan> {
  const own = Object.entries(event.command as Record<string, unknown>).filter(([name]) => !AMBIENT.includes(name));
  const command = { explain: Object.fromEntries(own), verbosity: 'queryPlanner' };
  const answer = (await connection.db?.command(command)) as { queryPlanner?: { winningPlan: Stage } } | undefined;
  const all = flat(answer?.queryPlanner?.winningPlan);
  return {
    command: event.commandName,
    collection: String((event.command as Record<string, unknown>)[event.commandName]),
    stages: all.map(({ stage }) => stage),
    indexes: all.flatMap(({ indexName }) => indexName ?? []),
  };
}

function flat(stage: Stage | undefined): Stage[] {
  if (stage === undefined) return [];
  return [stage, ...flat(stage.inputStage), ...(stage.inputStages ?? []).flatMap(flat)];
}

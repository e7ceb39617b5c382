import type { FastifyInstance } from 'fastify';
import type { SimulatorCore } from '../core';
import type { CallEntry } from '../graph/call-log';
import type { Ordered, OrderedLog } from '../ordered-log';
import type { Delivery } from '../webhooks/delivery';
import type { ActionEntry, LedgerEntry } from '../world/model';
import { logQuerySchema } from './schemas';

type Belongs<T> = (entry: T, id: string) => boolean;

interface LogRoute<T extends Ordered> {
  readonly log: OrderedLog<T>;
  readonly ofAccount: Belongs<T>;
  readonly ofCustomer: Belongs<T>;
}

/** What truly happened: messages, sender actions, webhook deliveries, Graph calls; each can be waited on. */
export function registerLogRoutes(server: FastifyInstance, core: SimulatorCore): void {
  const byFields = {
    ofAccount: (entry: LedgerEntry | ActionEntry, id: string) => entry.account === id,
    ofCustomer: (entry: LedgerEntry | ActionEntry, id: string) => entry.customer === id,
  };
  serve<LedgerEntry>(server, '/ledger', { log: core.world.ledger, ...byFields });
  serve<ActionEntry>(server, '/actions', { log: core.world.actions, ...byFields });
  serve<Delivery>(server, '/webhooks', {
    log: core.dispatcher.deliveries,
    ofAccount: ({ account }, id) => account === id,
    ofCustomer: ({ events }, id) => events.some(({ customer }) => customer === id),
  });
  serve<CallEntry>(server, '/calls', {
    log: core.calls,
    ofAccount: ({ account }, id) => account === id,
    ofCustomer: ({ path }, id) => path.includes(id),
  });
  server.get('/comments', async () => [...core.world.comments.values()]);
}

function serve<T extends Ordered>(server: FastifyInstance, path: string, route: LogRoute<T>): void {
  server.get(path, async (request) => {
    const { after, waitMs, account, customer } = logQuerySchema.parse(request.query);
    const wanted = (entry: T): boolean =>
      (account === undefined || route.ofAccount(entry, account)) &&
      (customer === undefined || route.ofCustomer(entry, customer));
    return route.log.wait(after, wanted, waitMs);
  });
}

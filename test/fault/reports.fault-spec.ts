import { modelOfThreads, type ModelMessage, namedCells, plainDays } from '../support/report-model';
import { Parley, until } from '../support/parley';

const UTC = { timeZone: 'UTC', weekly: null, exceptions: [] };

/** Of a transaction whose process has died, the database waits a minute for the end. */
const LOCKED_MS = 120_000;

interface Day {
  day: string;
  counts: Record<string, number>;
  labels?: Record<string, Record<string, string>>;
}

/** Of numbers that the model works out from whole minutes, or that are about the language of texts. */
const TIMED = /^(h|hag|lang|in|outk|pr):|^(ses|tp|au|goal|escr?):/;

describe('reports, when the worker that counts is killed', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start();
  });

  afterAll(() => parley.stop());

  const waiting = () => parley.database.collection('messages').countDocuments({ folded: { $exists: true } });
  const counted = async () => {
    const rows = await parley.database.collection<Day>('reportDailyWorkspaces').find({}).toArray();
    const labels = rows.find(({ day }) => day === '')?.labels ?? {};
    const cells = rows.filter(({ day }) => day !== '').map(({ day, counts }) => ({ day, flow: '', counts }));
    return withoutTimed(namedCells(cells, labels));
  };
  const expected = async () => {
    const messages = (await parley.database.collection('messages').find({}).toArray()) as unknown as ModelMessage[];
    return withoutTimed(plainDays(modelOfThreads(messages, UTC)));
  };

  /** As after the half minute in which a dead worker's jobs are left alone. */
  const forgetTheDead = () =>
    parley.database.collection('scheduledJobs').updateMany({}, { $unset: { owner: '', ownedUntil: '' } });

  it(
    'between what it adds and its commit: every message counts once',
    async () => {
      await parley.worker.stop();
      await parley.worker.start({ FAULT_POINTS: 'reports.marked:kill' });
      const customer = await parley.newCustomer();
      await parley.simulator.customer(customer.id).sendsText('price?');
      await parley.worker.ended();
      await forgetTheDead();
      await parley.worker.start();
      await parley.settled();
      await until(async () => (await waiting()) === 0, LOCKED_MS, 'everything to be counted');
      expect(Object.keys(await expected()).length).toBeGreaterThan(0);
      expect(await counted()).toEqual(await expected());
      const rebuilt = await parley.runCli(['reports:rebuild', '--workspace', parley.owner.workspaceId]);
      expect(rebuilt).toMatchObject({ repaired: 0 });
      expect(await counted()).toEqual(await expected());
    },
    LOCKED_MS * 2,
  );
});

function withoutTimed(days: Record<string, Record<string, number>>): Record<string, Record<string, number>> {
  const plain = Object.entries(days).map(([day, counts]): [string, Record<string, number>] => [
    day,
    Object.fromEntries(Object.entries(counts).filter(([key]) => !TIMED.test(key))),
  ]);
  return Object.fromEntries(plain);
}

import type { Customer } from '@parley/instagram-simulator';
import { WHICH_PIECE } from '../support/demo-texts';
import { Parley, until } from '../support/parley';

const PER_SECOND = 20;
const CROWD = 30;

describe('Instagram’s limits', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start({ workers: 2, env: { SEND_RATE_PER_SECOND: String(PER_SECOND) } });
    await parley.simulator.configure({ sendsPerSecond: PER_SECOND });
  });

  afterEach(() => parley.simulator.clearFaults());

  afterAll(() => parley.stop());

  const crowd = (size: number) => Promise.all(Array.from({ length: size }, () => parley.newCustomer()));
  const ask = (customers: readonly Customer[]) =>
    Promise.all(customers.map(({ id }) => parley.simulator.customer(id).sendsText('price')));
  const answered = async (customers: readonly Customer[]) => {
    const ids = new Set(customers.map(({ id }) => id));
    const entries = await parley.simulator.ledger({ account: parley.account.id });
    return entries.filter(({ origin, customer }) => origin === 'api' && ids.has(customer));
  };
  const limited = async () => (await parley.simulator.calls()).filter(({ errorCode }) => errorCode === 613);

  it('two workers answer a crowd as fast as the limit allows, and never faster', async () => {
    const customers = await crowd(CROWD);
    await ask(customers);
    await until(async () => (await answered(customers)).length >= CROWD, 80_000, 'everybody to be answered');
    await parley.settled(60_000);
    const sent = await answered(customers);
    expect(sent).toHaveLength(CROWD);
    expect(new Set(sent.map(({ customer }) => customer)).size).toBe(CROWD);
    expect(await limited()).toEqual([]);
  });

  it('also when Redis loses everything in between', async () => {
    const customers = await crowd(CROWD / 2);
    const asked = ask(customers);
    await until(async () => (await answered(customers)).length > 0, 60_000, 'the first answers');
    await parley.forgetBudgets();
    await asked;
    await until(async () => (await answered(customers)).length >= CROWD / 2, 80_000, 'everybody to be answered');
    expect(await answered(customers)).toHaveLength(CROWD / 2);
    expect(await limited()).toEqual([]);
  });

  it('a limited call stops the account, and loses and parks nothing', async () => {
    const [first, ...others] = await crowd(8);
    if (first === undefined) throw new Error('nobody');
    const match = { account: parley.account.id };
    await parley.simulator.inject({ kind: 'refuse', status: 400, code: 613, match });
    await ask([first]);
    await until(async () => (await limited()).length === 1, 60_000, 'the refusal');
    await ask(others);
    const conversations = parley.database.collection('conversations');
    const waiting = { 'outbox.0.status': 'pending', participantId: { $in: others.map(({ id }) => id) } };
    await until(async () => (await conversations.countDocuments(waiting)) === others.length, 60_000, 'all to wait');
    // One refusal is enough to know: nobody else has asked.
    expect(await limited()).toHaveLength(1);
    expect(await answered([first, ...others])).toEqual([]);
    await parley.forgetBudgets();
    const due = new Date();
    await conversations.updateMany(
      { 'outbox.0.status': 'pending' },
      { $set: { 'outbox.0.dueAt': due, workDueAt: due } },
    );
    const texts = () => Promise.all([first, ...others].map((customer) => parley.sentTo(customer)));
    await until(async () => (await texts()).every(({ length }) => length === 1), 80_000, 'everybody to be answered');
    expect((await texts()).flat()).toEqual(Array(8).fill(WHICH_PIECE));
    expect(await parley.database.collection('messages').countDocuments({ status: 'parked' })).toBe(0);
  });
});

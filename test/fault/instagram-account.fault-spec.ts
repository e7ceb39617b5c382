import { AccountCare } from '../support/account-care';
import { BOWL, MUG, WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { Parley, until } from '../support/parley';
import { ownerOf } from '../support/people';
import { postWebhook, textsBody } from '../support/webhook-post';

const HOUR = 3_600_000;
const LANES = 12;

describe('an account that two workers serve', () => {
  let parley: Parley;
  let care: AccountCare;

  beforeAll(async () => {
    parley = await Parley.start({ workers: 2, behindMs: 2 * HOUR });
    care = new AccountCare(parley, (await ownerOf(parley)).token);
  });
  afterAll(() => parley.stop());

  const statusOf = async () =>
    (await parley.database.collection<{ status: string }>('instagramAccounts').findOne({}))?.status;

  it('that lost its webhooks for two hours: nothing is missing, nothing stale is answered, nothing twice', async () => {
    await care.looks();
    const lostAt = new Date((await parley.simulator.now()) - 60_000);
    const account = parley.simulator.account(parley.account.id);
    await account.unsubscribe();
    const [stale, taken, fresh] = [await Lane.open(parley), await Lane.open(parley), await Lane.open(parley)];
    await stale.says('price?');
    await taken.says('price?');
    await taken.ownerTypes('Ana here: 28 €.');
    await parley.simulator.advanceClock(2 * HOUR);
    const { mid, at } = await fresh.says('price?');

    await care.lastLookedAt(lostAt);
    await care.looks();
    expect((await parley.simulator.accounts())[0]?.subscribedFields).toContain('messages');
    await care.readsPast({ until: new Date(Date.now() + 60_000) });
    await fresh.expectSent([WHICH_PIECE]);
    await parley.settled();

    // Delivered after all, it is known.
    const late = { mid, customer: fresh.customer.id, text: 'price?', at };
    expect(await postWebhook(parley.apiUrl, textsBody(parley.account.id, [late]))).toBe(200);
    await fresh.endsWith([WHICH_PIECE]);
    await stale.endsWith([]);
    await taken.endsWith([]);
    expect(await stale.textsFrom('participant')).toEqual(['price?']);
    expect((await stale.row()).unread).toBe(1);
    expect(await taken.textsFrom('app')).toEqual(['Ana here: 28 €.']);
    const { items } = await care.call<{ items: { kind: string; status: string }[] }>('GET', '/history');
    expect(items).toMatchObject([{ kind: 'gap', status: 'done' }]);

    await stale.says('price?');
    await stale.endsWith([WHICH_PIECE]);
  });

  it('whose token dies in the middle: the queues are held, and released once, in order', async () => {
    const lanes = await Promise.all(Array.from({ length: LANES }, () => Lane.open(parley)));
    for (const lane of lanes.slice(0, LANES / 2)) await lane.says('price?');
    await Promise.all(lanes.slice(0, LANES / 2).map((lane) => lane.expectSent([WHICH_PIECE])));
    await parley.simulator.account(parley.account.id).revokeTokens(460);
    await Promise.all(lanes.map((lane, index) => (index < LANES / 2 ? lane.taps('Mug') : lane.says('price?'))));
    await until(async () => (await statusOf()) === 'revoked', 20_000, 'the account to be revoked');
    await Promise.all(lanes.map((lane) => lane.becomes(({ outbox }) => outbox.length === 1, 'a message to wait')));

    await parley.reconnectAccount();
    await until(async () => (await statusOf()) === 'connected', 20_000, 'the account to be connected');
    for (const lane of lanes) await lane.workIsDue();
    await Promise.all(
      lanes.map((lane, index) => lane.expectSent(index < LANES / 2 ? [WHICH_PIECE, MUG] : [WHICH_PIECE])),
    );
    await parley.settled();
    for (const [index, lane] of lanes.entries())
      await lane.endsWith(index < LANES / 2 ? [WHICH_PIECE, MUG] : [WHICH_PIECE]);
  });

  it('that many write to at once: each is answered once, in order', async () => {
    const lanes = await Promise.all(Array.from({ length: LANES }, () => Lane.open(parley)));
    await Promise.all(lanes.map((lane) => lane.says('price?')));
    await Promise.all(lanes.map((lane) => lane.expectSent([WHICH_PIECE])));
    await Promise.all(lanes.map((lane, index) => lane.taps(index % 2 === 0 ? 'Mug' : 'Bowl')));
    await Promise.all(lanes.map((lane, index) => lane.expectSent([WHICH_PIECE, index % 2 === 0 ? MUG : BOWL])));
    await parley.settled();
    for (const [index, lane] of lanes.entries()) await lane.endsWith([WHICH_PIECE, index % 2 === 0 ? MUG : BOWL]);
  });
});

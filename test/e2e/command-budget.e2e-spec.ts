import { WHICH_PIECE } from '../support/demo-texts';
import type { Customer } from '@parley/instagram-simulator';
import { type CommandProxy, startCommandProxy } from '../../bench/stores/command-proxy.mjs';
import { Parley, until } from '../support/parley';
import { newTestName } from '../support/test-name';

const QUIET_MS = 300;

/** Written or read for the sake of one message; everything else that is asked for meanwhile is a cache that fills. */
const PATH = new Set(['inboxEvents', 'conversations', 'messages', 'contacts', 'automationSessions', 'turnRecords']);

const INGEST = ['inboxEvents.insert'];
const BEGIN = ['conversations.findAndModify', 'inboxEvents.find'];
const APPLY = ['messages.insert', 'conversations.findAndModify'];
const SENT = ['messages.insert', 'conversations.findAndModify'];
const DONE = ['turnRecords.insert', 'inboxEvents.update'];
/** 6 + 3/B for events that come alone; reports are to be folded from what is written here. */
const ONE_REPLY = [...INGEST, ...BEGIN, ...APPLY, ...SENT, ...DONE];
const SESSION = ['automationSessions.update'];

describe('MongoDB commands, counted on the wire', () => {
  let proxy: CommandProxy;
  let parley: Parley;
  let account: string;
  const storeUri = process.env['MONGODB_URI'] ?? '';

  beforeAll(async () => {
    proxy = await startCommandProxy(storeUri);
    process.env['MONGODB_URI'] = proxy.uri;
    parley = await Parley.start();
    account = await connectPatientAccount();
    await parley.simulator.inject({ kind: 'lost-echo', count: 'always' });
    // Caches are filled, and connections stand.
    await shopper();
  });

  afterAll(async () => {
    process.env['MONGODB_URI'] = storeUri;
    await parley.stop();
    await proxy.close();
  });

  it('known conversation, one reply: 6 + 3/B', async () => {
    expect(ONE_REPLY.length).toBeLessThanOrEqual(6 + 3);
    const customer = await visitor();
    await expectCommands(ONE_REPLY, () => parley.simulator.customer(customer.id).tapsButton('Plan a visit'));
  });

  it('first contact: one more, and the row of the session that starts', async () => {
    const customer = await newCustomer();
    const expected = [...ONE_REPLY, ...SESSION, 'contacts.insert'];
    await expectCommands(expected, () => parley.simulator.customer(customer.id).sendsText('price?'));
  });

  it('a session that ends: its row', async () => {
    const customer = await shopper();
    await expectCommands([...ONE_REPLY, ...SESSION], () =>
      parley.simulator.customer(customer.id).tapsQuickReply('Mug'),
    );
  });

  it('a webhook that comes three times: 1/B for each repetition', async () => {
    const customer = await visitor();
    await parley.simulator.inject({ kind: 'duplicate-webhook', times: 2 });
    const expected = [...ONE_REPLY, ...INGEST, ...INGEST];
    await expectCommands(expected, () => parley.simulator.customer(customer.id).tapsButton('Plan a visit'));
  });

  it('seen: 3/B', async () => {
    const customer = await shopper();
    const expected = [...INGEST, 'conversations.update', 'inboxEvents.update'];
    await expectCommands(expected, () => parley.simulator.customer(customer.id).sees());
  });

  it('echo of our own send: within 2 + 2/B', async () => {
    await parley.simulator.clearFaults();
    await parley.simulator.inject({ kind: 'hold-webhooks', match: { webhook: 'echo' }, count: 'always' });
    await shopper();
    await expectCommands([...INGEST, 'messages.find'], () => parley.simulator.releaseWebhooks());
    await parley.simulator.clearFaults();
    await parley.simulator.inject({ kind: 'lost-echo', count: 'always' });
  });

  it('the turn after one that failed: one more, which counts the attempt', async () => {
    const customer = await visitor();
    await parley.worker.stop();
    await parley.worker.start({ FAULT_POINTS: 'turn.decided:throw' });
    const failedTurn = [...BEGIN, 'conversations.update'];
    const expected = [...failedTurn, ...ONE_REPLY, 'conversations.update'];
    await expectCommands(expected, () => parley.simulator.customer(customer.id).tapsButton('Plan a visit'));
  });

  /** One whose flows wait long enough not to speak up while something else is counted. */
  async function connectPatientAccount(): Promise<string> {
    const { simulator } = parley;
    const created = await simulator.createAccount({ username: newTestName(), subscribed: true });
    const { appScopedId, id, username, accessToken } = created;
    const seed = {
      email: `${newTestName()}@example.org`,
      password: 'patient-test-ceramics-28',
      workspaceName: 'Patient',
      account: { igUserId: id, igScopedId: appScopedId, username, token: accessToken },
      waitSeconds: 600,
    };
    await parley.runCli(['seed-demo', JSON.stringify(seed)]);
    return id;
  }

  function newCustomer(): Promise<Customer> {
    return parley.simulator.createCustomer({ account, username: newTestName(), name: 'Jane' });
  }

  /** Has been asked what to buy. */
  async function shopper(): Promise<Customer> {
    const customer = await newCustomer();
    await parley.simulator.customer(customer.id).sendsText('price?');
    await parley.expectSent(customer, [WHICH_PIECE]);
    await quiet();
    return customer;
  }

  /** Has been asked how to go on. */
  async function visitor(): Promise<Customer> {
    const customer = await newCustomer();
    await parley.simulator.customer(customer.id).sendsText('visit');
    await until(async () => (await parley.sentTo(customer)).length === 1, 20_000, 'the question');
    await quiet();
    return customer;
  }

  /** Exactly these, in any order, and nothing more for a while. */
  async function expectCommands(expected: readonly string[], act: () => Promise<unknown>): Promise<void> {
    proxy.forget();
    await act();
    // When some never come, the comparison tells which.
    await until(() => onPath().length >= expected.length, 20_000, 'the commands').catch(() => undefined);
    await quiet();
    expect(onPath()).toEqual([...expected].sort());
  }

  function onPath(): string[] {
    const commands = proxy.commands().filter(({ collection }) => PATH.has(collection));
    return commands.map(({ name, collection }) => `${collection}.${name}`).sort();
  }

  /** Until no command of the message path comes any more; polls never end. */
  async function quiet(): Promise<void> {
    let seen = -1;
    let since = 0;
    const isQuiet = () => {
      const count = onPath().length;
      if (count !== seen) [seen, since] = [count, performance.now()];
      return performance.now() - since > QUIET_MS;
    };
    await until(isQuiet, 20_000, 'quiet');
  }
});

import { createParleyClient } from '@parley/client';
import type { Seeded } from '../../src/seed/demo-seed.service';
import { WHICH_PIECE } from '../support/demo-texts';
import type { Customer } from '@parley/instagram-simulator';
import { type CommandProxy, startCommandProxy } from '../../bench/stores/command-proxy.mjs';
import { Parley, tokenIn, until } from '../support/parley';
import { callRaw } from '../support/raw-api';
import { newTestName } from '../support/test-name';

const QUIET_MS = 300;

/** Written or read for the sake of one message; everything else that is asked for meanwhile is a cache that fills. */
const PATH = new Set([
  'inboxEvents',
  'conversations',
  'messages',
  'contacts',
  'automationSessions',
  'turnRecords',
  'followupTasks',
]);

/** Jobs look what became of follow-ups. */
const JOB_LOOKS = 'followupTasks.find';

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
  let workspaceId: string;
  const patient = { email: `${newTestName()}@example.org`, password: 'patient-test-ceramics-28' };
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

  it('a follow-up: its row when it is planned, and no message after that pays for it', async () => {
    await addFollowupPolicy();
    const customer = await newCustomer();
    const planned = [...ONE_REPLY, ...SESSION, 'contacts.insert', 'followupTasks.update'];
    await expectCommands(planned, () => parley.simulator.customer(customer.id).sendsText('price?'));
    const visiting = await visitor();
    await expectCommands(ONE_REPLY, () => parley.simulator.customer(visiting.id).tapsButton('Plan a visit'));
  });

  async function addFollowupPolicy(): Promise<void> {
    const anonymous = createParleyClient({ baseUrl: parley.apiUrl });
    const token = tokenIn((await anonymous.POST('/v1/auth/login', { body: patient })).data);
    const policy = {
      name: 'Before the window closes',
      moment: { kind: 'before_window_closes', hours: 2 },
      action: { kind: 'text', texts: [{ language: 'en', text: 'Still there?' }] },
    };
    const path = `/v1/workspaces/${workspaceId}/followup-policies`;
    expect((await callRaw(parley, path, { method: 'POST', token, body: policy })).status).toBe(201);
    const isKnown = async () =>
      (await parley.database.collection('followupPolicies').countDocuments({ spreadAt: { $ne: null } })) === 0;
    await until(isKnown, 30_000, 'conversations that are there to be planned');
    await shopper();
  }

  /** One whose flows wait long enough not to speak up while something else is counted. */
  async function connectPatientAccount(): Promise<string> {
    const { simulator } = parley;
    const created = await simulator.createAccount({ username: newTestName(), subscribed: true });
    const { appScopedId, id, username, accessToken } = created;
    const seed = {
      ...patient,
      workspaceName: 'Patient',
      account: { igUserId: id, igScopedId: appScopedId, username, token: accessToken },
      waitSeconds: 600,
    };
    ({ workspaceId } = (await parley.runCli(['seed-demo', JSON.stringify(seed)])) as Seeded);
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
    const counted = commands.map(({ name, collection }) => `${collection}.${name}`);
    return counted.filter((command) => command !== JOB_LOOKS).sort();
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

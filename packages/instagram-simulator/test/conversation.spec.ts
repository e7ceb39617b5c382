import { startInstagramSimulator } from '../src/index';
import { openStage } from './support/stage';
import type { Stage } from './support/stage';

describe('one conversation', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
  });
  afterAll(() => stage.close());

  it('carries a text in, an answer out and its echo back with the same mid', async () => {
    const { sim, callback, account, customer } = stage;
    const written = await sim.customer(customer.id).sendsText('What are your hours?');
    await sim.whenIdle();
    expect(callback.items()).toEqual([
      {
        sender: { id: customer.id },
        recipient: { id: account.id },
        timestamp: written.at,
        message: { mid: written.mid, text: 'What are your hours?' },
      },
    ]);

    const answer = await stage.send({ text: 'Nine to five.' });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ recipient_id: customer.id, message_id: expect.any(String) });
    await sim.whenIdle();
    expect(callback.items()[1]).toEqual({
      sender: { id: account.id },
      recipient: { id: customer.id },
      timestamp: expect.any(Number),
      message: { mid: answer.body['message_id'], text: 'Nine to five.', is_echo: true },
    });

    const ledger = await sim.ledger();
    expect(ledger).toMatchObject([
      { order: 1, direction: 'in', origin: 'customer', mid: written.mid, content: { text: 'What are your hours?' } },
      { order: 2, direction: 'out', origin: 'api', mid: answer.body['message_id'], answer: 'answered' },
    ]);
  });
});

describe('time', () => {
  it('comes from the given clock, and no two messages of a thread share a moment', async () => {
    const sim = await startInstagramSimulator({
      appSecret: 's',
      verifyToken: 'v',
      clock: { now: () => 1790000000000 },
    });
    const account = await sim.createAccount({ username: 'luna.ceramics' });
    const jane = await sim.createCustomer({ account: account.id, username: 'jane.doe' });
    const times = [];
    for (const text of ['one', 'two', 'three']) times.push((await sim.customer(jane.id).sendsText(text)).at);
    await sim.close();
    expect(times).toEqual([1790000000000, 1790000000001, 1790000000002]);
  });
});

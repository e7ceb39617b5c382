import { MUG, WHICH_PIECE } from '../support/demo-texts';
import { Parley } from '../support/parley';

/** Every named point between two commands of the path, from the lease to the last mark. */
const CRASH_POINTS = [
  'turn.leased:kill',
  'turn.decided:kill',
  'turn.inserted:kill',
  'turn.insert:hold,turn.committed:kill',
  'turn.commit:hold,turn.inserted:kill',
  'turn.committed:kill',
  'turn.recorded:kill',
  'send.claimed:kill',
  'send.posted:kill',
  'send.row-written:kill',
  'send.shifted:kill',
];

describe('a worker that is killed', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start();
  });

  afterAll(() => parley.stop());

  it.each(CRASH_POINTS)('at %s: nothing is lost, nothing is sent twice, the order is kept', async (faultPoints) => {
    await parley.worker.stop();
    await parley.worker.start({ FAULT_POINTS: faultPoints });
    const customer = await parley.newCustomer();
    await parley.simulator.customer(customer.id).sendsText('price?');
    await parley.worker.ended();
    await parley.worker.start();
    await parley.expectSent(customer, [WHICH_PIECE]);
    await parley.simulator.customer(customer.id).tapsQuickReply('Mug');
    await parley.expectSent(customer, [WHICH_PIECE, MUG]);
    await parley.settled();
    await parley.expectSent(customer, [WHICH_PIECE, MUG]);
    const rows = await parley.database.collection('messages').find({}).toArray();
    const thread = rows.filter(({ conversationId }) => conversationId === rows.at(-1)?.['conversationId']);
    expect(thread.map(({ text }) => text as string).sort()).toEqual([MUG, 'Mug', WHICH_PIECE, 'price?'].sort());
  });
});

import { HOURS, NO_HURRY, WHICH_DAY, WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley } from '../support/parley';
import { postWebhook, textItem, webhookOf } from '../support/webhooks';

const DAY_MS = 24 * 3_600_000;

describe('time', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start({ waitSeconds: 1 });
  });

  afterAll(() => parley.stop());

  it('a question that nobody answers goes on by itself, once', async () => {
    const jane = await parley.newCustomer('Jane');
    const acts = parley.simulator.customer(jane.id);
    await acts.sendsText('visit');
    await parley.expectSent(jane, [HOURS('Jane')]);
    await acts.tapsButton('Plan a visit');
    await parley.expectSent(jane, [HOURS('Jane'), WHICH_DAY, NO_HURRY]);
    await acts.sendsText('Tuesday');
    await new Inbox(parley, jane).message('Tuesday');
    await parley.settled();
    await parley.expectSent(jane, [HOURS('Jane'), WHICH_DAY, NO_HURRY]);
  });

  it('a message that arrives after its window has closed is stored, not answered', async () => {
    const late = await parley.newCustomer();
    const item = textItem(parley, late.id, 'price of long ago', Date.now() - DAY_MS - 1_000);
    expect((await postWebhook(parley, webhookOf(parley, [item]))).status).toBe(200);
    const inbox = new Inbox(parley, late);
    expect(await inbox.message('price of long ago')).toMatchObject({ direction: 'in', status: 'received' });
    await parley.settled();
    await parley.expectSent(late, []);
    expect((await inbox.messages()).map(({ text }) => text)).toEqual(['price of long ago']);
  });

  it('just before the window closes it is answered', async () => {
    const early = await parley.newCustomer();
    const item = textItem(parley, early.id, 'price', Date.now() - DAY_MS + 60_000);
    await postWebhook(parley, webhookOf(parley, [item]));
    await new Inbox(parley, early).message(WHICH_PIECE);
  });

  it('a person’s message into a closed window is refused at once, and Graph is not asked', async () => {
    const late = await parley.newCustomer();
    const item = textItem(parley, late.id, 'anybody there?', Date.now() - DAY_MS - 1_000);
    await postWebhook(parley, webhookOf(parley, [item]));
    const inbox = new Inbox(parley, late);
    await inbox.message('anybody there?');
    const callsBefore = (await parley.simulator.calls()).length;
    const { response, error } = await inbox.send('Sorry for the wait!');
    expect(response.status).toBe(409);
    expect(error).toMatchObject({ code: 'MESSAGE.WINDOW_CLOSED' });
    expect((await inbox.conversation()).queued).toBe(0);
    expect((await parley.simulator.calls()).length).toBe(callsBefore);
  });
});

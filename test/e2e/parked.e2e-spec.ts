import { WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley, until } from '../support/parley';
import { dataOf, ownerOf, type Person } from '../support/people';
import { callRaw } from '../support/raw-api';

/** The worker fails at this text, each time it is tried. */
const POISON = 'poison';

describe('what was set aside', () => {
  let parley: Parley;
  let admin: Person;

  beforeAll(async () => {
    parley = await Parley.start({ env: { FAULT_POINTS: `turn.decide=${POISON}:throw-always` } });
    admin = await ownerOf(parley);
  });

  afterAll(() => parley.stop());

  const parked = async (kind: 'event' | 'send') =>
    (await dataOf(admin.client.GET('/v1/admin/parked', { params: { query: { kind, limit: 100 } } }))).items;
  const act = (kind: 'events' | 'sends', what: 'replay' | 'discard', parkedId: string) =>
    admin.client.POST(`/v1/admin/parked/${kind}/{parkedId}/${what}`, { params: { path: { parkedId } } });
  const audited = async (action: string, target: string) => {
    const { items } = await dataOf(admin.client.GET('/v1/admin/audit', { params: { query: { limit: 100 } } }));
    return items.some((entry) => entry.action === action && entry.target === target);
  };

  it('an event that fails at every try is parked, and the conversation goes on; a replay handles it', async () => {
    const { jane, inbox, eventId } = await parkedEvent();
    await parley.simulator.customer(jane.id).sendsText('price');
    await parley.expectSent(jane, [WHICH_PIECE]);
    expect((await parked('event')).find(({ id }) => id === eventId)).toMatchObject({
      kind: 'event',
      workspaceId: parley.owner.workspaceId,
      conversationId: await inbox.conversationId(),
      content: { kind: 'message', text: POISON },
      reason: expect.any(String) as string,
    });
    await parley.worker.stop();
    await parley.worker.start({ FAULT_POINTS: '' });
    expect((await act('events', 'replay', eventId)).response.status).toBe(204);
    await inbox.message(POISON, ({ status }) => status === 'received');
    expect(await parked('event')).toEqual([]);
    expect(await audited('parked.event.replayed', eventId)).toBe(true);
    expect((await act('events', 'replay', eventId)).response.status).toBe(404);
    expect((await act('events', 'discard', eventId)).response.status).toBe(404);
    await parley.worker.stop();
    await parley.worker.start();
  });

  it('a discarded event leaves the list and does nothing', async () => {
    const { jane, eventId } = await parkedEvent();
    expect((await act('events', 'discard', eventId)).response.status).toBe(204);
    await parley.settled();
    await parley.expectSent(jane, []);
    expect(await parked('event')).toEqual([]);
    expect(await audited('parked.event.discarded', eventId)).toBe(true);
  });

  it('a send of which nobody knows whether it arrived is parked with its text, and goes out when replayed', async () => {
    const { sendId, inbox, jane } = await parkedSend('Please come back');
    const item = (await parked('send')).find(({ id }) => id === sendId);
    expect(item).toMatchObject({ kind: 'send', content: { text: 'Please come back' } });
    expect((await act('sends', 'replay', sendId)).response.status).toBe(204);
    await parley.expectSent(jane, [WHICH_PIECE, 'Please come back']);
    await inbox.message('Please come back', ({ status, origin }) => status === 'sent' && origin === 'person');
    expect(await parked('send')).toEqual([]);
    expect(await audited('parked.send.replayed', sendId)).toBe(true);
  });

  it('a discarded send is shown as discarded and never goes out', async () => {
    const { sendId, inbox, jane } = await parkedSend('Never mind');
    expect((await act('sends', 'discard', sendId)).response.status).toBe(204);
    expect((await inbox.message('Never mind')).status).toBe('discarded');
    expect((await act('sends', 'replay', sendId)).response.status).toBe(404);
    await parley.settled();
    await parley.expectSent(jane, [WHICH_PIECE]);
  });

  it('the gauge of what is parked follows', async () => {
    const { sendId } = await parkedSend('Count me');
    const count = async () =>
      /^parley_parked\{kind="send"\} (\d+)$/m.exec((await callRaw(parley, '/metrics')).text)?.[1];
    await until(async () => (await count()) === '1', 10_000, 'the gauge to count it');
    await act('sends', 'discard', sendId);
    await until(async () => (await count()) === '0', 10_000, 'the gauge to fall');
  });

  async function parkedEvent() {
    const jane = await parley.newCustomer();
    await parley.simulator.customer(jane.id).sendsText(POISON);
    await until(async () => (await parked('event')).length === 1, 20_000, 'the event to be parked');
    return { jane, inbox: new Inbox(parley, jane), eventId: (await parked('event'))[0]?.id ?? '' };
  }

  /** Graph does not answer, and then the thread shows the same text twice, typed in the app meanwhile. */
  async function parkedSend(text: string) {
    const jane = await parley.newCustomer();
    await parley.simulator.customer(jane.id).sendsText('price');
    await parley.expectSent(jane, [WHICH_PIECE]);
    const inbox = new Inbox(parley, jane);
    await parley.simulator.inject({ kind: 'timeout-before', how: 'reset', match: { customer: jane.id } });
    await parley.simulator.inject({ kind: 'lost-echo', count: 2, match: { textContains: text } });
    const sendId = (await dataOf(inbox.send(text))).messageId;
    await inbox.message(text, ({ status }) => status === 'unknown');
    for (let i = 0; i < 2; i++) await parley.simulator.account(parley.account.id).typesInApp(jane.id, text);
    await inbox.message(text, ({ status }) => status === 'parked');
    return { jane, inbox, sendId };
  }
});

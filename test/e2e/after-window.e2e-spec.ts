import { Inbox } from '../support/inbox';
import { OwnerApi } from '../support/owner-api';
import { Parley, until } from '../support/parley';

const DAY_MS = 24 * 3_600_000;

describe('after the window', () => {
  let parley: Parley;
  let api: OwnerApi;
  let path: string;
  let account: string;
  let inbox: Inbox;
  let texts: () => Promise<string[]>;

  /** Somebody wrote two days ago, by Instagram's clock as by ours. */
  beforeAll(async () => {
    parley = await Parley.start({ behindMs: 2 * DAY_MS });
    api = new OwnerApi(parley);
    const person = await parley.newCustomer('Jane');
    await parley.simulator.customer(person.id).sendsText('anybody there?');
    inbox = new Inbox(parley, person);
    await inbox.message('anybody there?');
    await parley.simulator.advanceClock(2 * DAY_MS);
    path = `/conversations/${await inbox.conversationId()}`;
    account = `/accounts/${((await api.call('GET', '/accounts')).body['items'] as { id: string }[])[0]?.id}`;
    texts = () => parley.sentTo(person);
  });

  afterAll(() => parley.stop());

  const window = async () => (await api.call('GET', path)).body['window'] as { state: string; closesAt: string };
  const setFeature = async (humanAgent: boolean, state: string) => {
    expect((await api.call('PATCH', account, { humanAgent })).body).toMatchObject({ humanAgent });
    await until(async () => (await window()).state === state, 5_000, `the window to be ${state}`);
  };

  it('a person is refused at once, with the reason and since when', async () => {
    const { state, closesAt } = await window();
    expect(state).toBe('closed');
    const answer = await api.call('POST', `${path}/messages`, { text: 'Sorry!' });
    expect(answer).toMatchObject({ status: 409, body: { code: 'MESSAGE.WINDOW_CLOSED', closedAt: closesAt } });
    expect(await texts()).toEqual([]);
  });

  it('a person of an account with the Human Agent feature may write, for seven days', async () => {
    await setFeature(true, 'human_agent');
    const ahead = new Date((await window()).closesAt).getTime() - Date.now();
    expect(Math.abs(ahead - 5 * DAY_MS)).toBeLessThan(3_600_000);
    expect((await api.call('POST', `${path}/messages`, { text: 'Ana here, sorry for the wait.' })).status).toBe(202);
    await inbox.message('Ana here, sorry for the wait.', ({ status }) => status === 'sent');
    expect(await texts()).toEqual(['Ana here, sorry for the wait.']);
    await setFeature(false, 'closed');
    expect((await api.call('POST', `${path}/messages`, { text: 'And?' })).status).toBe(409);
  });

  it('what waited until the window had closed fails where it can be seen', async () => {
    await setFeature(true, 'human_agent');
    await parley.worker.stop();
    const { body } = await api.call('POST', `${path}/messages`, { text: 'Too late' });
    await setFeature(false, 'closed');
    await parley.worker.start();
    const failed = await inbox.message('Too late', ({ status }) => status === 'failed');
    expect(failed).toMatchObject({ id: body['messageId'], error: { code: 'SEND.WINDOW_CLOSED' } });
    expect(await texts()).toEqual(['Ana here, sorry for the wait.']);
  });

  it('Instagram’s own refusal is told in words', async () => {
    await setFeature(true, 'human_agent');
    await parley.simulator.configure({ humanAgentApproved: false });
    await api.call('POST', `${path}/messages`, { text: 'Not approved' });
    const failed = await inbox.message('Not approved', ({ status }) => status === 'failed');
    expect(failed.error?.message).toContain('Human Agent');
    expect(((await api.call('GET', '/accounts')).body['items'] as { status: string }[])[0]?.status).toBe('connected');
  });
});

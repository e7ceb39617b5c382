import { MUG, WHICH_PIECE } from '../support/demo-texts';
import { Parley, until } from '../support/parley';
import { ownerOf } from '../support/people';

interface Shown {
  text: string;
  direction: 'in' | 'out';
  status: string;
  content?: { quickReplies?: { title: string; payload: string }[] };
}

describe('a mock account', () => {
  let parley: Parley;
  let token: string;

  beforeAll(async () => {
    parley = await Parley.start();
    ({ token } = await ownerOf(parley));
  });
  afterAll(() => parley.stop());

  const call = async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    const url = `${parley.apiUrl}/v1/workspaces/${parley.owner.workspaceId}/${path}`;
    const answer = await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${answer.status} of ${url}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };

  it('is answered by automations and people like a real one, and nothing of it reaches Instagram', async () => {
    const { id } = await call<{ id: string }>('POST', 'accounts/mock', {});
    const write = (text: string, more: object = {}) =>
      call<{ conversationId: string }>('POST', `accounts/${id}/mock/messages`, {
        participantId: 'jane',
        text,
        ...more,
      });
    const { conversationId } = await write('price?', { username: 'jane.doe' });
    const messages = async () =>
      (await call<{ items: Shown[] }>('GET', `conversations/${conversationId}/messages`)).items;
    const isSent = (wanted: string) => async () =>
      (await messages().catch(() => [])).some(({ text, status }) => text === wanted && status === 'sent');
    await until(isSent(WHICH_PIECE), 20_000, 'the automation to answer');

    const row = await parley.database.collection('messages').findOne({ text: WHICH_PIECE });
    const replies = (row?.['content'] as Shown['content'])?.quickReplies ?? [];
    const mug = replies.find(({ title }) => title === 'Mug');
    await write('Mug', { quickReplyPayload: mug?.payload });
    await until(isSent(MUG), 20_000, 'the automation to go on');
    await call('POST', `conversations/${conversationId}/messages`, { text: 'Ana here.' });
    await until(isSent('Ana here.'), 20_000, 'the person’s message to be sent');

    await parley.settled();
    const shown = await messages();
    expect(
      shown
        .filter(({ direction }) => direction === 'out')
        .map(({ text }) => text)
        .sort(),
    ).toEqual([MUG, 'Ana here.', WHICH_PIECE].sort());
    expect(await parley.simulator.ledger()).toEqual([]);
    const conversation = await call<{ isMock?: boolean; participant: object }>(
      'GET',
      `conversations/${conversationId}`,
    );
    expect(conversation).toMatchObject({ isMock: true, participant: { username: 'jane.doe' } });
    expect((await parley.simulator.calls()).filter(({ path }) => path.includes('mock'))).toEqual([]);
  });
});

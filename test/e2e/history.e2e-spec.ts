import { AccountCare } from '../support/account-care';
import { WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { Parley } from '../support/parley';
import { ownerOf } from '../support/people';
import { postWebhook, textsBody } from '../support/webhook-post';

const HOUR = 3_600_000;

interface Sync {
  id: string;
  status: string;
  messages: { imported: number; known: number; withoutDetails: number };
}

describe('what was written before', () => {
  let parley: Parley;
  let care: AccountCare;
  let token: string;

  beforeAll(async () => {
    parley = await Parley.start({ behindMs: 3 * HOUR });
    ({ token } = await ownerOf(parley));
    care = new AccountCare(parley, token);
  });
  afterAll(() => parley.stop());

  const get = async <T>(path: string): Promise<T> => {
    const url = `${parley.apiUrl}/v1/workspaces/${parley.owner.workspaceId}/${path}`;
    return (await (await fetch(url, { headers: { authorization: `Bearer ${token}` } })).json()) as T;
  };

  it('is shown in order, named and unread by nobody, and is answered by nobody, however often it is read', async () => {
    const [old, both] = [await Lane.open(parley, 'Jane Doe'), await Lane.open(parley, 'Bob Roe')];
    const unheard = await old.saysUnheard('price?');
    await parley.simulator.inject({ kind: 'lost-echo', match: { customer: old.customer.id } });
    await old.ownerTypes('Ana here: 28 €.');
    await old.saysUnheard('thank you');
    await parley.simulator.advanceClock(3 * HOUR);
    await both.says('price?');
    await both.expectSent([WHICH_PIECE]);
    await parley.settled();

    for (let reading = 0; reading < 2; reading++) {
      const { id } = await care.call<Sync>('POST', '/history');
      await care.readsPast();
      const sync = await care.call<Sync>('GET', `/history/${id}`);
      expect(sync).toMatchObject({
        status: 'done',
        messages: reading === 0 ? { imported: 3, known: 0 } : { imported: 0, known: 3 },
      });
      await parley.settled();
    }

    expect((await old.messages()).map(({ text }) => text)).toEqual(['price?', 'Ana here: 28 €.', 'thank you']);
    const { _id, participant, unread, hold, lastMessage } = await old.row();
    expect({ participant, unread, hold }).toMatchObject({
      participant: { username: old.customer.username },
      unread: 0,
    });
    expect(hold).toBeNull();
    expect(lastMessage?.text).toBe('thank you');
    const { items } = await get<{ items: { id: string }[] }>('conversations');
    expect(items.map(({ id }) => id)).toContain(_id);
    const contact = await parley.database
      .collection('contacts')
      .findOne({ 'identities.participantId': old.customer.id });
    expect(contact?.['identities']).toMatchObject([{ username: old.customer.username }]);
    await old.endsWith([]);
    await both.endsWith([WHICH_PIECE]);

    // What Instagram delivers late of it is known, and what is written now is answered.
    expect(await postWebhook(parley.apiUrl, textsBody(parley.account.id, [unheard]))).toBe(200);
    await old.endsWith([]);
    await old.says('price?');
    await old.endsWith([WHICH_PIECE]);
  });
});

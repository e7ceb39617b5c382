import type { Customer } from '@parley/instagram-simulator';
import { WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { OwnerApi } from '../support/owner-api';
import { Parley, until } from '../support/parley';

const PICTURE = 'https://cdn.example.com/vase.png';

describe('sending as a person', () => {
  let parley: Parley;
  let api: OwnerApi;

  beforeAll(async () => {
    parley = await Parley.start();
    api = new OwnerApi(parley);
  });

  afterEach(() => parley.simulator.clearFaults());

  afterAll(() => parley.stop());

  /** Somebody whom the bot has answered. */
  const newThread = async () => {
    const person = await parley.newCustomer('Jane');
    const acts = parley.simulator.customer(person.id);
    await acts.sendsText('price');
    await parley.expectSent(person, [WHICH_PIECE]);
    await parley.settled();
    const inbox = new Inbox(parley, person);
    return { person, acts, inbox, path: `/conversations/${await inbox.conversationId()}` };
  };
  const accepted = (person: Customer) =>
    parley.simulator.waitForLedger((entry) => entry.origin === 'api' && entry.content.text !== WHICH_PIECE, 10_000, {
      customer: person.id,
    });
  const midOf = async (path: string, text: string) => {
    const { body } = await api.call('GET', `${path}/messages`);
    return (body['items'] as { text: string; mid: string }[]).find((message) => message.text === text)?.mid;
  };
  const accountPath = async () => {
    const { body } = await api.call('GET', '/accounts');
    return `/accounts/${(body['items'] as { id: string }[])[0]?.id}`;
  };

  it.each<[string, object, object]>([
    ['a picture', { kind: 'media', mediaType: 'image', url: PICTURE }, { attachments: [{ type: 'image' }] }],
    ['pictures', { kind: 'images', urls: [PICTURE, PICTURE] }, { attachments: [{ type: 'image' }, { type: 'image' }] }],
    [
      'cards',
      { kind: 'cards', cards: [{ title: 'Vase', imageUrl: PICTURE, buttons: [{ title: 'Buy', payload: 'BUY' }] }] },
      { template: { template_type: 'generic', elements: [{ title: 'Vase', buttons: [{ payload: 'BUY' }] }] } },
    ],
    [
      'buttons',
      { kind: 'buttons', text: 'Which?', buttons: [{ title: 'Shop', url: 'https://shop.example.com' }] },
      { template: { template_type: 'button', text: 'Which?' } },
    ],
    [
      'a question for the address',
      { text: 'Your e-mail?', quickReplies: [{ asks: 'email' }] },
      { text: 'Your e-mail?', quickReplies: [{ content_type: 'user_email' }] },
    ],
    ['a sticker', { kind: 'sticker', sticker: 'like_heart' }, { attachments: [{ type: 'like_heart' }] }],
    ['a post', { kind: 'post', mediaId: '17890000000000001' }, { attachments: [{ type: 'MEDIA_SHARE' }] }],
  ])('%s', async (_, body, content) => {
    const { person, path, inbox } = await newThread();
    const { status, body: answer } = await api.call('POST', `${path}/messages`, body);
    expect(status).toBe(202);
    expect((await accepted(person)).content).toMatchObject(content);
    await parley.settled();
    const shown = (await inbox.messages()).find(({ id }) => id === answer['messageId']);
    expect(shown).toMatchObject({ status: 'sent', origin: 'person' });
    // Its own echo is recognised: nobody typed in the app.
    expect((await inbox.messages()).filter(({ origin }) => origin === 'app')).toEqual([]);
  });

  it('a long text goes out in order, in parts that end where sentences do', async () => {
    const { person, path } = await newThread();
    const text = Array.from({ length: 90 }, (_, i) => `This is sentence number ${i}.`).join(' ');
    expect((await api.call('POST', `${path}/messages`, { text })).status).toBe(202);
    const parts = async () => (await parley.sentTo(person)).slice(1);
    await until(async () => (await parts()).join(' ') === text, 10_000, 'all parts');
    expect((await parts()).length).toBeGreaterThan(2);
    for (const part of await parts()) {
      expect(Buffer.byteLength(part)).toBeLessThanOrEqual(1_000);
      expect(part).toMatch(/\d\.$/);
    }
  });

  it('reacts to a message and takes it back', async () => {
    const { person, path } = await newThread();
    const mid = await midOf(path, 'price');
    await api.call('POST', `${path}/messages`, { kind: 'reaction', mid, reaction: 'love' });
    await parley.simulator.waitForAction(({ action }) => action === 'react', 10_000, { customer: person.id });
    await api.call('POST', `${path}/messages`, { kind: 'reaction', mid });
    await parley.simulator.waitForAction(({ action }) => action === 'unreact', 10_000, { customer: person.id });
  });

  it('answers one message of the thread', async () => {
    const { person, path } = await newThread();
    const mid = await midOf(path, 'price');
    await api.call('POST', `${path}/messages`, { text: 'This one.', replyToMid: mid });
    expect((await accepted(person)).content).toMatchObject({ text: 'This one.', replyToMid: mid });
  });

  it('an upload is sent again and again by its id', async () => {
    const { person, path } = await newThread();
    const upload = await api.call('POST', `${await accountPath()}/attachments`, { mediaType: 'image', url: PICTURE });
    expect(upload.status).toBe(201);
    const { attachmentId } = upload.body;
    await api.call('POST', `${path}/messages`, { kind: 'media', mediaType: 'image', attachmentId });
    expect((await accepted(person)).content).toMatchObject({
      attachments: [{ type: 'image', payload: { attachment_id: attachmentId } }],
    });
  });

  it.each([['typing_on'], ['typing_off'], ['mark_seen']])('shows %s', async (signal) => {
    const { person, path } = await newThread();
    expect((await api.call('POST', `${path}/signals`, { signal })).status).toBe(202);
    await parley.simulator.waitForAction(({ action }) => action === signal, 10_000, { customer: person.id });
  });

  it.each<[string, object, string]>([
    ['nothing', {}, 'text'],
    ['a picture in a text', { text: 'Hi', url: PICTURE }, 'url'],
    ['an unknown kind', { kind: 'dance' }, 'kind'],
    ['a query in the place of a text', { text: { $ne: '' } }, 'text'],
  ])('refuses %s', async (_, body, field) => {
    const { path } = await newThread();
    const answer = await api.call('POST', `${path}/messages`, body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(field);
  });

  it('what failed says why and what to do, and is sent again by a person, once', async () => {
    const { person, path, inbox } = await newThread();
    await parley.simulator.inject({
      kind: 'refuse',
      status: 400,
      code: 100,
      subcode: 2018047,
      match: { customer: person.id },
    });
    await inbox.send('See the picture');
    const failed = await inbox.message('See the picture', ({ status }) => status === 'failed');
    expect(failed.error).toMatchObject({
      code: '100/2018047',
      message: expect.stringContaining('does not fit') as string,
      advice: expect.stringContaining('try again') as string,
    });
    const retry = () => api.call('POST', `${path}/messages/${failed.id}/retry`);
    const answers = await Promise.all([retry(), retry()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    await parley.expectSent(person, [WHICH_PIECE, 'See the picture']);
    expect((await retry()).body).toMatchObject({ code: 'MESSAGE.NOT_RETRYABLE' });
    expect((await api.call('POST', `${path}/messages/nothing/retry`)).body).toMatchObject({
      code: 'MESSAGE.NOT_FOUND',
    });
  });

  it('what waits is taken back, and what was sent is not', async () => {
    const { person, path, inbox } = await newThread();
    await parley.simulator.inject({
      kind: 'refuse',
      status: 400,
      code: 613,
      match: { customer: person.id },
    });
    // The first is limited for a minute, so the second waits behind it.
    const [first, second] = [(await inbox.send('one')).data, (await inbox.send('two')).data];
    await inbox.message('one', ({ status }) => status === 'queued');
    await inbox.message('two', ({ status }) => status === 'queued');
    const cancel = (id: string | undefined) => api.call('POST', `${path}/messages/${id}/cancel`);
    expect((await cancel(second?.messageId)).status).toBe(204);
    expect((await cancel(second?.messageId)).body).toMatchObject({ code: 'MESSAGE.NOT_CANCELLABLE' });
    expect((await cancel(first?.messageId)).status).toBe(204);
    expect(await inbox.message('two')).toMatchObject({ status: 'discarded' });
    expect((await inbox.conversation()).queued).toBe(0);
    await parley.settled();
    await parley.expectSent(person, [WHICH_PIECE]);
    expect((await cancel('nothing')).body).toMatchObject({ code: 'MESSAGE.NOT_FOUND' });
  });

  describe('what people can tap first', () => {
    const sets = { locales: [{ locale: 'default', questions: [{ question: 'Where are you?', payload: 'WHERE' }] }] };
    const menu = {
      locales: [
        {
          locale: 'default',
          items: [
            { title: 'Agent', payload: 'AGENT' },
            { title: 'Shop', url: 'https://shop.example.com' },
          ],
        },
      ],
    };

    it.each([
      ['ice-breakers', sets],
      ['persistent-menu', menu],
    ])('%s are set, read, and removed', async (what, body) => {
      const path = `${await accountPath()}/${what}`;
      expect((await api.call('GET', path)).body).toEqual({ locales: [] });
      expect((await api.call('PUT', path, body)).status).toBe(204);
      expect((await api.call('GET', path)).body).toEqual(body);
      expect((await api.call('DELETE', path)).status).toBe(204);
      expect((await api.call('GET', path)).body).toEqual({ locales: [] });
    });

    it('names Instagram’s rule that is broken', async () => {
      const [set] = sets.locales;
      const questions = Array.from({ length: 5 }, () => set?.questions[0]);
      const path = `${await accountPath()}/ice-breakers`;
      const answer = await api.call('PUT', path, { locales: [{ locale: 'default', questions }] });
      expect(answer).toMatchObject({ status: 400, body: { code: 'ACCOUNT.SET_UP_INVALID' } });
    });
  });
});

import type { Customer } from '@parley/instagram-simulator';
import { WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley, until } from '../support/parley';
import { dataOf, ownerOf } from '../support/people';
import { callRaw } from '../support/raw-api';
import { postWebhook, textItem, webhookOf } from '../support/webhooks';

const MINUTE_MS = 60_000;

describe('what Instagram tells of', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start();
  });

  afterAll(() => parley.stop());

  const newPerson = async () => {
    const person = await parley.newCustomer('Jane');
    return { person, acts: parley.simulator.customer(person.id), inbox: new Inbox(parley, person) };
  };
  /** Of the person’s conversation, whatever it is; without asking the API, which does not list hidden ones. */
  const rowOf = (person: Customer) => parley.database.collection('conversations').findOne({ participantId: person.id });
  const listed = async () => {
    const params = { path: { workspaceId: parley.owner.workspaceId }, query: { limit: 100 } };
    const page = await dataOf(parley.client.GET('/v1/workspaces/{workspaceId}/conversations', { params }));
    return page.items.map(({ participantId }) => participantId);
  };
  const threadOf = async (person: Customer) => {
    const conversationId = String((await rowOf(person))?._id);
    const params = { path: { workspaceId: parley.owner.workspaceId, conversationId }, query: { limit: 100 } };
    const route = '/v1/workspaces/{workspaceId}/conversations/{conversationId}/messages';
    return (await dataOf(parley.client.GET(route, { params }))).items;
  };

  it('a reaction, an edit and a withdrawal are shown on their messages', async () => {
    const { person, acts, inbox } = await newPerson();
    await acts.sendsText('price');
    await parley.expectSent(person, [WHICH_PIECE]);
    await acts.reacts();
    await inbox.message(WHICH_PIECE, ({ reactions }) => reactions.length === 1);
    await acts.unreacts();
    await inbox.message(WHICH_PIECE, ({ reactions }) => reactions.length === 0);

    await acts.edits('prize');
    expect(await inbox.message('prize')).toMatchObject({ earlierTexts: [{ text: 'price' }] });
    await acts.unsends();
    await inbox.message('', ({ unsentAt }) => unsentAt !== undefined);
    await parley.settled();
    for (const name of ['messages', 'messageMarks', 'inboxEvents', 'conversations']) {
      const rows = await parley.database
        .collection(name)
        .find({ $or: [{ participantId: person.id }, { mid: { $exists: true } }] })
        .toArray();
      const said = rows.filter((row) => JSON.stringify(row).includes('prize'));
      expect({ name, said }).toEqual({ name, said: [] });
    }
    await parley.expectSent(person, [WHICH_PIECE]);
  });

  it('a message that was taken back before it arrived says nothing when it does', async () => {
    const { person } = await newPerson();
    const late = textItem(parley, person.id, 'SECRET words');
    const { mid } = late['message'] as { mid: string };
    const gone = { ...late, message: { mid, is_deleted: true } };
    await postWebhook(parley, webhookOf(parley, [gone]));
    await parley.settled();
    await postWebhook(parley, webhookOf(parley, [late]));
    await parley.settled();
    const shown = await threadOf(person);
    expect(shown.filter((message) => message.mid === mid)).toMatchObject([
      { text: '', unsentAt: expect.any(String) as string },
    ]);
    const events = await parley.database.collection('inboxEvents').find({ participantId: person.id }).toArray();
    expect(JSON.stringify([shown, events])).not.toContain('SECRET words');
  });

  it('a comment opens neither the inbox nor the window; the first message does both', async () => {
    const { person, acts } = await newPerson();
    const { commentId } = await acts.comments('How lovely!');
    await until(
      async () => (await rowOf(person)) !== null && (await threadOf(person)).length === 1,
      20_000,
      'the comment',
    );
    expect(await listed()).not.toContain(person.id);
    expect(await threadOf(person)).toMatchObject([
      { kind: 'comment', text: 'How lovely!', about: { commentId, isLive: false }, direction: 'in' },
    ]);
    expect(await rowOf(person)).toMatchObject({
      shadow: true,
      lastInboundAt: null,
      unread: 0,
      participant: { username: person.username },
    });
    await acts.sendsText('price');
    await parley.expectSent(person, [WHICH_PIECE]);
    expect(await listed()).toContain(person.id);
    expect((await threadOf(person)).map(({ kind }) => kind)).toContain('comment');
  });

  it('the account’s own comment reply comes back and leads to nothing', async () => {
    const { person, acts } = await newPerson();
    const { commentId } = await acts.comments('price?');
    const before = await storedItems('own');
    await parley.simulator.account(parley.account.id).repliesToComment(commentId, 'Have a look at price!');
    await until(async () => (await storedItems('own')) > before, 20_000, 'the reply to come back');
    await parley.settled();
    expect(await parley.database.collection('conversations').countDocuments({ participantId: parley.account.id })).toBe(
      0,
    );
    await parley.expectSent(person, []);
  });

  it('a reaction opens the window, seen does not, and each at its own time', async () => {
    const { person, inbox } = await newPerson();
    const old = Date.now() - 50 * MINUTE_MS;
    await postWebhook(parley, webhookOf(parley, [textItem(parley, person.id, 'hello', old)]));
    await parley.settled();
    expect((await rowOf(person))?.['lastInboundAt']).toEqual(new Date(old));
    const item = (part: object, at: number) => ({
      ...textItem(parley, person.id, ''),
      message: undefined,
      ...part,
      timestamp: at,
    });
    const acted = old + 10 * MINUTE_MS;
    await postWebhook(
      parley,
      webhookOf(parley, [
        item({ read: { mid: 'm' } }, acted + MINUTE_MS),
        item({ reaction: { mid: 'm', action: 'unreact' } }, acted + MINUTE_MS),
        item({ reaction: { mid: 'm', action: 'react', reaction: 'love', emoji: '❤️' } }, acted),
        item({ message_edit: { mid: 'm', text: 'x', num_edit: 1 } }, acted + MINUTE_MS),
      ]),
    );
    await parley.settled();
    expect((await rowOf(person))?.['lastInboundAt']).toEqual(new Date(acted));
    // The bot was asked nothing, so that a message of the time in between is answered still.
    await postWebhook(parley, webhookOf(parley, [textItem(parley, person.id, 'price', acted - MINUTE_MS)]));
    await inbox.message(WHICH_PIECE);
  });

  it('what comes on standby is stored, and never answered', async () => {
    const { person, inbox } = await newPerson();
    const entry = { id: parley.account.id, time: Date.now(), standby: [textItem(parley, person.id, 'price')] };
    await postWebhook(parley, { object: 'instagram', entry: [entry] });
    expect(await inbox.message('price')).toMatchObject({ standby: true, direction: 'in' });
    await parley.settled();
    await parley.expectSent(person, []);
    expect(await rowOf(person)).toMatchObject({ lastInboundAt: null, unread: 0 });
  });

  it('links, ads, stories and what Instagram does not pass on are shown for what they are', async () => {
    const { person, acts, inbox } = await newPerson();
    await acts.repliesToStory('so nice');
    expect((await inbox.message('so nice')).replyTo?.story).toBeDefined();
    await acts.opensLink('qr_table_9');
    await acts.sendsUnsupported();
    await acts.sendsAttachment('ephemeral');
    await parley.settled();
    const thread = await inbox.messages();
    expect(thread.find(({ kind }) => kind === 'referral')).toMatchObject({ referral: { ref: 'qr_table_9' } });
    expect(thread.filter(({ isUnsupported }) => isUnsupported === true)).toHaveLength(1);
    expect(thread.flatMap(({ attachments }) => attachments)).toContainEqual(
      expect.objectContaining({ type: 'ephemeral', isEphemeral: true }),
    );
    await parley.settled();
    expect(person.id).toBe((await inbox.conversation()).participantId);
  });

  it('an item is kept as it came, for a platform admin', async () => {
    const { person, inbox } = await newPerson();
    const item = { ...textItem(parley, person.id, 'hello there'), unheard_of: { a: 1 } };
    await postWebhook(parley, webhookOf(parley, [item]));
    const { id } = await inbox.message('hello there');
    const { client } = await ownerOf(parley);
    const path = { eventId: id };
    expect(await dataOf(client.GET('/v1/admin/received-events/{eventId}', { params: { path } }))).toMatchObject({
      id,
      kind: 'message',
      raw: item,
    });
  });

  const storedItems = async (outcome: string): Promise<number> => {
    const { text } = await callRaw(parley, '/metrics');
    return Number(new RegExp(`parley_webhook_items_total\\{outcome="${outcome}"\\} (\\d+)`).exec(text)?.[1] ?? 0);
  };
});

import { BOWL, COLLEAGUE, HOURS, MUG, WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { OwnerApi } from '../support/owner-api';
import { Parley, until } from '../support/parley';

const HOUR_MS = 3_600_000;

describe('people and the bot', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start({ waitSeconds: 3_600 });
  });

  afterAll(() => parley.stop());

  /** A customer whom the bot has asked which piece they like. */
  const asked = async () => {
    const person = await parley.newCustomer('Jane');
    const acts = parley.simulator.customer(person.id);
    await acts.sendsText('price');
    await parley.expectSent(person, [WHICH_PIECE]);
    return { person, acts, inbox: new Inbox(parley, person) };
  };

  /** Hears a text while nobody answers: it is stored, and nothing more goes out. */
  const staysSilentAt = async (text: string, { person, acts, inbox }: Awaited<ReturnType<typeof asked>>) => {
    const before = await parley.sentTo(person);
    await acts.sendsText(text);
    await inbox.message(text, ({ status }) => status === 'received');
    await parley.settled();
    await parley.expectSent(person, before);
  };

  it('a handoff opens one escalation and silences the bot until it is resolved', async () => {
    const person = await parley.newCustomer('Jane');
    const acts = parley.simulator.customer(person.id);
    const inbox = new Inbox(parley, person);
    await acts.sendsText('hours');
    await parley.expectSent(person, [HOURS('Jane')]);
    await acts.tapsButton('Talk to a person');
    await parley.expectSent(person, [HOURS('Jane'), COLLEAGUE]);
    const { hold } = await inbox.becomes((conversation) => conversation.hold !== undefined, 'be held');
    expect(hold?.reason).toBe('handoff');
    expectAboutAnHourAhead(hold?.until);
    await until(async () => (await inbox.escalations()).length === 1, 20_000, 'the escalation');
    const [escalation] = await inbox.escalations();
    expect(escalation).toMatchObject({ status: 'pending', reason: 'Asked for a person' });

    await staysSilentAt('price?', { person, acts, inbox });
    expect(await inbox.resolve(escalation?.id ?? '')).toMatchObject({ status: 'resolved' });
    expect((await inbox.conversation()).hold).toBeUndefined();
    await acts.sendsText('price?');
    await parley.expectSent(person, [HOURS('Jane'), COLLEAGUE, WHICH_PIECE]);
  });

  it('a second handoff joins the open escalation; after resolving, a third opens a new one', async () => {
    const person = await parley.newCustomer('Jane');
    const acts = parley.simulator.customer(person.id);
    const inbox = new Inbox(parley, person);
    const handOff = async (times: number) => {
      const before = Array.from({ length: times - 1 }, () => [HOURS('Jane'), COLLEAGUE]).flat();
      await acts.sendsText('hours');
      await parley.expectSent(person, [...before, HOURS('Jane')]);
      await acts.tapsButton('Talk to a person');
      await parley.expectSent(person, [...before, HOURS('Jane'), COLLEAGUE]);
      await inbox.becomes((conversation) => conversation.hold !== undefined, 'be held');
      await parley.settled();
      return inbox.escalations();
    };
    expect(await handOff(1)).toHaveLength(1);
    await inbox.resume();
    const [open, ...others] = await handOff(2);
    expect([open?.status, others]).toEqual(['pending', []]);
    await inbox.resolve(open?.id ?? '');
    expect((await handOff(3)).map(({ status }) => status)).toEqual(['pending', 'resolved']);
  });

  it.each(['inbox', 'app'] as const)(
    'whoever answers a handoff in the %s has begun with it, and the bot is back once it is resolved',
    async (where) => {
      const person = await parley.newCustomer('Jane');
      const acts = parley.simulator.customer(person.id);
      const inbox = new Inbox(parley, person);
      await acts.sendsText('hours');
      await parley.expectSent(person, [HOURS('Jane')]);
      await acts.tapsButton('Talk to a person');
      await parley.expectSent(person, [HOURS('Jane'), COLLEAGUE]);
      await until(async () => (await inbox.escalations()).length === 1, 20_000, 'the escalation');
      if (where === 'inbox') await inbox.send('Ana here.');
      else await parley.simulator.account(parley.account.id).typesInApp(person.id, 'Ana here.');
      await inbox.message('Ana here.', ({ status }) => status === 'sent');
      const status = async () => (await inbox.escalations())[0]?.status;
      await until(async () => (await status()) === 'in_progress', 20_000, 'the escalation to be in progress');
      const [begun] = await inbox.escalations();
      if (where === 'inbox') expect(begun).toMatchObject({ assigneeId: parley.owner.userId });
      await staysSilentAt('price?', { person, acts, inbox });
      await inbox.resolve(begun?.id ?? '');
      expect((await inbox.conversation()).hold).toBeUndefined();
      const before = await parley.sentTo(person);
      await acts.sendsText('price?');
      await parley.expectSent(person, [...before, WHICH_PIECE]);
    },
  );

  it('a member who calls for help silences the bot in mid-flow; resolved, the session goes on where it was', async () => {
    const scene = await asked();
    const { inbox, acts, person } = scene;
    const { id: conversationId } = await inbox.conversation();
    const request = { conversationId, reason: 'A question about customs', severity: 'high' };
    const opened = await new OwnerApi(parley).call('POST', '/escalations', request);
    expect(opened).toMatchObject({ status: 201, body: { status: 'pending', severity: 'high' } });
    await staysSilentAt('Which one is bigger?', scene);
    await inbox.resolve(String(opened.body['id']));
    await acts.tapsQuickReply('Bowl');
    await parley.expectSent(person, [WHICH_PIECE, BOWL]);
  });

  it('resolving twice is refused', async () => {
    const person = await parley.newCustomer('Jane');
    const acts = parley.simulator.customer(person.id);
    await acts.sendsText('hours');
    await parley.expectSent(person, [HOURS('Jane')]);
    await acts.tapsButton('Talk to a person');
    const inbox = new Inbox(parley, person);
    await until(async () => (await inbox.escalations()).length === 1, 20_000, 'the escalation');
    const [escalation] = await inbox.escalations();
    await inbox.resolve(escalation?.id ?? '');
    await expect(inbox.resolve(escalation?.id ?? '')).rejects.toThrow(/^409 .*ESCALATION\.CLOSED/);
  });

  it('a message typed in the app is stored as such and holds the bot for an hour', async () => {
    const scene = await asked();
    await parley.simulator.account(parley.account.id).typesInApp(scene.person.id, 'Ana here, hello!');
    expect(await scene.inbox.message('Ana here, hello!')).toMatchObject({
      origin: 'app',
      direction: 'out',
      status: 'sent',
    });
    const { hold } = await scene.inbox.becomes((conversation) => conversation.hold !== undefined, 'be held');
    expect(hold?.reason).toBe('app_reply');
    expectAboutAnHourAhead(hold?.until);
    await staysSilentAt('Bowl', scene);
  });

  it('hold and resume by API silence the bot and let it speak', async () => {
    const scene = await asked();
    const held = await scene.inbox.hold(5, 'I take this one');
    expect(held.hold).toMatchObject({ reason: 'I take this one', userId: parley.owner.userId });
    await staysSilentAt('price?', scene);
    expect((await scene.inbox.resume()).hold).toBeUndefined();
    expect((await scene.inbox.resume()).hold).toBeUndefined();
    await scene.acts.sendsText('price?');
    await parley.expectSent(scene.person, [WHICH_PIECE, WHICH_PIECE]);
  });

  it('a hold cancels what the bot has queued, and not what it has begun to send', async () => {
    const scene = await asked();
    const { inbox, acts, person } = scene;
    // The first answer is on its way for a while; the second waits behind it.
    await parley.simulator.inject({
      kind: 'delay-before',
      ms: 700,
      match: { customer: person.id, textContains: 'mug' },
    });
    await acts.tapsQuickReply('Mug');
    await inbox.message(MUG, ({ status }) => status === 'sending');
    await acts.sendsText('price?');
    await inbox.message(WHICH_PIECE, ({ status }) => status === 'queued');
    await inbox.hold(5);
    expect((await inbox.conversation()).queued).toBe(1);
    await parley.settled();
    await parley.expectSent(person, [WHICH_PIECE, MUG]);
    expect((await inbox.messages()).filter(({ text }) => text === WHICH_PIECE)).toHaveLength(1);
  });

  it('a person’s message is accepted, seen on its way, sent, and holds the bot', async () => {
    const scene = await asked();
    const { inbox, person } = scene;
    await parley.simulator.inject({
      kind: 'delay-before',
      ms: 600,
      match: { customer: person.id, textContains: 'Ana' },
    });
    const { response, data } = await inbox.send('Hello, this is Ana.');
    expect(response.status).toBe(202);
    const onItsWay = await inbox.message('Hello, this is Ana.', ({ status }) => ['queued', 'sending'].includes(status));
    expect(onItsWay).toMatchObject({ id: data?.messageId, origin: 'person', userId: parley.owner.userId });
    const sent = await inbox.message('Hello, this is Ana.', ({ status }) => status === 'sent');
    expect(sent.id).toBe(data?.messageId);
    await parley.expectSent(person, [WHICH_PIECE, 'Hello, this is Ana.']);
    const { hold, queued, lastMessage } = await inbox.becomes((conversation) => conversation.queued === 0, 'send it');
    expect(hold).toMatchObject({ reason: 'person_reply', userId: parley.owner.userId });
    expectAboutAnHourAhead(hold?.until);
    expect({ queued, lastMessage }).toMatchObject({
      queued: 0,
      lastMessage: { text: 'Hello, this is Ana.', direction: 'out' },
    });
    await staysSilentAt('Bowl', scene);
  });

  it('one Idempotency-Key is one message; with another text it is refused', async () => {
    const { inbox, person } = await asked();
    const first = await inbox.send('Only once.', 'only-once-1');
    const again = await inbox.send('Only once.', 'only-once-1');
    expect([again.response.status, again.data]).toEqual([202, first.data]);
    const other = await inbox.send('Something else.', 'only-once-1');
    expect([other.response.status, other.error?.code]).toEqual([422, 'IDEMPOTENCY.MISMATCH']);
    await inbox.message('Only once.', ({ status }) => status === 'sent');
    await parley.settled();
    await parley.expectSent(person, [WHICH_PIECE, 'Only once.']);
  });

  it('two members who write at once are both heard, in the order of acceptance', async () => {
    const { inbox, person } = await asked();
    const texts = ['one', 'two', 'three', 'four'];
    for (const text of texts) expect((await inbox.send(text)).response.status).toBe(202);
    await parley.expectSent(person, [WHICH_PIECE, ...texts]);
  });

  it('what the customer has seen is shown as seen', async () => {
    const { inbox, person, acts } = await asked();
    await inbox.message(WHICH_PIECE, ({ status }) => status === 'sent');
    await acts.sees();
    await inbox.message(WHICH_PIECE, ({ status }) => status === 'seen');
    expect((await inbox.conversation()).participantSeenAt).toEqual(expect.any(String));
    await acts.tapsQuickReply('Bowl');
    await parley.expectSent(person, [WHICH_PIECE, BOWL]);
    await inbox.message(BOWL, ({ status }) => status === 'sent');
  });

  it('counts what is unread until a person answers', async () => {
    const { inbox, acts } = await asked();
    await acts.sendsText('hello?');
    await inbox.becomes(({ unread }) => unread === 2, 'have two unread messages');
    await inbox.send('Here I am.');
    await inbox.becomes(({ unread }) => unread === 0, 'have none unread');
  });

  function expectAboutAnHourAhead(until: string | undefined): void {
    const ahead = new Date(until ?? 0).getTime() - Date.now();
    expect(ahead).toBeGreaterThan(HOUR_MS - 60_000);
    expect(ahead).toBeLessThanOrEqual(HOUR_MS);
  }
});

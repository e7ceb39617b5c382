import { DOMAIN_EVENT_TYPES } from '../../src/shared/events';
import { grouped } from '../../src/shared/kernel';
import {
  type DeskMember,
  Integrator,
  invitedToDesk,
  mailsTo,
  ownerAtDesk,
  strangerAtDesk,
  type ToldEvent,
} from '../support/desk-team';
import { DISCLOSURE, first } from '../support/demo-texts';
import { documentedFields } from '../support/event-fields';
import { Lane } from '../support/lane';
import { Parley, until } from '../support/parley';
import { dataOf } from '../support/people';

const HOUR_MS = 3_600_000;
const ASIDE = 'A colleague looks into it.';
const REFUND = first(ASIDE);
const BACK = 'Back with you. Anything else?';
/** Of the webhooks themselves is told before anybody listens. */
const TYPES = DOMAIN_EVENT_TYPES.filter((type) => type !== 'webhook-endpoint.changed');

interface Conversation {
  id: string;
  status: string;
  unread: number;
  contactId: string;
  lastMessageId: string;
  needsHuman: boolean;
  tags: string[];
  stage: string;
  assigneeId?: string;
  waitingSince?: string;
  hold?: object;
  blockedAt?: string;
}

interface Message {
  id: string;
  text: string;
  status: string;
}

const ahead = (ms: number) => new Date(Date.now() + ms).toISOString();

describe('the desk of a team', () => {
  let parley: Parley;
  let ann: DeskMember;
  let ben: DeskMember;
  let eve: DeskMember;
  let integrator: Integrator;
  let elsewhere: Integrator;

  beforeAll(async () => {
    parley = await Parley.start({ waitSeconds: 3_600, reachesLoopback: true });
    [integrator, elsewhere] = [await Integrator.start(), await Integrator.start()];
    [ann, eve] = [await ownerAtDesk(parley), await strangerAtDesk(parley)];
    ben = await invitedToDesk(parley, ann, 'agent');
    await automate();
    await integrator.subscribes(ann, TYPES);
    await elsewhere.subscribes(eve, TYPES);
    await everyProcessKnowsOfTheWebhooks();
    await Promise.all([ann, ben, eve].map((member) => member.listens()));
  });
  afterAll(async () => {
    await Promise.all([ann, ben, eve].map((member) => member?.goesHome()));
    await parley?.stop();
    await Promise.all([integrator?.stop(), elsewhere?.stop()]);
  });

  /** A refund is for a person; then the bot goes on. */
  async function automate(): Promise<void> {
    const definition = {
      nodes: [
        { id: 'start', type: 'trigger', data: { match: { mode: 'keywords', keywords: ['refund'] } } },
        { id: 'person', type: 'handoff', data: { reason: 'Wants a refund', text: ASIDE } },
        { id: 'more', type: 'send_message', data: { text: BACK } },
      ],
      edges: [
        { id: '1', source: 'start', target: 'person' },
        { id: '2', source: 'person', sourceHandle: 'back', target: 'more' },
      ],
      settings: { disclosure: { text: DISCLOSURE } },
    };
    const { client } = parley;
    const { id: draftId } = await dataOf(
      client.POST('/v1/admin/flow-drafts', { body: { name: 'Refunds', definition } }),
    );
    const params = { path: { draftId } };
    const publish = client.POST('/v1/admin/flow-drafts/{draftId}/publish', {
      params,
      body: { runningSessions: 'finish' },
    });
    const { templateId } = await dataOf(publish);
    await ann.does('POST', '/automation-instances', { templateId, name: 'Refunds', isActive: true });
  }

  /** The API and the worker hear of new ones within a second; what happens before that is not what this is about. */
  async function everyProcessKnowsOfTheWebhooks(): Promise<void> {
    const { id } = await writes('Are you there?');
    let answering = false;
    const both = async () => {
      answering = !answering;
      await ann.does('PUT', `/conversations/${id}/presence`, { state: answering ? 'answering' : 'gone' });
      await ann.does('POST', `/conversations/${id}/messages`, { text: 'Yes.' });
      const types = integrator.told.map(({ type }) => type);
      return types.includes('message.changed') && types.includes('conversation.presence');
    };
    await until(both, 20_000, 'both processes to know');
    await parley.settled();
    await allIsDelivered();
    before = integrator.told.length;
  }

  /** Of what was delivered before anybody listened. */
  let before = 0;
  const delivered = (): ToldEvent[] => integrator.told.slice(before);
  async function allIsDelivered(): Promise<void> {
    const [webhook] = await ann.items<{ id: string }>('/webhooks');
    const open = () => ann.items(`/webhooks/${webhook?.id ?? ''}/deliveries?status=pending&limit=1`);
    await until(async () => (await open()).length === 0, 20_000, 'everything to be delivered');
  }

  const conversation = async (id: string) => (await ann.does('GET', `/conversations/${id}`)) as unknown as Conversation;
  const becomes = async (id: string, fits: (seen: Conversation) => boolean, what: string) => {
    await until(async () => fits(await conversation(id)), 20_000, `the conversation to ${what}`);
    return conversation(id);
  };
  const messages = (id: string) => ann.items<Message>(`/conversations/${id}/messages?limit=100`);

  /** Somebody new does. */
  async function writes(text: string, name?: string): Promise<{ id: string; lane: Lane }> {
    const lane = await Lane.open(parley, name);
    await lane.says(text);
    await lane.becomes(({ lastMessage }) => lastMessage?.direction === 'in', 'be there');
    return { id: (await lane.row())._id, lane };
  }
  const isSaid = (text: string) => (event: ToldEvent) => event.data['text'] === text;
  const changes = ({ data }: ToldEvent, aspect: string) =>
    Array.isArray(data['changed']) && data['changed'].includes(aspect);
  const isIn = (id: string) => (event: ToldEvent) => event.conversationId === id;

  it('sees live who writes, unread and waiting, and misses nothing while the connection was broken', async () => {
    const { id, lane } = await writes('Wo bleibt mein Päckchen?');
    for (const member of [ann, ben]) await member.hears('message.received', isSaid('Wo bleibt mein Päckchen?'));
    expect(await conversation(id)).toMatchObject({
      status: 'open',
      unread: 1,
      waitingSince: expect.any(String) as string,
    });
    const unread = await ben.items<Conversation>('/conversations?unread=true');
    expect(unread.map((one) => one.id)).toContain(id);
    await ben.looksAway();
    await lane.says('Es ist dringend.');
    await ann.hears('message.received', isSaid('Es ist dringend.'));
    await ben.listens();
    await ben.hears('message.received', isSaid('Es ist dringend.'));
    expect(ben.heardOf('message.received', isIn(id))).toHaveLength(2);
    expect((await ben.does('POST', `/conversations/${id}/read`))['unread']).toBe(0);
    await ann.hears('conversation.changed', (event) => isIn(id)(event) && changes(event, 'unread'));
  });

  it('is given conversations by turns, and sees who is answering', async () => {
    const given = await Promise.all([writes('one'), writes('two')]);
    for (const { id } of given) await ann.does('POST', `/conversations/${id}/assign`, { by: 'round_robin' });
    const [first, second] = await Promise.all(given.map(({ id }) => conversation(id)));
    expect(new Set([first?.assigneeId, second?.assigneeId])).toEqual(new Set([ann.userId, ben.userId]));
    const mine = await ben.items<Conversation>('/conversations?assignee=me');
    expect(mine.map(({ id }) => id)).toEqual(
      [first, second].flatMap((one) => (one?.assigneeId === ben.userId ? one.id : [])),
    );
    const { id } = first ?? { id: '' };
    await ben.does('PUT', `/conversations/${id}/presence`, { state: 'answering' });
    const { data } = await ann.hears('conversation.presence', isIn(id));
    expect(data['answering']).toMatchObject([{ id: ben.userId }]);
  });

  it('begins an answer, fills in what it says often, and answers once when two do at the same time', async () => {
    const { id, lane } = await writes('A question about mugs', 'Jane Doe');
    const composer = `/conversations/${id}/composer`;
    await ben.does('PUT', composer, { text: 'Dear' });
    expect([(await ben.does('GET', composer))['text'], (await ann.does('GET', composer))['text']]).toEqual([
      'Dear',
      '',
    ]);
    const text = 'Hi {{ contact.username }}, they are {{ contact.phone | default: "28 €" }}.';
    const answer = await ben.does('POST', '/quick-answers', { shortcut: 'mugs', title: 'Mugs', text });
    const filled = await ben.does('POST', `/quick-answers/${String(answer['id'])}/render`, { conversationId: id });
    expect(filled['text']).toContain('they are 28 €.');
    const { lastMessageId: expectedLastMessageId } = await conversation(id);
    const answers = (member: DeskMember, said: string) =>
      member.call('POST', `/conversations/${id}/messages`, { text: said, expectedLastMessageId });
    const both = await Promise.all([answers(ann, 'From Ann.'), answers(ben, String(filled['text']))]);
    for (const { status } of both) expect([202, 409]).toContain(status);
    await lane.becomes(({ outbox }) => outbox.length === 0, 'be answered');
    await parley.settled();
    const sent = await parley.sentTo(lane.customer);
    expect(sent).toHaveLength(1);
    const states = (await messages(id)).filter(({ text: said }) => said !== 'A question about mugs');
    const accepted = both.filter(({ status }) => status === 202).length;
    expect(states.map(({ status }) => status).sort()).toEqual(accepted === 2 ? ['failed', 'sent'] : ['sent']);
    const late = await answers(ann, 'Too late.');
    expect([late.status, late.json['code']]).toEqual([409, 'MESSAGE.SUPERSEDED']);
    expect(await conversation(id)).toMatchObject({ unread: 0 });
    expect((await conversation(id)).waitingSince).toBeUndefined();
  });

  it('notes for a colleague, and tags and stages the contact, which the conversation shows', async () => {
    const { id } = await writes('hello', 'Kim');
    const { contactId } = await conversation(id);
    const note = await ann.does('POST', `/contacts/${contactId}/notes`, {
      text: 'Please call her.',
      mentions: [ben.userId],
      conversationId: id,
    });
    const mention = await ben.hears('note.mentioned', ({ subjectId }) => subjectId === note['id']);
    await ann.hears('note.changed', ({ subjectId }) => subjectId === note['id']);
    expect(ann.heard.map((event) => event.id)).not.toContain(mention.id);
    await ben.does('POST', `/conversations/${id}/tags`, { add: ['VIP'] });
    await ann.does('PATCH', `/contacts/${contactId}`, { stage: 'engaged' });
    await becomes(id, ({ tags, stage }) => tags.includes('vip') && stage === 'engaged', 'show both');
    const found = await ben.items<Conversation>('/conversations?tag=vip&stage=engaged');
    expect(found.map((one) => one.id)).toEqual([id]);
    await ann.hears('contact.changed', ({ subjectId }) => subjectId === contactId);
  });

  it('puts aside what sleeps until the person writes, closes, and opens again', async () => {
    const { id, lane } = await writes('not now');
    const act = (what: string, body?: object) => ben.does('POST', `/conversations/${id}/${what}`, body);
    expect((await act('snooze', { until: ahead(HOUR_MS) }))['status']).toBe('snoozed');
    await lane.says('I am back');
    await becomes(id, ({ status }) => status === 'open', 'wake');
    expect((await act('close'))['status']).toBe('closed');
    expect((await act('reopen'))['status']).toBe('open');
    expect((await act('close'))['status']).toBe('closed');
    await lane.says('one more thing');
    await becomes(id, ({ status, unread }) => status === 'open' && unread === 1, 'open again');
    const isStatus = (event: ToldEvent) => isIn(id)(event) && changes(event, 'status');
    await until(() => ann.heardOf('conversation.changed', isStatus).length === 6, 20_000, 'all six changes');
  });

  it('takes over from the bot, and hands back', async () => {
    const { id, lane } = await writes('I want a refund');
    await lane.expectSent([REFUND]);
    const { subjectId: escalationId } = await ben.hears('escalation.opened', isIn(id));
    await becomes(id, ({ needsHuman, hold }) => needsHuman && hold !== undefined, 'wait for a person');
    expect((await ben.items<Conversation>('/conversations?needsHuman=true')).map((one) => one.id)).toEqual([id]);
    await lane.says('hello?');
    await ben.hears('message.received', isSaid('hello?'));
    await ben.does('POST', `/conversations/${id}/messages`, { text: 'Ben here.' });
    await lane.expectSent([REFUND, 'Ben here.']);
    const escalation = () => ann.does('GET', `/escalations/${escalationId}`);
    await until(async () => (await escalation())['status'] === 'in_progress', 20_000, 'it to be taken over');
    expect(await escalation()).toMatchObject({ assigneeId: ben.userId });
    await ben.does('POST', `/escalations/${escalationId}/resolve`, { note: 'Refunded.' });
    await lane.expectSent([REFUND, 'Ben here.', BACK]);
    const { needsHuman, hold } = await becomes(id, (seen) => seen.hold === undefined, 'be the bot’s again');
    expect([needsHuman, hold]).toEqual([false, undefined]);
    const run = (status: string) => (event: ToldEvent) => isIn(id)(event) && event.data['status'] === status;
    for (const status of ['waiting', 'completed']) await ann.hears('automation-session.changed', run(status));
    await ann.hears('escalation.changed', (event) => event.data['status'] === 'resolved');
  });

  it('writes ahead within the window, and not beyond it', async () => {
    const { id, lane } = await writes('later please');
    const add = (sendAt: string) =>
      ben.call('POST', `/conversations/${id}/scheduled-messages`, { sendAt, message: { text: 'As promised.' } });
    const late = await add(ahead(30 * HOUR_MS));
    expect([late.status, late.json['code']]).toEqual([409, 'MESSAGE.WINDOW_CLOSED']);
    expect((await add(ahead(1_200))).status).toBe(201);
    expect(await parley.sentTo(lane.customer)).toEqual([]);
    await lane.endsWith(['As promised.']);
    expect(await ben.items(`/conversations/${id}/scheduled-messages`)).toEqual([]);
  });

  it('blocks who is a nuisance: stored, unanswered', async () => {
    const { id, lane } = await writes('buy my followers');
    expect((await ben.does('POST', `/conversations/${id}/block`))['blockedAt']).toBeDefined();
    await lane.says('what is the price?');
    await ann.hears('message.received', isSaid('what is the price?'));
    const refused = await ben.call('POST', `/conversations/${id}/messages`, { text: 'No.' });
    expect([refused.status, refused.json['code']]).toEqual([409, 'CONVERSATION.BLOCKED']);
    await lane.endsWith([]);
    await ben.does('POST', `/conversations/${id}/unblock`);
  });

  it('closes many at once, told how far that is, and counts them in a view', async () => {
    const many = await Promise.all(['a', 'b', 'c'].map((text) => writes(text)));
    const conversationIds = many.map(({ id }) => id);
    for (const { id } of many) await ben.does('POST', `/conversations/${id}/tags`, { add: ['sale'] });
    const view = await ann.does('POST', '/inbox-views', {
      name: 'Sale, done',
      filter: { tag: 'sale', status: 'closed' },
    });
    const count = async () =>
      (await ann.items<{ id: string; count: number }>('/inbox-views/counts')).find(({ id }) => id === view['id'])
        ?.count;
    expect(await count()).toBe(0);
    const job = await ben.does('POST', '/conversation-jobs', { action: 'close', conversationIds });
    await ben.hears('job.progressed', (event) => event.subjectId === job['id'] && event.data['status'] === 'done');
    expect(await ben.does('GET', `/conversation-jobs/${String(job['id'])}`)).toMatchObject({
      status: 'done',
      total: 3,
      done: 3,
      skipped: 0,
    });
    expect(await count()).toBe(3);
  });

  it('finds what was said, however it is spelled', async () => {
    interface Found {
      message: Message;
    }
    for (const q of ['PÄCKCHEN', 'packchen', 'bleibt, mein Päckchen']) {
      const found = await ben.items<Found>(`/messages/search?q=${encodeURIComponent(q)}`);
      expect(found.map(({ message }) => message.text)).toEqual(['Wo bleibt mein Päckchen?']);
    }
  });

  it('is reminded of a task, once, live and by mail, and nobody else is', async () => {
    const { id } = await writes('call me');
    const { contactId } = await conversation(id);
    const task = await ann.does('POST', `/contacts/${contactId}/tasks`, {
      title: 'Call back',
      assigneeId: ben.userId,
      reminderAt: ahead(500),
      conversationId: id,
    });
    const isIt = ({ subjectId }: ToldEvent) => subjectId === task['id'];
    await ben.hears('task.reminder', isIt);
    const { email } = await dataOf(ben.person.client.GET('/v1/me'));
    const reminders = () => mailsTo(parley, email).filter((text) => text.includes('Call back'));
    await until(() => reminders().length > 0, 20_000, 'the mail');
    expect([ben.heardOf('task.reminder', isIt).length, ann.heardOf('task.reminder').length]).toEqual([1, 0]);
    expect(reminders()).toHaveLength(1);
    expect(await ben.does('GET', `/crm-tasks/${String(task['id'])}`)).toHaveProperty('remindedAt');
  });

  it('makes two contacts one while both of them write', async () => {
    const [to, from] = [await writes('It is me'), await writes('Me again, from my other account')];
    const [kept, gone] = [await conversation(to.id), await conversation(from.id)];
    const [merged] = await Promise.all([
      ann.call('POST', '/contact-merges', { to: kept.contactId, from: gone.contactId }),
      ...[1, 2, 3].flatMap((n) => [to.lane.says(`to ${n}`), from.lane.says(`from ${n}`)]),
    ]);
    expect(merged.status).toBe(201);
    await parley.settled();
    for (const [id, texts] of [
      [to.id, 'to'],
      [from.id, 'from'],
    ] as const) {
      expect((await conversation(id)).contactId).toBe(kept.contactId);
      const said = (await messages(id)).map(({ text }) => text).filter((text) => text.startsWith(`${texts} `));
      expect(said.sort()).toEqual([1, 2, 3].map((n) => `${texts} ${n}`));
    }
    const { json } = await ann.call('GET', `/contacts/${kept.contactId}`);
    expect(json['identities']).toHaveLength(2);
    await ben.hears('contact.merged');
  });

  it('has all of it told to its integrators, signed, each once, and in the order of the conversation', async () => {
    await parley.settled();
    await allIsDelivered();
    const ids = (events: ToldEvent[]) => events.map(({ id }) => id);
    const heard = () => new Set([...ids(ann.heard), ...ids(ben.heard)]);
    await until(() => ids(delivered()).every((id) => heard().has(id)), 20_000, 'the streams to have told it, too');
    expect(new Set(ids(delivered())).size).toBe(delivered().length);
    expect([...heard()].filter((id) => !ids(delivered()).includes(id))).toEqual([]);
    for (const member of [ann, ben]) expect(new Set(ids(member.heard)).size).toBe(member.heard.length);
    expect(ann.heard.map(({ type }) => type)).not.toContain('resync');
    const inLanes = (events: ToldEvent[]) =>
      grouped(
        events.filter(({ type, conversationId }) => conversationId !== undefined && type.startsWith('message.')),
        ({ conversationId }) => conversationId,
      );
    const live = inLanes(ann.heard);
    const fields = documentedFields();
    const untold = ({ type, data }: ToldEvent) => Object.keys(data).filter((name) => !fields.get(type)?.includes(name));
    expect(delivered().flatMap((event) => untold(event).map((name) => `${event.type} ${name}`))).toEqual([]);
    for (const [id, events] of inLanes(delivered())) expect(ids(events)).toEqual(ids(live.get(id) ?? []));
  });

  it('hears what its roles may see, and nothing more once they are gone', async () => {
    const [webhook] = await ann.items<{ id: string }>('/webhooks');
    await ann.does('PATCH', `/webhooks/${webhook?.id ?? ''}`, { description: 'Orders' });
    const { id } = await ann.hears('webhook-endpoint.changed');
    expect((await ben.call('GET', '/webhooks')).status).toBe(403);
    await ann.does('PATCH', `/members/${ben.userId}`, { role: 'viewer' });
    await ann.hears(
      'member.changed',
      ({ subjectId, data }) => subjectId === ben.userId && data['change'] === 'role-changed',
    );
    await ben.isSentAway();
    await ben.listens();
    const { id: seen } = await writes('anybody there?');
    await ben.hears('message.received', isSaid('anybody there?'));
    expect((await ben.call('POST', `/conversations/${seen}/messages`, { text: 'Yes.' })).status).toBe(403);
    await ann.does('DELETE', `/members/${ben.userId}`);
    await ben.isSentAway();
    expect((await ben.call('POST', '/stream/ticket')).status).toBe(404);
    expect(ben.heard.map((event) => event.id)).not.toContain(id);
    expect(new Set(ben.heard.map((event) => event.id)).size).toBe(ben.heard.length);
  });

  it('is nobody else’s business', async () => {
    expect(eve.heard).toEqual([]);
    expect(elsewhere.told).toEqual([]);
    const [{ id = '' } = {}] = await ann.items<{ id: string }>('/conversations?limit=1');
    for (const list of ['/conversations', '/contacts', '/escalations', '/crm-tasks', '/messages/search?q=packchen'])
      expect(await eve.items(list)).toEqual([]);
    expect((await eve.call('GET', `/conversations/${id}`)).status).toBe(404);
    const { token } = eve.person;
    const asAnn = `${parley.apiUrl}/v1/workspaces/${ann.workspaceId}/conversations/${id}`;
    expect((await fetch(asAnn, { headers: { authorization: `Bearer ${token}` } })).status).toBe(404);
  });
});

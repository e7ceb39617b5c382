import { DeskLane } from '../../../test/support/desk-lane';
import { type Caller, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { newTestName } from '../../../test/support/test-name';
import { CrmFacade } from '../../crm';
import { DomainEvents } from '../../shared/events';
import { type AccountId, Clock, type ConversationId, newId, type WorkspaceId } from '../../shared/kernel';
import { ContactMirrors } from '../contact-mirrors';
import { InboxFacade } from '../receiving/inbox.facade';
import { MessageVoices } from '../messages/message-voices.facade';
import { eventOfTimer, payloadOfTimer } from '../domain/fired-timer';
import { LaneEvents } from '../receiving/lane-events.service';
import { RunConversationJobs } from './run-conversation-jobs.job';
import type { MessageRow } from '../schemas/message.schema';
import { TellLostSends } from '../sending/tell-lost-sends.job';
import { UntoldSends } from '../sending/untold-sends';
import { InboxRepository } from '../repositories/inbox.repository';
import { WakeSnoozed } from './wake-snoozed.job';
import { DeskFacade } from './desk.facade';

const MINUTE = 60_000;

interface Shown {
  id: string;
  status: string;
  assigneeId?: string;
  unread: number;
  needsHuman: boolean;
  waitingSince?: string;
  blockedAt?: string;
  tags: string[];
  lastMessageId?: string;
  scheduled: number;
}

interface PageBody<Item> {
  items: Item[];
  nextCursor?: string;
  newerCursor?: string;
}

describe('the desk over HTTP', () => {
  let api: WorkspaceApp;
  let ann: SignedUp;
  let ben: SignedUp;
  let caller: Caller;

  beforeAll(async () => {
    api = await WorkspaceApp.start();
    ann = await api.signUp();
    ben = await api.signUp();
    caller = api.as(ann.token);
    const membership = { workspaceId: ann.workspaceId, userId: ben.userId, role: 'agent', createdAt: new Date() };
    await api.rows.collection<{ _id: string }>('memberships').insertOne({ _id: newId(), ...membership });
  });
  afterAll(() => api.stop());

  const path = (rest: string) => `/v1/workspaces/${ann.workspaceId}/${rest}`;
  const of = (lane: DeskLane, rest = '') => path(`conversations/${lane.id}${rest}`);
  const get = async <T = Shown>(url: string) => (await caller.call<T>('GET', url)).body;
  const post = <T = Shown>(url: string, body: object = {}) => caller.call<T>('POST', url, body);
  const newLane = async (text = 'hello', agoMs = 0): Promise<DeskLane> => {
    const lane = new DeskLane(api, ann.workspaceId as WorkspaceId);
    await lane.says(text, agoMs);
    return lane;
  };
  const entriesAbout = async (target: string) =>
    (await api.rows.collection('auditEntries').find({ target }).sort({ at: 1, _id: 1 }).toArray()).map(({ action }) =>
      String(action),
    );

  /** What is told of changes meanwhile, by type, with what it says of the change. */
  const toldDuring = async (act: () => Promise<unknown>): Promise<unknown[][]> => {
    const told: unknown[][] = [];
    const events = api.app.get(DomainEvents);
    const record = events.record.bind(events);
    const spy = jest.spyOn(events, 'record').mockImplementation((event) => {
      told.push([event.type, event.data['change'] ?? event.data['changed']]);
      return record(event);
    });
    await act();
    spy.mockRestore();
    return told;
  };

  /** Ids of every page of a list, small pages. */
  const walk = async (url: string): Promise<string[]> => {
    const ids: string[] = [];
    let cursor = '';
    do {
      const { items, nextCursor } = await get<PageBody<Shown>>(`${path(url)}&limit=2${cursor}`);
      ids.push(...items.map(({ id }) => id));
      cursor = nextCursor === undefined ? '' : `&cursor=${nextCursor}`;
    } while (cursor !== '');
    return ids;
  };

  describe('a conversation', () => {
    it('is closed, and open again as soon as the person writes', async () => {
      const lane = await newLane();
      expect(await get(of(lane))).toMatchObject({
        status: 'open',
        unread: 1,
        waitingSince: expect.any(String) as unknown,
      });
      const { body } = await post(of(lane, '/close'));
      expect(body).toMatchObject({ status: 'closed', unread: 0 });
      expect(body.waitingSince).toBeUndefined();
      await lane.says('one more thing');
      expect(await get(of(lane))).toMatchObject({ status: 'open', unread: 1 });
      expect(await entriesAbout(lane.id)).toEqual(['conversation.closed']);
    });

    it('sleeps until its time, or until the person writes', async () => {
      const [timed, woken] = [await newLane(), await newLane()];
      const until = new Date(Date.now() + MINUTE).toISOString();
      for (const lane of [timed, woken])
        expect((await post(of(lane, '/snooze'), { until })).body).toMatchObject({ status: 'snoozed' });
      await woken.says('are you there?');
      expect(await woken.row()).toMatchObject({ status: 'open', snoozedUntil: null });
      await api.app.get(WakeSnoozed).run();
      expect((await timed.row()).status).toBe('snoozed');
      await timed.set({ snoozedUntil: new Date(Date.now() - 1) });
      const told = await toldDuring(() => Promise.all([1, 2, 3].map(() => api.app.get(WakeSnoozed).run())));
      expect(told).toContainEqual(['conversation.changed', ['status']]);
      expect(await timed.row()).toMatchObject({ status: 'open', snoozedUntil: null });
      const past = { until: new Date(Date.now() - MINUTE).toISOString() };
      expect((await post(of(timed, '/snooze'), past)).code).toBe('CONVERSATION.SNOOZE');
    });

    it('is marked as read and unread, by whoever looks first', async () => {
      const lane = await newLane();
      const told = await toldDuring(() => Promise.all([1, 2, 3].map(() => post(of(lane, '/read')))));
      expect(await lane.row()).toMatchObject({ unread: 0, isUnread: false });
      expect(told).toContainEqual(['conversation.changed', ['unread']]);
      expect(await toldDuring(() => post(of(lane, '/read')))).toEqual([]);
      expect((await post(of(lane, '/unread'))).body).toMatchObject({ unread: 1 });
    });

    it('has a revision that rises with all that is told, so that of two changes the later is known', async () => {
      const lane = await newLane();
      const revision = async () => (await get<{ revision: number }>(of(lane))).revision;
      const later = new Date(Date.now() + MINUTE).toISOString();
      const acts: [string, object][] = [
        ['close', {}],
        ['reopen', {}],
        ['snooze', { until: later }],
        ['assign', { assigneeId: ben.userId }],
        ['unread', {}],
        ['read', {}],
        ['hold', { minutes: 5 }],
        ['resume', {}],
        ['block', {}],
        ['unblock', {}],
        ['scheduled-messages', { sendAt: later, message: { kind: 'text', text: 'later' } }],
      ];
      const told: number[] = [await revision()];
      for (const [act, body] of acts) {
        expect([act, (await post(of(lane, `/${act}`), body)).code]).toEqual([act, undefined]);
        told.push(await revision());
      }
      await lane.says('and you?');
      told.push(await revision());
      expect(told).toEqual([...new Set(told)].sort((a, b) => a - b));
    });

    it('of a blocked person stores what they write, and nothing goes out', async () => {
      const lane = await newLane();
      expect((await post(of(lane, '/block'))).body.blockedAt).toBeDefined();
      await lane.says('hello?');
      const row = await lane.row();
      expect(row).toMatchObject({ unread: 0, waitingSince: null, lastMessage: { text: 'hello?' } });
      expect((await post(of(lane, '/messages'), { text: 'no' })).code).toBe('CONVERSATION.BLOCKED');
      expect((await post(of(lane, '/unblock'))).body.blockedAt).toBeUndefined();
      await lane.says('better?');
      expect(await get(of(lane))).toMatchObject({ unread: 1, waitingSince: expect.any(String) as unknown });
    });

    it('shows the tags that its contact has', async () => {
      const lane = await newLane();
      const { body } = await post(of(lane, '/tags'), { add: ['VIP', 'berlin'] });
      expect(body.tags).toEqual(['vip', 'berlin']);
      await post(of(lane, '/tags'), { remove: ['Berlin'] });
      expect(await get(of(lane))).toMatchObject({ tags: ['vip'], stage: 'new' });
      expect(await walk('conversations?tag=Vip')).toEqual([lane.id]);
    });
  });

  describe('assignment', () => {
    it('goes to members who may answer alone', async () => {
      const lane = await newLane();
      const stranger = await api.signUp();
      expect((await post(of(lane, '/assign'), { assigneeId: stranger.userId })).code).toBe('CONVERSATION.ASSIGNEE');
      expect((await post(of(lane, '/assign'), { assigneeId: ben.userId })).body.assigneeId).toBe(ben.userId);
      expect((await post(of(lane, '/assign'))).code).toBe('REQUEST.INVALID');
      expect(await get(of(lane))).toMatchObject({ assigneeId: ben.userId });
      expect((await post(of(lane, '/assign'), { assigneeId: null })).body.assigneeId).toBeUndefined();
    });

    it('of several who take it at once, one gets it', async () => {
      const lane = await newLane();
      const take = (who: SignedUp) =>
        api.as(who.token).call<Shown>('POST', of(lane, '/assign'), { assigneeId: who.userId, ifAssigneeId: null });
      const answers = await Promise.all([ann, ben, ann, ben].map(take));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
      expect(answers.find(({ status }) => status === 409)?.code).toBe('CONVERSATION.ASSIGNED_ELSEWHERE');
    });

    it('by turns gives to everybody alike, also to many at once', async () => {
      const lanes = await Promise.all(Array.from({ length: 6 }, () => newLane()));
      await Promise.all(lanes.map((lane) => post(of(lane, '/assign'), { by: 'round_robin' })));
      const given = (await Promise.all(lanes.map((lane) => lane.row()))).map(({ assigneeId }) => assigneeId);
      expect(given.filter((userId) => userId === ann.userId)).toHaveLength(3);
      expect(given.filter((userId) => userId === ben.userId)).toHaveLength(3);
    });

    it('by what is open gives to everybody alike, also to many at once', async () => {
      const lanes = await Promise.all(Array.from({ length: 8 }, () => newLane()));
      const openOf = async (userId: string) =>
        api.rows.collection('conversations').countDocuments({ assigneeId: userId, status: 'open' });
      const busy = await Promise.all(Array.from({ length: 3 }, () => newLane()));
      for (const lane of busy) await post(of(lane, '/assign'), { assigneeId: ben.userId });
      await Promise.all(lanes.map((lane) => post(of(lane, '/assign'), { by: 'least_open' })));
      expect(Math.abs((await openOf(ann.userId)) - (await openOf(ben.userId)))).toBeLessThanOrEqual(1);
      const given = (await Promise.all(lanes.map((lane) => lane.row()))).map(({ assigneeId }) => assigneeId);
      expect(given).not.toContain(null);
    });

    it('happens by itself where the workspace wants it, when a conversation comes to need a person or opens again', async () => {
      const settings = path('settings/inbox');
      await caller.call('PATCH', settings, { values: { assignment: 'least_open', assignees: [ben.userId] } });
      const desk = api.app.get(DeskFacade);
      const [handed, reopened] = [await newLane(), await newLane()];
      expect(await desk.setNeedsHuman(handed.workspaceId, handed.id, true)).toBe(true);
      expect(await desk.assignByRule(handed.workspaceId, handed.id, 'handoff')).toBe(ben.userId);
      expect(await desk.assignByRule(handed.workspaceId, handed.id, 'handoff')).toBeNull();
      await post(of(reopened, '/close'));
      await reopened.says('again');
      expect((await reopened.row()).assigneeId).toBe(ben.userId);
      await post(of(reopened, '/close'));
      await post(of(reopened, '/assign'), { assigneeId: null });
      const spy = jest.spyOn(desk, 'assignByRule').mockRejectedValueOnce(new Error('The worker dies.'));
      await expect(reopened.says('once more')).rejects.toThrow('The worker dies.');
      await reopened.settle();
      expect((await reopened.row()).assigneeId).toBe(ben.userId);
      await post(of(reopened, '/assign'), { assigneeId: null });
      await reopened.says('and again, while it is open');
      expect((await reopened.row()).assigneeId).toBeNull();
      expect(spy).toHaveBeenCalledTimes(2);
      spy.mockRestore();
      await caller.call('PATCH', settings, { values: { assignment: null, assignees: null } });
      expect(await walk('conversations?needsHuman=true')).toEqual([handed.id]);
      expect(await desk.setNeedsHuman(handed.workspaceId, handed.id, false)).toBe(true);
      expect(await walk('conversations?needsHuman=true')).toEqual([]);
      expect(await desk.setNeedsHuman(handed.workspaceId, 'nothing' as ConversationId, true)).toBe(false);
    });
  });

  describe('the list', () => {
    it('shows those that fit, each once, in the order asked for', async () => {
      const cleo = await api.signUp();
      const mine = (rest: string) => `/v1/workspaces/${cleo.workspaceId}/${rest}`;
      const her = api.as(cleo.token);
      const lanes: DeskLane[] = [];
      for (let index = 0; index < 7; index += 1) {
        const lane = new DeskLane(api, cleo.workspaceId as WorkspaceId);
        await lane.says(`m${index}`, (7 - index) * MINUTE);
        lanes.push(lane);
      }
      const ids = lanes.map(({ id }) => id);
      const all = async (query: string) => {
        const found: string[] = [];
        let cursor = '';
        do {
          const { body } = await her.call<PageBody<Shown>>('GET', `${mine('conversations')}?limit=3&${query}${cursor}`);
          found.push(...body.items.map(({ id }) => id as ConversationId));
          cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
        } while (cursor !== '');
        return found;
      };
      const newestFirst = [...ids].reverse();
      expect(await all('')).toEqual(newestFirst);
      expect(await all('sort=oldest')).toEqual(ids);
      expect(await all('sort=waiting')).toEqual(ids);
      expect(await all('waitingMinutes=5')).toEqual(ids.slice(0, 3));
      expect(await all('unread=true&status=open')).toEqual(newestFirst);
      expect(await all('assignee=none')).toEqual(newestFirst);
      expect(await all(`accountId=${lanes[2]?.accountId}`)).toEqual([ids[2]]);
      expect(await all(`q=${lanes[4]?.participantId.slice(0, 9)}`)).toContain(ids[4]);
      await lanes[1]?.set({ lastInboundAt: new Date(Date.now() - 23.5 * 60 * MINUTE) });
      expect(await all('windowClosingWithin=60')).toEqual([ids[1]]);
      expect((await her.call('GET', `${mine('conversations')}?waitingMinutes=1&sort=newest`)).code).toBe('INBOX.SORT');
      await her.call('POST', mine(`conversations/${ids[5]}/close`));
      expect(await all('status=closed')).toEqual([ids[5]]);
      expect(await all('goal=lead')).toEqual([]);
    });

    it('is kept as views, for the team and for oneself, with counts', async () => {
      const views = path('inbox-views');
      const told = await toldDuring(async () => {
        const { body } = await post<{ id: string }>(views, { name: 'Short', filter: {} });
        await caller.call('PATCH', `${views}/${body.id}`, { name: 'Shorter' });
        await caller.call('DELETE', `${views}/${body.id}`);
      });
      expect(told).toEqual(['added', 'changed', 'removed'].map((change) => ['inbox-view.changed', change]));
      const own = await post<{ id: string }>(views, { name: 'Mine', filter: { assignee: 'me' }, own: true });
      const team = await post<{ id: string }>(views, { name: 'Closed', filter: { status: 'closed' } });
      expect([own.status, team.status]).toEqual([201, 201]);
      expect((await get<PageBody<{ id: string }>>(views)).items.map(({ id }) => id)).toEqual([
        team.body.id,
        own.body.id,
      ]);
      const seen = await api.as(ben.token).call<PageBody<{ id: string }>>('GET', views);
      expect(seen.body.items.map(({ id }) => id)).toEqual([team.body.id]);
      expect((await api.as(ben.token).call('DELETE', `${views}/${own.body.id}`)).status).toBe(404);
      const { items } = await get<PageBody<{ id: string; count: number; more: boolean }>>(`${views}/counts`);
      const closed = await walk('conversations?status=closed');
      expect(items).toContainEqual({ id: team.body.id, count: closed.length, more: false });
      const bad = await post(views, { name: 'x', filter: { waitingMinutes: 1, sort: 'newest' } });
      expect(bad.code).toBe('INBOX.SORT');
      const patched = await caller.call('PATCH', `${views}/${own.body.id}`, { name: 'All mine' });
      expect(patched.body).toMatchObject({ name: 'All mine', filter: { assignee: 'me' } });
      expect((await caller.call('DELETE', `${views}/${own.body.id}`)).status).toBe(204);
    });
  });

  describe('messages', () => {
    interface Message {
      id: string;
      text: string;
      status: string;
      author: { kind: string; name?: string };
    }

    it('are paged both ways, and around one of them', async () => {
      const lane = await newLane('m0', 10 * MINUTE);
      for (let index = 1; index < 8; index += 1) await lane.says(`m${index}`, (10 - index) * MINUTE);
      const texts = ({ items }: PageBody<Message>) => items.map(({ text }) => text);
      const page = (query: string) => get<PageBody<Message>>(`${of(lane, '/messages')}?${query}`);
      const newest = await page('limit=3');
      expect([texts(newest), newest.newerCursor]).toEqual([['m7', 'm6', 'm5'], undefined]);
      const older = await page(`limit=3&cursor=${newest.nextCursor}`);
      expect(texts(older)).toEqual(['m4', 'm3', 'm2']);
      expect(texts(await page(`limit=3&newer=${older.newerCursor}`))).toEqual(['m7', 'm6', 'm5']);
      const middle = await page(`limit=4&around=${older.items[1]?.id}`);
      expect(texts(middle)).toEqual(['m5', 'm4', 'm3', 'm2', 'm1']);
      expect(texts(await page(`limit=2&newer=${middle.newerCursor}`))).toEqual(['m7', 'm6']);
      expect(texts(await page(`limit=9&cursor=${middle.nextCursor}`))).toEqual(['m0']);
      expect((await caller.call('GET', `${of(lane, '/messages')}?around=${newId()}`)).code).toBe('MESSAGE.NOT_FOUND');
    });

    it('say who wrote them', async () => {
      const lane = await newLane('hi');
      await post(of(lane, '/messages'), { text: 'hello from Ben' });
      await lane.settle();
      const { items } = await get<PageBody<Message>>(of(lane, '/messages'));
      expect(items.map(({ status, author }) => [status, author.kind, author.name !== undefined])).toEqual([
        ['queued', 'person', true],
        ['received', 'customer', false],
      ]);
    });

    it('are found by their words in any spelling, newest first, and no longer once they are taken back', async () => {
      const word = newTestName().replace(/\W/g, '');
      const lane = await newLane(`Wo ist mein Päckchen ${word}?`, 2 * MINUTE);
      await lane.says(`PACKCHEN ${word} ist da`, MINUTE);
      interface Found {
        conversationId: string;
        message: Message;
      }
      const search = (q: string) =>
        get<PageBody<Found>>(`${path('messages/search')}?q=${encodeURIComponent(q)}&conversationId=${lane.id}`);
      const both = await search(`päckchen ${word}`);
      expect(both.items.map(({ message }) => message.text)).toEqual([
        `PACKCHEN ${word} ist da`,
        `Wo ist mein Päckchen ${word}?`,
      ]);
      expect((await search(`mein ${word}`)).items).toHaveLength(1);
      expect((await search('?!')).items).toEqual([]);
      const edited = `ein Paket ${word}`;
      const edit = { kind: 'edit' as const, participantId: lane.participantId, at: Date.now(), dedupeKey: 'e1' };
      const first = { ...edit, mid: `${lane.participantId}-1`, text: edited, editNumber: 1 };
      const account = { workspaceId: lane.workspaceId, accountId: lane.accountId };
      await api.app.get(InboxFacade).accept([{ kind: 'event', ...account, event: first }], 'tests');
      await lane.settle();
      expect((await search(`paket ${word}`)).items.map(({ message }) => message.text)).toEqual([edited]);
      expect((await search(`päckchen ${word}`)).items).toHaveLength(1);
      const event = { kind: 'unsend' as const, participantId: lane.participantId, at: Date.now(), dedupeKey: 'u' };
      const unsend = { ...event, mid: `${lane.participantId}-2` };
      await api.app.get(InboxFacade).accept([{ kind: 'event', ...account, event: unsend }], 'tests');
      await lane.settle();
      expect((await search(`päckchen ${word}`)).items).toEqual([]);
    });

    it('are found by what was heard in their voice notes, once that is known', async () => {
      const word = newTestName().replaceAll(/[^a-z0-9]/g, '');
      const lane = await newLane();
      const rows = api.rows.collection<MessageRow>('messages');
      const [attachment] = [{ type: 'audio', url: 'https://cdn.example/1', state: 'stored' as const }];
      const dueAt = new Date(0);
      await rows.updateOne({ conversationId: lane.id }, { $set: { attachments: [attachment], voiceDueAt: dueAt } });
      const search = () => get<PageBody<object>>(`${path('messages/search')}?q=${word}`);
      expect((await search()).items).toEqual([]);
      const told: unknown[] = [];
      const spy = jest.spyOn(api.app.get(DomainEvents), 'publish').mockImplementation(async (events) => {
        told.push(...events.map(({ data }) => data['change']));
      });
      const voices = api.app.get(MessageVoices);
      const due = (await voices.due(10)).find(({ conversationId }) => conversationId === lane.id);
      if (due === undefined) throw new Error('The voice note is not due.');
      const until = new Date(Date.now() + MINUTE);
      expect(await voices.take(due, until)).toBe(true);
      const changes = [{ index: 0, set: { transcript: { text: `the blue one ${word}`, model: 'm', at: new Date() } } }];
      await voices.settle(due, until, { changes, nextAt: null });
      spy.mockRestore();
      expect(told).toEqual(['transcript']);
      expect((await search()).items).toHaveLength(1);
      expect(
        (await get<PageBody<object>>(`${path('messages/search')}?q=hello&conversationId=${lane.id}`)).items,
      ).toHaveLength(1);
    });

    it('that went out are told of also when the worker dies right behind the outbox', async () => {
      const { body: account } = await post<{ id: string }>(path('accounts/mock'), { username: newTestName() });
      const lane = new DeskLane(api, ann.workspaceId as WorkspaceId, account.id as AccountId);
      await lane.says('hello');
      await post(of(lane, '/messages'), { text: 'from Ann' });
      const events = api.app.get(DomainEvents);
      const publish = events.publish.bind(events);
      const told: string[] = [];
      let isDying = true;
      const spy = jest.spyOn(events, 'publish').mockImplementation((some) => {
        const shown = some.filter(({ data }) => String(data['changed']) === 'lastMessage');
        if (isDying && shown.length > 0) return Promise.reject(new Error('The worker dies.'));
        told.push(...shown.map(({ conversationId }) => String(conversationId)));
        return publish(some);
      });
      await expect(lane.settle()).rejects.toThrow('The worker dies.');
      expect(await lane.row()).toMatchObject({ outbox: [], lastMessage: { text: 'from Ann' } });
      isDying = false;
      const job = api.app.get(TellLostSends);
      await job.run();
      expect(told).toEqual([]);
      const clock = jest.spyOn(api.app.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + MINUTE));
      await job.run();
      await job.run();
      expect(told).toEqual([lane.id]);
      clock.mockRestore();
      spy.mockRestore();
    });

    it('that failed are sent again once, or stay as they are', async () => {
      const lane = await newLane();
      const { workspaceId, accountId, id: conversationId } = lane;
      const content = { kind: 'text' as const, text: 'again' };
      const said = { direction: 'out' as const, origin: 'person' as const, text: 'again', content, attachments: [] };
      const failed = { status: 'failed' as const, error: { code: 'X', message: 'No.' }, at: new Date() };
      const _id = newId();
      const place = { _id, effectId: _id, workspaceId, conversationId, accountId, correlationId: 'tests' };
      await api.rows.collection<MessageRow>('messages').insertOne({ ...place, ...said, ...failed });
      const retry = () => post<{ messageId: string }>(of(lane, `/messages/${_id}/retry`));
      const broken = jest.spyOn(api.app.get(InboxRepository), 'insertWithin');
      broken.mockRejectedValueOnce(new Error('The process dies.'));
      expect((await retry()).status).toBe(500);
      const answers = await Promise.all([retry(), retry()]);
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
      await lane.settle();
      const sent = answers.find(({ status }) => status === 202)?.body.messageId;
      expect((await lane.row()).outbox.map(({ id }) => id)).toEqual([sent]);
      broken.mockRestore();
    });

    it('that are settled later are told of then, and those of nobody never', async () => {
      const lane = await newLane();
      await post(of(lane, '/messages'), { text: 'waits' });
      await lane.settle();
      const [waiting] = (await lane.row()).outbox;
      const untold = api.app.get(UntoldSends);
      const { workspaceId, id: conversationId } = lane;
      const noted = [
        { workspaceId, conversationId, effectId: waiting?.id ?? '' },
        { workspaceId, conversationId: newId<ConversationId>(), effectId: 'e' },
      ];
      for (const send of noted) await untold.note(send);
      const publish = jest.spyOn(api.app.get(DomainEvents), 'publish');
      const clock = jest.spyOn(api.app.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + MINUTE));
      await api.app.get(TellLostSends).run();
      expect(publish).not.toHaveBeenCalled();
      expect(await untold.notedBefore(new Date(Date.now() + 2 * MINUTE), 10)).toEqual([noted[0]]);
      for (const send of noted) await untold.forget(send);
      clock.mockRestore();
      publish.mockRestore();
    });

    it('of two members who answer at once, one goes out, and the other is told why not', async () => {
      const lane = await newLane('question');
      const { lastMessageId } = await get(of(lane));
      const answer = (who: SignedUp, text: string) =>
        api.as(who.token).call<{ messageId: string }>('POST', of(lane, '/messages'), {
          text,
          expectedLastMessageId: lastMessageId,
        });
      const answers = await Promise.all([answer(ann, 'from Ann'), answer(ben, 'from Ben')]);
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
      await lane.settle();
      const { outbox } = await lane.row();
      expect(outbox.filter(({ refusal }) => refusal === undefined)).toHaveLength(1);
      expect(outbox.filter(({ refusal }) => refusal?.code === 'MESSAGE.SUPERSEDED')).toHaveLength(1);
      const late = await answer(ann, 'too late');
      expect([late.status, late.code]).toEqual([409, 'MESSAGE.SUPERSEDED']);
    });

    it('show who is answering, for a while', async () => {
      const lane = await newLane();
      const presence = of(lane, '/presence');
      interface Present {
        answering: { id: string }[];
      }
      await api.as(ben.token).call('PUT', presence, { state: 'answering' });
      expect((await get<Present>(presence)).answering.map(({ id }) => id)).toEqual([ben.userId]);
      await api.as(ben.token).call('PUT', presence, { state: 'gone' });
      expect((await get<Present>(presence)).answering).toEqual([]);
    });

    it('that are not finished are kept for who writes them alone', async () => {
      const lane = await newLane();
      const composer = of(lane, '/composer');
      await caller.call('PUT', composer, { text: 'Dear' });
      await caller.call('PUT', composer, { text: 'Dear Mia' });
      expect(await get(composer)).toMatchObject({ text: 'Dear Mia' });
      expect((await api.as(ben.token).call('GET', composer)).body).toMatchObject({ text: '' });
      await caller.call('PUT', composer, { text: '' });
      expect(await get(composer)).toEqual({ text: '' });
    });
  });

  describe('messages that are written ahead', () => {
    interface Scheduled {
      id: string;
      messageId: string;
      text: string;
      sendAt: string;
    }
    const soon = (ms = MINUTE) => new Date(Date.now() + ms).toISOString();

    it('go out once when they are due, whatever rings how often', async () => {
      const lane = await newLane();
      const scheduled = of(lane, '/scheduled-messages');
      const { status, body } = await post<Scheduled>(scheduled, { sendAt: soon(), message: { text: 'later' } });
      expect([status, (await get(of(lane))).scheduled]).toEqual([201, 1]);
      const { timers } = await lane.row();
      await lane.set({ timers: timers.map((timer) => ({ ...timer, dueAt: new Date(Date.now() - 1) })) });
      for (let ring = 0; ring < 3; ring += 1) await lane.settle();
      const { outbox } = await lane.row();
      expect(outbox.map(({ id, origin, userId }) => [id, origin, userId])).toEqual([
        [body.messageId, 'person', ann.userId],
      ]);
      expect((await get<PageBody<Scheduled>>(scheduled)).items).toEqual([]);
      expect((await caller.call('DELETE', `${scheduled}/${body.id}`)).code).toBe('SCHEDULED.NOT_FOUND');
    });

    it('are changed and taken back until then, also while their timer fires', async () => {
      const lane = await newLane();
      const scheduled = of(lane, '/scheduled-messages');
      const { body } = await post<Scheduled>(scheduled, { sendAt: soon(), message: { text: 'one' } });
      const changed = await caller.call<Scheduled>('PATCH', `${scheduled}/${body.id}`, { message: { text: 'two' } });
      expect(changed.body).toMatchObject({ text: 'two', sendAt: body.sendAt });
      // As a worker that had read the conversation before: its event is stored all the same.
      const row = await lane.row();
      const [timer] = row.timers;
      if (timer === undefined) throw new Error('It waits.');
      expect((await caller.call('DELETE', `${scheduled}/${changed.body.id}`)).status).toBe(204);
      const fired = { id: eventOfTimer(timer.id), payload: payloadOfTimer(timer), at: new Date(), correlationId: 'x' };
      await api.app.get(LaneEvents).add(row, [fired]);
      await lane.settle();
      expect((await lane.row()).outbox).toEqual([]);
    });

    it('must lie ahead, within the window, and say something', async () => {
      const lane = await newLane();
      const scheduled = of(lane, '/scheduled-messages');
      const add = (sendAt: string, message: object = { text: 'x' }) => post(scheduled, { sendAt, message });
      expect((await add(soon(-MINUTE))).code).toBe('SCHEDULED.TIME');
      expect((await add(soon(30 * 60 * MINUTE))).code).toBe('MESSAGE.WINDOW_CLOSED');
      expect((await add(soon(), { kind: 'reaction', mid: 'm' })).code).toBe('SCHEDULED.KIND');
    });
  });

  describe('quick answers', () => {
    interface Answer {
      id: string;
      shortcut: string;
    }

    it('are found by the beginnings of their words and filled in for a conversation', async () => {
      const answers = path('quick-answers');
      const text = 'Hi {{ contact.username }}, {{ contact.phone | default: "call us" }} — {{ vars.member }}';
      const { status, body } = await post<Answer>(answers, { shortcut: 'hello', title: 'Greeting', text });
      expect([status, body]).toMatchObject([201, { shortcut: 'hello', own: false }]);
      expect((await get<PageBody<Answer>>(`${answers}?q=gree`)).items.map(({ id }) => id)).toEqual([body.id]);
      const lane = await newLane();
      const filled = await post(`${answers}/${body.id}/render`, { conversationId: lane.id });
      expect(filled.body).toMatchObject({ missing: ['contact.phone'] });
      expect(String((filled.body as unknown as { text: string }).text)).toContain(`Hi ${lane.participantId}, call us`);
      expect((await post(answers, { shortcut: 'hello', title: 'x', text: 'x' })).code).toBe(
        'QUICK_ANSWER.SHORTCUT_TAKEN',
      );
      expect((await post(answers, { shortcut: 'bad', title: 'x', text: '{{ config.key }}' })).code).toBe(
        'QUICK_ANSWER.INVALID',
      );
    });

    it('of one’s own are nobody else’s business', async () => {
      const answers = path('quick-answers');
      const { body } = await post<Answer>(answers, { shortcut: 'mine', title: 'Mine', text: 'me', own: true });
      const ids = async (who: SignedUp) =>
        (await api.as(who.token).call<PageBody<Answer>>('GET', `${answers}?own=true`)).body.items.map(({ id }) => id);
      expect([await ids(ann), await ids(ben)]).toEqual([[body.id], []]);
      expect((await api.as(ben.token).call('PATCH', `${answers}/${body.id}`, { title: 'x' })).status).toBe(404);
      const told = await toldDuring(async () => {
        expect((await caller.call('PATCH', `${answers}/${body.id}`, { title: 'Still mine' })).status).toBe(200);
        expect((await caller.call('DELETE', `${answers}/${body.id}`)).status).toBe(204);
      });
      expect(told).toEqual(['changed', 'removed'].map((change) => ['quick-answer.changed', change]));
    });
  });

  describe('jobs', () => {
    interface Job {
      id: string;
      status: string;
      total?: number;
      done: number;
      skipped: number;
    }
    const run = () => api.app.get(RunConversationJobs).run();
    const job = (id: string) => get<Job>(path(`conversation-jobs/${id}`));

    it('do the same with many, tell how far they are, and count what they could not change', async () => {
      const lanes = await Promise.all(Array.from({ length: 3 }, () => newLane()));
      const told: string[] = [];
      const spy = jest.spyOn(api.app.get(DomainEvents), 'publish').mockImplementation((events) => {
        told.push(...events.map(({ type }) => type));
        return Promise.resolve();
      });
      const conversationIds = [...lanes.map(({ id }) => id), newId(), lanes[0]?.id];
      const { status, body } = await post<Job>(path('conversation-jobs'), { action: 'close', conversationIds });
      expect([status, body]).toMatchObject([202, { status: 'waiting', total: 4, done: 0 }]);
      await run();
      spy.mockRestore();
      expect(await job(body.id)).toMatchObject({ status: 'done', total: 4, done: 4, skipped: 1 });
      expect(told.filter((type) => type === 'conversation.changed')).toHaveLength(3);
      expect(told).toContain('job.progressed');
      for (const lane of lanes) expect((await lane.row()).status).toBe('closed');
    });

    it('walk all that a filter lists, though what they do takes it off the list', async () => {
      const tag = newTestName().slice(0, 20).toLowerCase();
      const lanes = await Promise.all(Array.from({ length: 4 }, () => newLane()));
      for (const lane of lanes) await post(of(lane, '/tags'), { add: [tag] });
      const { body } = await post<Job>(path('conversation-jobs'), {
        action: 'tag',
        removeTags: [tag],
        addTags: ['done'],
        filter: { tag },
      });
      await run();
      expect(await job(body.id)).toMatchObject({ status: 'done', done: 4, skipped: 0 });
      expect(await walk(`conversations?tag=${tag}`)).toEqual([]);
    });

    it('do and tell the same after a crash, though what is done is not on their list any more', async () => {
      const tag = newTestName().slice(0, 20).toLowerCase();
      const lanes = await Promise.all(Array.from({ length: 3 }, () => newLane()));
      for (const lane of lanes) await post(of(lane, '/tags'), { add: [tag] });
      const { body } = await post<Job>(path('conversation-jobs'), { action: 'close', filter: { tag, status: 'open' } });
      const events = api.app.get(DomainEvents);
      const told: string[] = [];
      let isDying = true;
      const spy = jest.spyOn(events, 'publish').mockImplementation((some) => {
        const changes = some.filter(({ type }) => type === 'conversation.changed');
        if (isDying && changes.length > 0) return Promise.reject(new Error('The worker dies.'));
        told.push(...changes.map(({ subjectId }) => subjectId));
        return Promise.resolve();
      });
      await run();
      expect(await job(body.id)).toMatchObject({ status: 'running', done: 0 });
      for (const lane of lanes) expect((await lane.row()).status).toBe('closed');
      isDying = false;
      const clock = jest.spyOn(api.app.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + MINUTE));
      await run();
      clock.mockRestore();
      spy.mockRestore();
      expect(await job(body.id)).toMatchObject({ status: 'done', total: 3, done: 3, skipped: 0 });
      expect(told.sort()).toEqual(lanes.map(({ id }) => id).sort());
    });

    it('end where they are cancelled, and are done once by whoever works', async () => {
      const lane = await newLane();
      const start = () => post<Job>(path('conversation-jobs'), { action: 'unread', conversationIds: [lane.id] });
      const { body: cancelled } = await start();
      expect((await post<Job>(path(`conversation-jobs/${cancelled.id}/cancel`))).body.status).toBe('cancelled');
      const { body: worked } = await start();
      await Promise.all([run(), run(), run()]);
      expect([(await job(cancelled.id)).done, (await job(worked.id)).done]).toEqual([0, 1]);
      expect((await post(path(`conversation-jobs/${worked.id}/cancel`))).code).toBe('CONVERSATION_JOB.ENDED');
    });

    it('need the permission to change contacts where they change their tags', async () => {
      const lane = await newLane();
      const keyWith = async (...permissions: string[]) => {
        const key = { name: 'Sync', permissions: ['conversations.write', ...permissions] };
        return api.as((await post<{ secret: string }>(path('api-keys'), key)).body.secret);
      };
      const narrow = await keyWith();
      const start = (who: Caller, action: object) =>
        who.call('POST', path('conversation-jobs'), { ...action, conversationIds: [lane.id] });
      const tag = { action: 'tag', addTags: ['vip'] };
      const refused = await start(narrow, tag);
      expect([refused.status, refused.code]).toEqual([403, 'ACCESS.FORBIDDEN']);
      expect((await start(narrow, { action: 'close' })).status).toBe(202);
      expect((await start(await keyWith('contacts.write'), tag)).status).toBe(202);
    });

    it('need to know which, and what is theirs', async () => {
      const jobs = path('conversation-jobs');
      expect((await post(jobs, { action: 'close' })).code).toBe('CONVERSATION_JOB.SELECTION');
      expect((await post(jobs, { action: 'snooze', filter: {} })).code).toBe('REQUEST.INVALID');
      const stranger = (await api.signUp()).userId;
      expect((await post(jobs, { action: 'assign', assigneeId: stranger, filter: {} })).code).toBe(
        'CONVERSATION.ASSIGNEE',
      );
    });
  });

  describe('contacts', () => {
    it('follow their conversations through a merge and back', async () => {
      const [one, other] = [await newLane(), await newLane()];
      const mirrors = api.app.get(ContactMirrors);
      const { workspaceId } = one;
      const [from, to] = [(await one.row()).contactId, (await other.row()).contactId];
      if (from === null || to === null) throw new Error('Both have a contact.');
      const move = { workspaceId, mergeId: newId(), from, to, conversationIds: [one.id] };
      await mirrors.follow(move);
      await mirrors.follow(move);
      await mirrors.mirror({
        workspaceId,
        contactId: to,
        revision: 7,
        tags: ['merged'],
        stage: 'won',
        goals: ['lead'],
      });
      await mirrors.mirror({ workspaceId, contactId: to, revision: 6, tags: ['late'], stage: 'new', goals: [] });
      expect(await one.row()).toMatchObject({ contactId: to, contact: { tags: ['merged'], revision: 7 } });
      expect(await walk('conversations?goal=lead')).toHaveLength(2);
      await mirrors.goBack({ ...move, from: to, to: from });
      expect([(await one.row()).contactId, (await other.row()).contactId]).toEqual([from, to]);
    });

    it('are known by the crm as by the inbox', async () => {
      const lane = await newLane();
      const { workspaceId, accountId, participantId } = lane;
      const changes = { set: { stage: 'qualified' } };
      await api.app.get(CrmFacade).applyChanges({ workspaceId, accountId, participantId }, changes, newId());
      expect((await lane.row()).contact.stage).toBe('qualified');
      expect(await walk('conversations?stage=qualified')).toEqual([lane.id]);
    });
  });
});

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Caller, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { type DomainEvent, EventSink } from '../../shared/events';
import {
  type AccountId,
  type ContactId,
  Contributions,
  conversationIdOf,
  newId,
  type UserId,
  type WorkspaceId,
} from '../../shared/kernel';
import { shareOf } from '../../workspace/privacy/personal-data.port';
import { PersonalRowsRepository } from '../../workspace/repositories/personal-rows.repository';
import { ContactLinks } from '../contacts/contact-links.service';
import { CrmFacade } from '../crm.facade';
import { CrmPersonalData } from '../crm.personal-data';
import { RemindOfTasksJob } from './remind-of-tasks.job';

const ACCOUNT = 'a1' as AccountId;
const HOUR = 3_600_000;

interface Task {
  id: string;
  title: string;
  status: string;
  remindedAt?: string;
}

class Listening extends EventSink {
  /** As sinks must: the same event again counts once. */
  readonly byId = new Map<string, DomainEvent>();

  override async take(events: readonly DomainEvent[]): Promise<void> {
    for (const event of events) this.byId.set(event.id, event);
  }

  of(type: string, subjectId: string): DomainEvent[] {
    return [...this.byId.values()].filter((event) => event.type === type && event.subjectId === subjectId);
  }
}

describe('tasks and notes, in three processes', () => {
  let api: WorkspaceApp;
  let others: NestFastifyApplication[];
  let ann: SignedUp;
  let caller: Caller;
  const heard = new Listening();

  beforeAll(async () => {
    api = await WorkspaceApp.start();
    others = [await api.anotherProcess(), await api.anotherProcess()];
    for (const app of [api.app, ...others]) app.get(Contributions).provide(EventSink, heard);
    ann = await api.signUp('ann');
    caller = api.as(ann.token);
    await api.rows.collection('users').updateMany({}, { $set: { emailVerifiedAt: new Date() } });
    await api.takeMails();
  });
  afterAll(async () => {
    for (const app of others) await app.close();
    await api.stop();
  });
  beforeEach(() => api.rows.collection('crmTasks').deleteMany({}));

  const path = (rest: string) => `/v1/workspaces/${ann.workspaceId}/${rest}`;
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  const create = async (wishes: object): Promise<Task> =>
    (await caller.call<Task>('POST', path('crm-tasks'), wishes)).body;
  const get = async (id: string): Promise<Task> => (await caller.call<Task>('GET', path(`crm-tasks/${id}`))).body;
  const titles = async (query: string): Promise<string[]> =>
    (await caller.call<{ items: Task[] }>('GET', path(`crm-tasks?${query}`))).body.items.map(({ title }) => title);
  /** On every process at once, and then once more. */
  const remind = async () => {
    const jobs = [api.app, ...others].map((app) => app.get(RemindOfTasksJob));
    await Promise.all([...jobs, ...jobs].map((job) => job.run()));
    await jobs[0]?.run();
  };

  let count = 0;
  const newContact = async (): Promise<ContactId> => {
    const contactId = `c${(count += 1)}` as ContactId;
    const workspaceId = ann.workspaceId as WorkspaceId;
    const participant = { workspaceId, contactId, accountId: ACCOUNT, participantId: contactId };
    await api.app.get(CrmFacade).ensureContact({ ...participant, at: new Date() });
    return contactId;
  };

  describe('a reminder', () => {
    it('is given exactly once: to front ends and integrators as an event, to its person by mail', async () => {
      const tasks = await Promise.all(
        Array.from({ length: 12 }, (_, n) => create({ title: `Call ${n}`, reminderAt: ago(1_000 + n) })),
      );
      await api.takeMails();
      await remind();
      const mails = await api.takeMails();
      expect(mails.map(({ to, subject }) => `${to} ${subject}`).sort()).toEqual(
        tasks.map(({ title }) => `${ann.email} Reminder: ${title}`).sort(),
      );
      for (const { id, title } of tasks) {
        expect(heard.of('task.reminder', id)).toMatchObject([{ userId: ann.userId, data: { title } }]);
        expect((await get(id)).remindedAt).toBeDefined();
      }
    });

    it('is not given before its time, of what is done, or of what was taken back; another time is another reminder', async () => {
      const early = await create({ title: 'early', reminderAt: new Date(Date.now() + HOUR).toISOString() });
      const done = await create({ title: 'done', reminderAt: ago(1_000) });
      const taken = await create({ title: 'taken back', reminderAt: ago(1_000) });
      await caller.call('POST', path(`crm-tasks/${done.id}/complete`));
      await caller.call('PATCH', path(`crm-tasks/${taken.id}`), { reminderAt: null });
      await api.takeMails();
      await remind();
      expect(await api.takeMails()).toEqual([]);
      await caller.call('PATCH', path(`crm-tasks/${early.id}`), { reminderAt: ago(2_000) });
      await remind();
      await caller.call('PATCH', path(`crm-tasks/${early.id}`), { reminderAt: ago(1_000) });
      await remind();
      expect(await api.takeMails()).toHaveLength(2);
      expect(heard.of('task.reminder', early.id)).toHaveLength(2);
    });

    it('reaches nobody by mail who does not want that, and everybody by event all the same', async () => {
      await caller.call('PATCH', '/v1/me/mail-preferences', { 'task-reminders': false });
      const { id } = await create({ title: 'quiet', reminderAt: ago(1_000) });
      await remind();
      expect(await api.takeMails()).toEqual([]);
      expect(heard.of('task.reminder', id)).toHaveLength(1);
      await caller.call('PATCH', '/v1/me/mail-preferences', { 'task-reminders': true });
    });
  });

  describe('tasks', () => {
    it('are listed by kind, priority, person and time, in both orders', async () => {
      await create({ title: 'late', dueAt: ago(HOUR), kind: 'general', priority: 'high', assigneeId: ann.userId });
      await create({ title: 'sometime', priority: 'low' });
      await create({ title: 'later', dueAt: new Date(Date.now() + HOUR).toISOString() });
      expect(await titles('')).toEqual(['late', 'later', 'sometime']);
      expect(await titles('sort=newest')).toEqual(['later', 'sometime', 'late']);
      expect(await titles('sort=newest&priority=low')).toEqual(['sometime']);
      expect(await titles('kind=general')).toEqual(['late']);
      expect(await titles('priority=low')).toEqual(['sometime']);
      expect(await titles('assigneeId=me')).toEqual(['late']);
      expect(await titles('assigneeId=none')).toEqual(['later', 'sometime']);
      expect(await titles(`dueBefore=${new Date().toISOString()}`)).toEqual(['late']);
      expect(await titles(`dueFrom=${new Date().toISOString()}`)).toEqual(['later', 'sometime']);
      expect((await caller.call('GET', path('crm-tasks?sort=priority'))).code).toBe('REQUEST.INVALID');
    });

    it('of the caller make up a day: what is late, and what is left of today', async () => {
      const mine = { assigneeId: ann.userId };
      await create({ title: 'late', dueAt: ago(25 * HOUR), ...mine });
      await create({ title: 'not mine', dueAt: ago(HOUR) });
      await create({ title: 'next week', dueAt: new Date(Date.now() + 170 * HOUR).toISOString(), ...mine });
      const { body } = await caller.call<{ overdue: Task[]; today: Task[]; date: string; hasMore: boolean }>(
        'GET',
        path('crm-tasks/my-day'),
      );
      expect([body.overdue.map(({ title }) => title), body.today, body.hasMore]).toEqual([['late'], [], false]);
      expect(body).toMatchObject({ timeZone: 'UTC', date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) as string });
    });

    it('are completed together, those that can be', async () => {
      const [one, two] = [await create({ title: 'one' }), await create({ title: 'two' })];
      await caller.call('POST', path(`crm-tasks/${two.id}/cancel`));
      const taskIds = [one.id, two.id, one.id, newId()];
      const { body } = await caller.call<{ items: object[] }>('POST', path('crm-tasks/complete'), { taskIds });
      expect(body.items).toEqual([
        { taskId: one.id, outcome: 'completed' },
        { taskId: two.id, outcome: 'status' },
        { taskId: taskIds[3], outcome: 'not-found' },
      ]);
      expect([(await get(one.id)).status, (await get(two.id)).status]).toEqual(['completed', 'cancelled']);
      const told = heard.of('task.changed', one.id).map(({ data }) => data['change']);
      expect(told).toEqual(['created', 'completed']);
    });

    it('belong to a conversation of their contact, or to none', async () => {
      const contactId = await newContact();
      const conversationId = conversationIdOf(ACCOUNT, contactId);
      expect(await create({ title: 'x', contactId, conversationId })).toMatchObject({ contactId, conversationId });
      for (const wishes of [{ contactId, conversationId: 'other' }, { conversationId }]) {
        const { status, code } = await caller.call('POST', path('crm-tasks'), { title: 'x', ...wishes });
        expect([status, code]).toEqual([400, 'CRM_TASK.INVALID']);
      }
    });
  });

  describe('notes', () => {
    it('keep what they said before, and nothing once they are removed', async () => {
      const notes = path(`contacts/${await newContact()}/notes`);
      const { body: note } = await caller.call<{ id: string }>('POST', notes, { text: 'one' });
      await caller.call('PATCH', `${notes}/${note.id}`, { text: 'two' });
      await caller.call('PATCH', `${notes}/${note.id}`, { text: 'three' });
      const { body } = await caller.call<{ items: object[] }>('GET', `${notes}/${note.id}/edits`);
      expect(body.items).toMatchObject([
        { text: 'one', replacedAt: expect.any(String) as string },
        { text: 'two', replacedAt: expect.any(String) as string },
      ]);
      await caller.call('DELETE', `${notes}/${note.id}`);
      expect((await caller.call('GET', `${notes}/${note.id}/edits`)).code).toBe('CONTACT_NOTE.NOT_FOUND');
      expect(await api.rows.collection<{ _id: string }>('contactNotes').findOne({ _id: note.id })).toBeNull();
      expect(heard.of('note.changed', note.id).map(({ data }) => data['change'])).toEqual([
        'added',
        'edited',
        'edited',
        'removed',
      ]);
    });

    it('tell members whom they name, each once, and take nobody else', async () => {
      const bob = await member();
      const notes = path(`contacts/${await newContact()}/notes`);
      await api.takeMails();
      const mentions = [bob.userId, ann.userId, bob.userId];
      const { body: note } = await caller.call<{ id: string }>('POST', notes, { text: 'Ask @bob', mentions });
      expect(note).toMatchObject({ mentions: [bob.userId, ann.userId] });
      await caller.call('PATCH', `${notes}/${note.id}`, { text: 'Ask @bob again', mentions });
      expect((await api.takeMails()).map(({ to, subject }) => [to, subject])).toEqual([
        [bob.email, 'A note mentions you'],
      ]);
      expect(heard.of('note.mentioned', note.id)).toMatchObject([{ userId: bob.userId }]);
      const stranger = await api.signUp();
      const { status, code } = await caller.call('POST', notes, { text: 'x', mentions: [stranger.userId] });
      expect([status, code]).toEqual([400, 'CONTACT_NOTE.INVALID']);
    });

    it('forget a member who is erased, and nobody else whom they name', async () => {
      const bob = await member();
      const notes = path(`contacts/${await newContact()}/notes`);
      await caller.call('POST', notes, { text: 'x', mentions: [bob.userId, ann.userId] });
      const task = await api
        .as(bob.token)
        .call<Task>('POST', path('crm-tasks'), { title: 'x', assigneeId: ann.userId });
      const subject = {
        kind: 'member' as const,
        workspaceId: ann.workspaceId as WorkspaceId,
        userId: bob.userId as UserId,
      };
      for (const collection of api.app.get(CrmPersonalData).collections) {
        const share = shareOf(collection, subject);
        if (share !== null) await api.app.get(PersonalRowsRepository).erase(collection.collection, share, 100);
      }
      const { body } = await caller.call<{ items: object[] }>('GET', notes);
      expect(body.items).toMatchObject([{ authorId: ann.userId, mentions: [ann.userId] }]);
      const left = await get(task.body.id);
      expect(left).toMatchObject({ assigneeId: ann.userId });
      expect(left).not.toHaveProperty('creatorId');
    });

    const member = async (): Promise<SignedUp> => {
      const bob = await api.signUp();
      await api.rows.collection<{ _id: string }>('memberships').insertOne({
        _id: newId(),
        workspaceId: ann.workspaceId,
        userId: bob.userId,
        role: 'agent',
        createdAt: new Date(),
      } as never);
      await api.rows.collection('users').updateMany({}, { $set: { emailVerifiedAt: new Date() } });
      return bob;
    };
  });

  it('follow their contact when it becomes part of another one, and go back with it', async () => {
    const [from, to] = [await newContact(), await newContact()];
    const notes = (contact: string) => path(`contacts/${contact}/notes`);
    await caller.call('POST', notes(from), { text: 'theirs' });
    await caller.call('POST', notes(to), { text: 'its own' });
    const task = await create({ title: 'theirs', contactId: from });
    const move = { workspaceId: ann.workspaceId as WorkspaceId, mergeId: 'm1', conversationIds: [] };
    const links = api.app.get(ContactLinks);
    for (let times = 0; times < 2; times += 1) await links.follow({ ...move, from, to });
    const texts = async (contact: string) =>
      (await caller.call<{ items: { text: string }[] }>('GET', notes(contact))).body.items
        .map(({ text }) => text)
        .sort();
    expect([await texts(from), await texts(to)]).toEqual([[], ['its own', 'theirs']]);
    expect(await get(task.id)).toMatchObject({ contactId: to });
    for (let times = 0; times < 2; times += 1) await links.goBack({ ...move, from: to, to: from });
    expect([await texts(from), await texts(to)]).toEqual([['theirs'], ['its own']]);
    expect(await get(task.id)).toMatchObject({ contactId: from });
  });
});

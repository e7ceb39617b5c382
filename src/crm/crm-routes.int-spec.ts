import { type Caller, type SignedUp, WorkspaceApp } from '../../test/support/workspace-app';
import type { AccountId, ContactId, UserId, WorkspaceId } from '../shared/kernel';
import type { DataSubject } from '../workspace';
import { shareOf } from '../workspace/privacy/personal-data.port';
import { PersonalRowsRepository } from '../workspace/repositories/personal-rows.repository';
import { CrmFacade } from './crm.facade';
import { CrmPersonalData } from './crm.personal-data';

const AT = new Date('2026-01-01T00:00:00Z');

interface Item {
  id: string;
  title: string;
  text: string;
  status: string;
}

interface PageBody {
  items: Item[];
  nextCursor?: string;
}

describe('the CRM over HTTP', () => {
  let api: WorkspaceApp;
  let ann: SignedUp;
  let caller: Caller;

  beforeAll(async () => {
    api = await WorkspaceApp.start();
    ann = await api.signUp();
    caller = api.as(ann.token);
  });
  afterAll(() => api.stop());

  const path = (rest: string) => `/v1/workspaces/${ann.workspaceId}/${rest}`;

  let count = 0;
  /** A contact of their own for each test. */
  const newContact = async (): Promise<string> => {
    const contactId = `c${(count += 1)}` as ContactId;
    const identity = { accountId: 'a1' as AccountId, participantId: contactId };
    const workspaceId = ann.workspaceId as WorkspaceId;
    await api.app.get(CrmFacade).ensureContact({ ...identity, workspaceId, contactId, at: AT });
    return contactId;
  };

  const entriesAbout = async (target: string) => {
    const rows = await api.rows.collection('auditEntries').find({ target }).sort({ at: 1, _id: 1 }).toArray();
    return rows.map(({ action }) => String(action));
  };

  /** Every row of a list, page after page. */
  const walk = async (url: string): Promise<Item[]> => {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${cursor}`;
      const { body } = await caller.call<PageBody>(
        'GET',
        `${path(url)}${url.includes('?') ? '&' : '?'}limit=2${query}`,
      );
      items.push(...body.items);
      cursor = body.nextCursor;
    } while (cursor !== undefined);
    return items;
  };

  describe('contacts', () => {
    it('change, are found by what they have become, and are on record', async () => {
      const id = await newContact();
      const changes = { name: 'Mia', stage: 'qualified', ownerId: ann.userId, tags: ['VIP'], fields: { size: 'M' } };
      const { status, body } = await caller.call('PATCH', path(`contacts/${id}`), changes);
      expect([status, body]).toMatchObject([200, { ...changes, tags: ['vip'] }]);
      expect((await caller.call('GET', path(`contacts/${id}`))).body).toEqual(body);
      for (const filter of ['stage=qualified', 'tag=Vip', `ownerId=${ann.userId}`, `stage=qualified&tag=vip`])
        expect((await walk(`contacts?${filter}`)).map((one) => one.id)).toEqual([id]);
      expect(await walk('contacts?stage=lost')).toEqual([]);
      expect(await entriesAbout(id)).toEqual(['contact.changed']);
    });

    it('keep everything that several people change at once', async () => {
      const id = await newContact();
      const fields = [0, 1, 2, 3].map((n) => ({ [`f${n}`]: n }));
      const answers = await Promise.all(
        fields.map((one) => caller.call('PATCH', path(`contacts/${id}`), { fields: one })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      const { body } = await caller.call('GET', path(`contacts/${id}`));
      expect(body).toMatchObject({ fields: { f0: 0, f1: 1, f2: 2, f3: 3 } });
    });

    it('are owned by members alone', async () => {
      const stranger = await api.signUp();
      const { status, code } = await caller.call('PATCH', path(`contacts/${await newContact()}`), {
        ownerId: stranger.userId,
      });
      expect([status, code]).toEqual([400, 'CONTACT.INVALID']);
    });
  });

  describe('notes', () => {
    it('are written, read newest first, changed and removed', async () => {
      const contact = await newContact();
      const notes = path(`contacts/${contact}/notes`);
      const written: Item[] = [];
      for (const text of ['one', 'two', 'three']) {
        const { status, body } = await caller.call<Item>('POST', notes, { text });
        expect([status, body]).toMatchObject([201, { text, origin: 'member', authorId: ann.userId }]);
        written.push(body);
      }
      const [first = { id: '' }, second = { id: '' }] = written;
      expect((await walk(`contacts/${contact}/notes`)).map(({ text }) => text)).toEqual(['three', 'two', 'one']);
      const edited = await caller.call('PATCH', `${notes}/${first.id}`, { text: ' uno ' });
      expect(edited.body).toMatchObject({ id: first.id, text: 'uno', editedAt: expect.any(String) as string });
      expect((await caller.call('DELETE', `${notes}/${second.id}`)).status).toBe(204);
      expect((await caller.call('DELETE', `${notes}/${second.id}`)).code).toBe('CONTACT_NOTE.NOT_FOUND');
      expect((await walk(`contacts/${contact}/notes`)).map(({ text }) => text)).toEqual(['three', 'uno']);
      expect(await entriesAbout(first.id)).toEqual(['contact-note.added', 'contact-note.edited']);
      expect(await entriesAbout(second.id)).toEqual(['contact-note.added', 'contact-note.removed']);
    });

    it('belong to their contact', async () => {
      const [one, other] = [await newContact(), await newContact()];
      const { body } = await caller.call<Item>('POST', path(`contacts/${one}/notes`), { text: 'x' });
      for (const [method, payload] of [
        ['PATCH', { text: 'y' }],
        ['DELETE', undefined],
      ] as const)
        expect((await caller.call(method, path(`contacts/${other}/notes/${body.id}`), payload)).status).toBe(404);
      expect(await walk(`contacts/${other}/notes`)).toEqual([]);
      expect((await walk(`contacts/${one}/notes`)).map(({ text }) => text)).toEqual(['x']);
    });

    it.each([
      ['with nothing but space', { text: ' ' }, 'CONTACT_NOTE.INVALID'],
      ['that are empty', { text: '' }, 'REQUEST.INVALID'],
      ['that are too long', { text: 'x'.repeat(4001) }, 'REQUEST.INVALID'],
      ['that are no text', { text: { $gt: '' } }, 'REQUEST.INVALID'],
    ])('%s are refused', async (_, payload, code) => {
      const answer = await caller.call('POST', path(`contacts/${await newContact()}/notes`), payload);
      expect([answer.status, answer.code]).toEqual([400, code]);
    });

    it('about nobody are refused', async () => {
      const answers = [
        await caller.call('POST', path('contacts/c9999/notes'), { text: 'x' }),
        await caller.call('GET', path('contacts/c9999/notes')),
        await caller.call('POST', path('contacts/c9999/tasks'), { title: 'x' }),
        await caller.call('GET', path('contacts/c9999/tasks')),
      ];
      expect(answers.map(({ code }) => code)).toEqual(answers.map(() => 'CONTACT.NOT_FOUND'));
    });
  });

  describe('tasks', () => {
    const create = async (contact: string, wishes: object): Promise<string> =>
      (await caller.call<Item>('POST', path(`contacts/${contact}/tasks`), wishes)).body.id;

    beforeEach(() => api.rows.collection('crmTasks').deleteMany({}));

    it('come in the order in which they are due, those without a date last', async () => {
      const contact = await newContact();
      const day = (date: string | null, title: string) => create(contact, { title, dueAt: date });
      await day(null, 'sometime');
      await day('2026-03-02T00:00:00Z', 'b1');
      await day('2026-03-01T00:00:00Z', 'a');
      await day('2026-03-02T00:00:00Z', 'b2');
      await day(null, 'sometime');
      const byDue = await walk('crm-tasks');
      expect(byDue.map(({ title }) => title.replace(/\d/, ''))).toEqual(['a', 'b', 'b', 'sometime', 'sometime']);
      expect((await walk('crm-tasks?dueBefore=2026-03-02T00:00:00Z')).map(({ title }) => title)).toEqual(['a']);
      expect(new Set((await walk(`contacts/${contact}/tasks`)).map(({ id }) => id)).size).toBe(5);
    });

    it('are listed by whom they are for and by how far they are', async () => {
      const contact = await newContact();
      const mine = await create(contact, { title: 'mine', assigneeId: ann.userId });
      await create(contact, { title: 'nobody’s' });
      const done = await create(contact, { title: 'done', assigneeId: ann.userId });
      await caller.call('POST', path(`crm-tasks/${done}/complete`));
      const ids = async (query: string) => (await walk(`crm-tasks?${query}`)).map(({ id }) => id);
      expect(await ids(`assigneeId=${ann.userId}`)).toEqual([mine]);
      expect(await ids(`status=completed`)).toEqual([done]);
      expect(await ids(`status=cancelled`)).toEqual([]);
    });

    it('change, and are on record', async () => {
      const id = await create(await newContact(), { title: 'x', details: 'y', dueAt: '2026-03-01T00:00:00Z' });
      const wishes = {
        title: 'z',
        details: null,
        dueAt: null,
        priority: 'high',
        kind: 'general',
        assigneeId: ann.userId,
      };
      const { body } = await caller.call('PATCH', path(`crm-tasks/${id}`), wishes);
      expect(body).toMatchObject({ title: 'z', priority: 'high', kind: 'general', assigneeId: ann.userId });
      for (const field of ['details', 'dueAt', 'revision', 'workspaceId']) expect(body).not.toHaveProperty(field);
      expect((await caller.call('GET', path(`crm-tasks/${id}`))).body).toEqual(body);
      expect((await caller.call('DELETE', path(`crm-tasks/${id}`))).status).toBe(204);
      expect((await caller.call('GET', path(`crm-tasks/${id}`))).code).toBe('CRM_TASK.NOT_FOUND');
      expect(await entriesAbout(id)).toEqual(['crm-task.created', 'crm-task.changed', 'crm-task.removed']);
    });

    it('are completed, opened again and cancelled, each from where that makes sense', async () => {
      const id = await create(await newContact(), { title: 'x' });
      const move = async (verb: string) => {
        const { status, body } = await caller.call<Item & { closedAt?: string }>(
          'POST',
          path(`crm-tasks/${id}/${verb}`),
        );
        return [status, status === 200 ? `${body.status}${body.closedAt === undefined ? '' : ', closed'}` : ''];
      };
      expect(await move('reopen')).toEqual([409, '']);
      expect(await move('complete')).toEqual([200, 'completed, closed']);
      expect(await move('complete')).toEqual([409, '']);
      expect(await move('cancel')).toEqual([409, '']);
      expect(await move('reopen')).toEqual([200, 'open']);
      expect(await move('cancel')).toEqual([200, 'cancelled, closed']);
      expect(await entriesAbout(id)).toEqual([
        'crm-task.created',
        'crm-task.completed',
        'crm-task.reopened',
        'crm-task.cancelled',
      ]);
    });

    it('are completed once, by however many people at once', async () => {
      const id = await create(await newContact(), { title: 'x' });
      const answers = await Promise.all([1, 2, 3].map(() => caller.call('POST', path(`crm-tasks/${id}/complete`))));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    });

    it.each([
      [{}, 'REQUEST.INVALID'],
      [{ title: ' ' }, 'CRM_TASK.INVALID'],
      [{ title: 'x', dueAt: 'soon' }, 'REQUEST.INVALID'],
      [{ title: 'x', dueAt: '9999-01-01T00:00:00Z' }, 'CRM_TASK.INVALID'],
      [{ title: 'x', assigneeId: 'stranger' }, 'CRM_TASK.INVALID'],
      [{ title: 'x', priority: 'urgent' }, 'REQUEST.INVALID'],
      [{ title: 'x', status: 'completed' }, 'REQUEST.INVALID'],
    ])('like %j are refused', async (payload, code) => {
      const answer = await caller.call('POST', path(`contacts/${await newContact()}/tasks`), payload);
      expect([answer.status, answer.code]).toEqual([400, code]);
    });
  });

  it('keeps workspaces apart', async () => {
    const contact = await newContact();
    const { body: note } = await caller.call<Item>('POST', path(`contacts/${contact}/notes`), { text: 'x' });
    const { body: task } = await caller.call<Item>('POST', path(`contacts/${contact}/tasks`), { title: 'x' });
    const bob = await api.signUp();
    const theirs = api.as(bob.token);
    const at = (rest: string) => `/v1/workspaces/${bob.workspaceId}/${rest}`;
    const answers = [
      await theirs.call('PATCH', at(`contacts/${contact}`), { name: 'Bob' }),
      await theirs.call('GET', at(`contacts/${contact}/notes`)),
      await theirs.call('PATCH', at(`contacts/${contact}/notes/${note.id}`), { text: 'y' }),
      await theirs.call('DELETE', at(`contacts/${contact}/notes/${note.id}`)),
      await theirs.call('GET', at(`crm-tasks/${task.id}`)),
      await theirs.call('PATCH', at(`crm-tasks/${task.id}`), { title: 'y' }),
      await theirs.call('DELETE', at(`crm-tasks/${task.id}`)),
      await theirs.call('POST', at(`crm-tasks/${task.id}/complete`)),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    expect((await theirs.call<PageBody>('GET', at('crm-tasks'))).body.items).toEqual([]);
    expect((await theirs.call('GET', path('crm-tasks'))).status).toBe(404);
    expect((await caller.call('GET', path(`crm-tasks/${task.id}`))).body).toMatchObject({ title: 'x', status: 'open' });
  });

  describe('erasing', () => {
    let erased: string;
    let other: string;

    beforeAll(async () => {
      [erased, other] = [await newContact(), await newContact()];
      for (const contact of [erased, other]) {
        await caller.call('POST', path(`contacts/${contact}/notes`), { text: 'x' });
        await caller.call('POST', path(`contacts/${contact}/tasks`), { title: 'x', assigneeId: ann.userId });
        await caller.call('PATCH', path(`contacts/${contact}`), { ownerId: ann.userId });
      }
    });

    const workspaceId = () => ann.workspaceId as WorkspaceId;
    const erase = async (subject: DataSubject) => {
      for (const collection of api.app.get(CrmPersonalData).collections) {
        const share = shareOf(collection, subject);
        if (share !== null) await api.app.get(PersonalRowsRepository).erase(collection.collection, share, 100);
      }
    };
    const of = async (contactId: string) => {
      const [note] = await api.rows.collection('contactNotes').find({ contactId }).toArray();
      const [task] = await api.rows.collection('crmTasks').find({ contactId }).toArray();
      const contact = await api.rows.collection<{ _id: string }>('contacts').findOne({ _id: contactId });
      return { contact, note, task };
    };

    it('a contact takes its notes and tasks along, and those of nobody else', async () => {
      await erase({
        kind: 'contact',
        workspaceId: workspaceId(),
        contactIds: [erased as ContactId],
        conversationIds: [],
      });
      expect(await of(erased)).toEqual({ contact: null });
      expect(await of(other)).toMatchObject({ contact: { _id: other }, note: { text: 'x' }, task: { title: 'x' } });
    });

    it('a member leaves what they did, without their name', async () => {
      await erase({ kind: 'member', workspaceId: workspaceId(), userId: ann.userId as UserId });
      const left = await of(other);
      expect(left).toMatchObject({ note: { text: 'x', origin: 'member' }, task: { title: 'x' } });
      // Steps of histories keep the id of who took them, like the audit trail.
      const { changeHistory, ...contact } = left.contact as Record<string, unknown>;
      expect(changeHistory).toMatchObject([{ changed: ['ownerId'], userId: ann.userId }]);
      expect(JSON.stringify({ ...left, contact })).not.toContain(ann.userId);
    });
  });
});

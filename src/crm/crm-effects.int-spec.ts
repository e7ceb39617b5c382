import { AT, type CrmOnTheStore, openCrm, participant, W1 } from '../../test/support/crm';
import { contextOf } from '../../test/support/audit';
import type { ContactId, ConversationId } from '../shared/kernel';
import { ContactsService } from './contacts/contacts.service';
import { CrmTasksService } from './tasks/crm-tasks.service';
import { TaskLists } from './tasks/task-lists.service';
import type { CrmFacade } from './crm.facade';
import { NotesService } from './notes/notes.service';
import { APPLIED_EFFECTS } from './schemas/contact.schema';

const LANE = { ...participant(), conversationId: 'lane1' as ConversationId };
const { contactId: _contactId, ...BY_IDENTITY } = LANE;
const C1 = 'c1' as ContactId;
const STRANGER = { workspaceId: W1, contactId: 'c9' as ContactId };
const EIGHT = Array.from({ length: 8 }, (_, index) => index);

describe('what flows do in the CRM', () => {
  let store: CrmOnTheStore;
  let crm: CrmFacade;

  beforeEach(async () => {
    store = await openCrm();
    crm = store.crm;
    store.directory.add('ann', { w1: 'agent' });
    await crm.ensureContact({ ...participant(), at: AT });
    await crm.ensureContact({ ...participant({ contactId: 'c2', participantId: 'p2' }), at: AT });
  });
  afterEach(() => store.close());

  const context = contextOf('w1', 'ann');
  const notes = async (of = C1) => (await store.module.get(NotesService).list(context, of, 100)).items;
  const tasks = async (of = C1) => (await store.module.get(TaskLists).listOfContact(context, of, 100)).items;
  const change = (contactId: ContactId, name: string) =>
    store.module.get(ContactsService).change(context, contactId, { set: { name } });

  describe('changes', () => {
    it('are seen by whoever asks next, by the record and by the identity', async () => {
      await crm.applyProfile({ ...participant(), username: 'mia.b' });
      const outcome = await crm.applyChanges(
        BY_IDENTITY,
        {
          set: {
            name: 'Mia',
            email: 'Mia@Example.org',
            phone: '+49 30 1234',
            stage: 'engaged',
            ownerId: 'ann',
            fields: { size: 'M' },
          },
          addTags: ['VIP'],
        },
        'e1',
      );
      const view = {
        name: 'Mia',
        username: 'mia.b',
        email: 'mia@example.org',
        phone: '+49301234',
        stage: 'engaged',
        ownerId: 'ann',
        tags: ['vip'],
        fields: { size: 'M' },
      };
      expect(outcome).toEqual({ ok: true, repeated: false, value: view });
      expect(await crm.contactView(BY_IDENTITY)).toEqual(view);
      expect(await crm.contactView({ workspaceId: W1, contactId: C1 })).toEqual(view);
      expect(await crm.contactView({ ...participant({ participantId: 'p2', contactId: 'c2' }) })).toMatchObject({
        tags: [],
      });
    });

    it('are applied once for an effect: a repetition undoes nothing that came after', async () => {
      await crm.applyChanges(LANE, { set: { name: 'By the flow' } }, 'e1');
      await change(C1, 'By Ann');
      expect(await crm.applyChanges(LANE, { set: { name: 'By the flow' } }, 'e1')).toMatchObject({
        ok: true,
        repeated: true,
        value: { name: 'By Ann' },
      });
    });

    it('are applied once also if they changed nothing the first time', async () => {
      await crm.applyChanges(LANE, { removeTags: ['vip'] }, 'e1');
      await crm.applyChanges(LANE, { addTags: ['vip'] }, 'e2');
      expect(await crm.applyChanges(LANE, { removeTags: ['vip'] }, 'e1')).toMatchObject({ value: { tags: ['vip'] } });
    });

    it('of one effect at the same moment: one is applied', async () => {
      const outcomes = await Promise.all(EIGHT.map(() => crm.applyChanges(LANE, { addTags: ['vip'] }, 'e1')));
      expect(outcomes.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
    });

    it('of several effects at the same moment: none is lost', async () => {
      const some = EIGHT.slice(0, 4);
      await Promise.all(
        some.map((n) => crm.applyChanges(LANE, { set: { fields: { [`f${n}`]: n } }, addTags: [`t${n}`] }, `e${n}`)),
      );
      const view = await crm.contactView(LANE);
      expect([...(view?.tags ?? [])].sort()).toEqual(some.map((n) => `t${n}`));
      expect(view?.fields).toEqual(Object.fromEntries(some.map((n) => [`f${n}`, n])));
    });

    it('clear what is null', async () => {
      await crm.applyChanges(LANE, { set: { email: 'a@b.example', ownerId: 'ann', fields: { a: 1, b: 2 } } }, 'e1');
      await crm.applyChanges(LANE, { set: { email: null, ownerId: null, fields: { a: null } } }, 'e2');
      expect(await crm.contactView(LANE)).toEqual({ stage: 'new', tags: [], fields: { b: 2 } });
    });

    it('remember no more effects than they need', async () => {
      for (let n = 0; n < APPLIED_EFFECTS + 3; n += 1) await crm.applyChanges(LANE, { addTags: ['a'] }, `e${n}`);
      const row = await store.rows.collection<{ _id: string; effects: string[] }>('contacts').findOne({ _id: C1 });
      expect(row?.effects).toHaveLength(APPLIED_EFFECTS);
      expect(row?.effects.at(-1)).toBe(`e${APPLIED_EFFECTS + 2}`);
    });

    it.each([
      ['an owner who is no member', { set: { name: 'Mia', ownerId: 'stranger' } }, 'ownerId'],
      ['no address', { set: { name: 'Mia', email: 'x' } }, 'email'],
      ['too many tags', { set: { name: 'Mia' }, addTags: Array.from({ length: 31 }, (_, n) => `t${n}`) }, 'tags'],
    ])('with %s are refused as a whole, and may be tried again', async (_, changes, field) => {
      expect(await crm.applyChanges(LANE, changes, 'e1')).toMatchObject({
        ok: false,
        reason: 'invalid',
        problems: [{ field }],
      });
      expect(await crm.contactView(LANE)).not.toHaveProperty('name');
      expect(await crm.applyChanges(LANE, { set: { name: 'Mia' } }, 'e1')).toMatchObject({ ok: true, repeated: false });
    });
  });

  describe('notes', () => {
    it('are written once for an effect, where it came up', async () => {
      const outcomes = await Promise.all(EIGHT.map(() => crm.addNote(BY_IDENTITY, ' Wants a call. ', 'e1')));
      expect(outcomes.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
      await crm.addNote(LANE, 'Another one', 'e2');
      expect((await notes()).map(({ text }) => text).sort()).toEqual(['Another one', 'Wants a call.']);
      expect((await notes()).find(({ text }) => text.startsWith('Wants'))).toMatchObject({
        conversationId: 'lane1',
        origin: 'automation',
      });
      expect(await notes('c2' as ContactId)).toEqual([]);
    });

    it('without a text are refused', async () => {
      const refused = { ok: false, reason: 'invalid', problems: [{ field: 'text' }] };
      expect(await crm.addNote(LANE, ' \n ', 'e1')).toMatchObject(refused);
    });
  });

  describe('tasks', () => {
    it('are created once for an effect', async () => {
      const wishes = { title: 'Call back', dueAt: '2026-02-01T09:00:00Z', assigneeId: 'ann', priority: 'high' };
      const outcomes = await Promise.all(EIGHT.map(() => crm.createTask(BY_IDENTITY, wishes, 'e1')));
      expect(outcomes.filter((one) => one.ok && !one.repeated)).toHaveLength(1);
      expect(await tasks()).toMatchObject([
        {
          title: 'Call back',
          dueAt: new Date('2026-02-01T09:00:00Z'),
          assigneeId: 'ann',
          priority: 'high',
          status: 'open',
          origin: 'automation',
          conversationId: 'lane1',
        },
      ]);
    });

    it('stay as members left them, when the effect is repeated', async () => {
      await crm.createTask(LANE, { title: 'Call back' }, 'e1');
      const [task] = await tasks();
      await store.module.get(CrmTasksService).move(context, task?.id ?? '', 'completed');
      expect(await crm.createTask(LANE, { title: 'Call back' }, 'e1')).toEqual({
        ok: true,
        repeated: true,
        value: { taskId: task?.id },
      });
      expect(await tasks()).toMatchObject([{ status: 'completed' }]);
    });

    it.each([
      [{ title: '' }, 'title'],
      [{ title: 'x', dueAt: 'soon' }, 'dueAt'],
      [{ title: 'x', assigneeId: 'stranger' }, 'assigneeId'],
    ])('like %j are refused', async (wishes, field) => {
      expect(await crm.createTask(LANE, wishes, 'e1')).toMatchObject({
        ok: false,
        reason: 'invalid',
        problems: [{ field }],
      });
      expect(await tasks()).toEqual([]);
    });
  });

  it('nothing, where there is no contact', async () => {
    const none = { ok: false, reason: 'no-contact', problems: [] };
    expect(await crm.contactView(STRANGER)).toBeNull();
    expect(await crm.applyChanges(STRANGER, { set: { name: 'x' } }, 'e1')).toEqual(none);
    expect(await crm.addNote(STRANGER, 'x', 'e1')).toEqual(none);
    expect(await crm.createTask(STRANGER, { title: 'x' }, 'e1')).toEqual(none);
  });
});

import { contextOf } from '../../../test/support/audit';
import { AT, type CrmOnTheStore, openCrm, participant } from '../../../test/support/crm';
import type { ContactId, ConversationId } from '../../shared/kernel';
import { ContactsService } from '../contacts/contacts.service';
import { OutcomesService } from './outcomes.service';

const C1 = 'c1' as ContactId;
const { contactId: _contactId, ...BY_IDENTITY } = participant();
const LANE = { ...BY_IDENTITY, conversationId: 'lane1' as ConversationId };
const OTHER_LANE = { ...LANE, conversationId: 'lane2' as ConversationId };
const EIGHT = Array.from({ length: 8 }, (_, index) => index);

describe('what conversations have reached', () => {
  let store: CrmOnTheStore;
  let outcomes: OutcomesService;

  beforeEach(async () => {
    store = await openCrm();
    outcomes = store.module.get(OutcomesService);
    await store.crm.ensureContact({ ...participant(), at: AT });
  });
  afterEach(() => store.close());

  const ann = contextOf('w1', 'ann');
  const lead = (fields: Record<string, unknown>, effectId: string, lane = LANE) =>
    store.crm.captureGoal(lane, { goal: 'lead', fields }, effectId);
  const leads = async (query: { q?: string; status?: 'open' | 'completed' } = {}, context = ann) =>
    (await outcomes.list(context, { goal: 'lead', ...query }, { limit: 50 })).items;
  const told = () =>
    store.events.told.flatMap(({ type, subjectId, data }) =>
      type === 'outcome.changed' ? [[subjectId, data['change'], data['status']]] : [],
    );
  const firstLead = async () => {
    const [first] = await leads();
    if (first === undefined) throw new Error('There is no lead.');
    return first;
  };

  it('is one record in a conversation, filled in by later turns in any order', async () => {
    await lead({ phone: '+49 30 1234' }, 'e1');
    await lead({ name: 'Mia', note: 'call after six' }, 'e2');
    await lead({ note: 'call after seven' }, 'e3');
    const found = await leads();
    expect(found).toHaveLength(1);
    expect(found[0]?.fields).toEqual({ phone: '+49 30 1234', name: 'Mia', note: 'call after seven' });
    expect(found[0]?.history.map(({ fields }) => Object.keys(fields))).toEqual([['phone'], ['name', 'note'], ['note']]);
  });

  it('is applied once for an effect, also when the record was closed in between', async () => {
    await lead({ name: 'Mia' }, 'e1');
    expect(await lead({ name: 'Mia' }, 'e1')).toMatchObject({ ok: true, repeated: true });
    const { id } = await firstLead();
    await outcomes.move(ann, 'lead', id, 'completed');
    expect(await lead({ name: 'Mia' }, 'e1')).toMatchObject({ ok: true, repeated: true, value: { outcomeId: id } });
    expect(await leads()).toHaveLength(1);
  });

  it('is told as it changes, each change once', async () => {
    await lead({ name: 'Mia' }, 'e1');
    await lead({ name: 'Mia' }, 'e1');
    await lead({ phone: '+49 30 1234' }, 'e2');
    const { id } = await firstLead();
    await outcomes.correct(ann, 'lead', id, { value: 40 });
    for (const status of ['completed', 'open', 'cancelled'] as const) await outcomes.move(ann, 'lead', id, status);
    await expect(outcomes.move(ann, 'lead', id, 'completed')).rejects.toMatchObject({ code: 'OUTCOME.STATUS' });
    expect(told()).toEqual([
      [id, 'captured', 'open'],
      [id, 'captured', 'open'],
      [id, 'corrected', 'open'],
      [id, 'completed', 'completed'],
      [id, 'reopened', 'open'],
      [id, 'cancelled', 'cancelled'],
    ]);
  });

  it('stays one record when many turns reach it at the same moment', async () => {
    const captured = await Promise.all(EIGHT.map((index) => lead({ [`field${index}`]: 'x' }, `e${index}`)));
    expect(captured.every(({ ok }) => ok)).toBe(true);
    const found = await leads();
    expect(found).toHaveLength(1);
    expect(Object.keys(found[0]?.fields ?? {})).toHaveLength(8);
  });

  it('begins a new record once the one before is closed, and in another conversation', async () => {
    await lead({ name: 'Mia' }, 'e1');
    await outcomes.move(ann, 'lead', (await firstLead()).id, 'completed');
    await lead({ name: 'Mia' }, 'e2');
    await lead({ name: 'Mia' }, 'e3', OTHER_LANE);
    expect(await leads()).toHaveLength(3);
    expect(await leads({ status: 'open' })).toHaveLength(2);
  });

  it('tells the contact who it is, but never overwrites what is known', async () => {
    const contacts = store.module.get(ContactsService);
    await contacts.change(ann, C1, { set: { email: 'mia@known.example' } });
    await lead({ name: 'Mia', email: 'else@example.org', phone: '+49 30 1234' }, 'e1');
    expect(await contacts.get(ann, C1)).toMatchObject({ name: 'Mia', email: 'mia@known.example', phone: '+49301234' });
  });

  it('keeps what is no address in the record alone', async () => {
    await lead({ email: 'mia at example' }, 'e1');
    expect((await firstLead()).fields).toEqual({ email: 'mia at example' });
    expect((await store.module.get(ContactsService).get(ann, C1)).email).toBeUndefined();
  });

  it.each([
    [{ 'a b': 'x' }, 'fields'],
    [{ $where: 'x' }, 'fields'],
    [{ __proto__x: 'x' }, 'fields'],
    [{ name: 'x'.repeat(501) }, 'fields.name'],
    [{ name: { $ne: '' } }, 'fields.name'],
    [Object.fromEntries(Array.from({ length: 31 }, (_, index) => [`f${index}`, 'x'])), 'fields'],
  ])('refuses %j', async (fields, field) => {
    expect(await lead(fields, 'e1')).toMatchObject({ ok: false, reason: 'invalid', problems: [{ field }] });
    expect(await leads()).toEqual([]);
  });

  it('says so when the contact is not there yet', async () => {
    const stranger = { ...LANE, participantId: 'nobody' };
    expect(await lead({ name: 'x' }, 'e1', stranger)).toMatchObject({ ok: false, reason: 'no-contact' });
  });

  it('is found by beginnings of its words', async () => {
    await lead({ name: 'Jürgen Müller' }, 'e1');
    expect(await leads({ q: 'mull jurg' })).toHaveLength(1);
    expect(await leads({ q: 'jurgen schmidt' })).toEqual([]);
  });

  it('is nobody else’s to see or change', async () => {
    await lead({ name: 'Mia' }, 'e1');
    const { id } = await firstLead();
    const stranger = contextOf('w2', 'eve');
    expect(await leads({}, stranger)).toEqual([]);
    await expect(outcomes.get(stranger, 'lead', id)).rejects.toMatchObject({ code: 'OUTCOME.NOT_FOUND' });
    await expect(outcomes.correct(stranger, 'lead', id, { fields: { name: 'Eve' } })).rejects.toMatchObject({
      code: 'OUTCOME.NOT_FOUND',
    });
    await expect(outcomes.get(ann, 'order', id)).rejects.toMatchObject({ code: 'OUTCOME.NOT_FOUND' });
  });

  describe('a member', () => {
    it('corrects it, and the history says who did', async () => {
      await lead({ name: 'Mia', note: 'x' }, 'e1');
      const { id } = await firstLead();
      const corrected = await outcomes.correct(ann, 'lead', id, { fields: { name: 'Mia B.', note: '' }, value: 40 });
      expect(corrected).toMatchObject({ fields: { name: 'Mia B.' }, value: 40 });
      expect(corrected.history.at(-1)).toMatchObject({ userId: 'ann', fields: { name: 'Mia B.', note: '' } });
      expect(store.audit.entries.at(-1)).toMatchObject({ action: 'outcome.corrected', target: id });
    });

    it('closes and opens it again, unless another one is open', async () => {
      await lead({ name: 'Mia' }, 'e1');
      const { id } = await firstLead();
      await outcomes.move(ann, 'lead', id, 'cancelled');
      await expect(outcomes.move(ann, 'lead', id, 'completed')).rejects.toMatchObject({ code: 'OUTCOME.STATUS' });
      await lead({ name: 'Mia' }, 'e2');
      await expect(outcomes.move(ann, 'lead', id, 'open')).rejects.toMatchObject({ code: 'OUTCOME.STATUS' });
    });

    it('exports all of them', async () => {
      await Promise.all(
        EIGHT.map((index) =>
          lead({ name: 'x' }, `e${index}`, { ...LANE, conversationId: `l${index}` as ConversationId }),
        ),
      );
      const exported = [];
      for await (const outcome of await outcomes.export(ann, { goal: 'lead' })) exported.push(outcome.id);
      expect(new Set(exported).size).toBe(8);
      expect(store.audit.entries.at(-1)).toMatchObject({ action: 'outcome.exported', target: 'lead' });
    });
  });
});

import fc from 'fast-check';
import type { UserId } from '../../shared/kernel';
import { deskIndexes } from '../schemas/conversation-desk.schema';
import { conversationIndexes } from '../schemas/conversation.schema';
import {
  asksForTwoOrders,
  INBOX_SORTS,
  type InboxFilter,
  isByStatus,
  OTHER_INDEXES,
  ownSortOf,
  planOf,
  STATUS_INDEXES,
} from './inbox-filter';

const INDEXES = new Map([...conversationIndexes, ...deskIndexes].map(({ key, options }) => [options.name, key]));

/** The field of the database behind each part of a filter. */
const FIELDS: Record<keyof InboxFilter, string> = {
  status: 'status',
  assigneeId: 'assigneeId',
  unread: 'isUnread',
  needsHuman: 'needsHuman',
  waitingMinutes: 'waitingSince',
  accountId: 'accountId',
  tag: 'contact.tags',
  stage: 'contact.stage',
  goal: 'contact.goals',
  closingMinutes: 'lastInboundAt',
  terms: 'searchTerms',
};

const planned = new Map<string, boolean>([
  ...STATUS_INDEXES.map((name): [string, boolean] => [name, true]),
  ...OTHER_INDEXES.map((name): [string, boolean] => [name, false]),
]);

const id = fc.constantFrom('a', 'b');
const part = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const filters = fc
  .record({
    status: part(fc.constantFrom('open', 'snoozed', 'closed')),
    assigneeId: part(fc.option(id)),
    unread: part(fc.constant(true)),
    needsHuman: part(fc.constant(true)),
    waitingMinutes: part(fc.nat(1_000)),
    accountId: part(id),
    tag: part(id),
    stage: part(id),
    goal: part(id),
    closingMinutes: part(fc.nat(1_000)),
    terms: part(fc.array(id)),
  })
  .map((all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as InboxFilter);
const sorts = fc.option(fc.constantFrom(...INBOX_SORTS), { nil: undefined });

describe('the plan of a list', () => {
  it.each<[InboxFilter, (typeof INBOX_SORTS)[number] | undefined, string | undefined]>([
    [{}, undefined, 'inbox_shown'],
    [{}, 'oldest', 'inbox_shown'],
    [{}, 'waiting', 'inbox_waiting_status'],
    [{ status: 'open' }, 'closing', 'inbox_window_status'],
    [{ waitingMinutes: 0 }, undefined, 'inbox_waiting_status'],
    [{ waitingMinutes: 5 }, 'newest', undefined],
    [{ closingMinutes: 5 }, 'waiting', undefined],
    [{ terms: ['mi'] }, undefined, 'inbox_names'],
    [{ terms: ['mi'] }, 'oldest', undefined],
    [{ status: 'open', needsHuman: true }, undefined, 'inbox_human_status'],
    [{ status: 'closed', assigneeId: null }, undefined, 'inbox_assignee_status'],
    [{ needsHuman: true, assigneeId: null }, undefined, 'inbox_assignee_human'],
    [{ unread: true, assigneeId: 'u' as UserId }, undefined, 'inbox_assignee_unread'],
    [{ unread: true, status: 'open', tag: 'vip' }, undefined, 'inbox_unread_status'],
    [{ status: 'open', tag: 'vip', stage: 'won' }, undefined, 'inbox_tag_open'],
    [{ status: 'closed', tag: 'vip' }, undefined, 'inbox_tag'],
    [{ status: 'snoozed', goal: 'lead' }, undefined, 'inbox_status'],
  ])('%j by %s', (filter, sort, index) => {
    expect(planOf(filter, sort)?.index).toBe(index);
  });

  it('walks an index that begins with an equality of the filter and goes on in the order of the list', () => {
    fc.assert(
      fc.property(filters, sorts, (filter, sort) => {
        const plan = planOf(filter, sort);
        fc.pre(plan !== null);
        const keys = Object.keys(INDEXES.get(plan.index) ?? {});
        // A list of any status names them all.
        const given = ['workspaceId', 'shadow', ...(isByStatus(plan.index) ? ['status'] : [])];
        const equalities = keys.slice(0, keys.indexOf(plan.field)).filter((key) => !given.includes(key));
        const asked = Object.keys(filter).map((name) => FIELDS[name as keyof InboxFilter]);
        expect(keys).toEqual(expect.arrayContaining(['workspaceId', 'shadow', plan.field, '_id']));
        for (const field of equalities) expect(asked).toContain(field);
        // A single filter costs what it returns: the index is about that very field.
        const [only] = Object.keys(filter);
        if (Object.keys(filter).length === 1 && only !== undefined && (sort === undefined || sort === 'newest'))
          expect(keys).toContain(FIELDS[only as keyof InboxFilter]);
      }),
    );
  });

  it('names the status in exactly those indexes that are walked by it', () => {
    for (const [name, key] of INDEXES) {
      if (name.startsWith('inbox_') && planned.has(name))
        expect([name, 'status' in key]).toEqual([name, planned.get(name)]);
    }
    expect([...planned.keys()].filter((name) => !INDEXES.has(name))).toEqual([]);
  });

  it('is refused exactly when the filter has another order', () => {
    fc.assert(
      fc.property(filters, sorts, (filter, sort) => {
        const own = ownSortOf(filter);
        expect(planOf(filter, sort) === null).toBe(own !== undefined && sort !== undefined && own !== sort);
      }),
    );
  });

  it('two ranges are never walked together', () => {
    expect(asksForTwoOrders({ waitingMinutes: 1, closingMinutes: 1 })).toBe(true);
    expect(asksForTwoOrders({ waitingMinutes: 1, status: 'open' })).toBe(false);
  });
});

import { alsoNeeds, BULK_ACTIONS, type BulkAction } from './bulk-action';

const one: Record<BulkAction['kind'], BulkAction> = {
  close: { kind: 'close' },
  reopen: { kind: 'reopen' },
  snooze: { kind: 'snooze', until: new Date(0) },
  assign: { kind: 'assign', assigneeId: null },
  read: { kind: 'read' },
  unread: { kind: 'unread' },
  tag: { kind: 'tag', add: ['vip'], remove: [] },
};

it('tags alone are the contact’s, and need the permission to change it', () => {
  expect(BULK_ACTIONS.filter((kind) => alsoNeeds(one[kind]) !== null)).toEqual(['tag']);
  expect(alsoNeeds(one.tag)).toBe('contacts.write');
});

import type { ContactId, UserId, WorkspaceId } from '../../shared/kernel';
import type { Contact } from './contact';
import { changedNames, checkChanges, type ContactChanges, editedContact, editOf } from './contact-changes';

const AT = new Date('2026-01-01T00:00:00Z');
const LATER = new Date('2026-01-02T00:00:00Z');

const contact = (part: Partial<Contact> = {}): Contact => ({
  id: 'c1' as ContactId,
  workspaceId: 'w1' as WorkspaceId,
  identities: [],
  tags: ['vip'],
  stage: 'new',
  fields: { size: 'M' },
  createdAt: AT,
  updatedAt: AT,
  ...part,
});

/** The contact after the changes, and the names of what is different; or what is wrong. */
function change(changes: ContactChanges, of: Contact = contact()) {
  const checked = checkChanges(changes);
  if (!checked.ok) return checked.problems;
  const edit = editOf(of, checked.value);
  if (!edit.ok) return edit.problems;
  return { contact: editedContact(of, edit.value, LATER), changed: changedNames(edit.value) };
}

const fieldsOf = (problems: unknown) => (problems as { field: string }[]).map(({ field }) => field);

describe('changes of a contact', () => {
  it.each<[string, ContactChanges['set'], object]>([
    ['a name', { name: '  Mia  Berg ' }, { name: 'Mia  Berg' }],
    ['composed characters', { name: 'Zoe\u0308' }, { name: 'Zo\u00eb' }],
    ['an e-mail address', { email: ' Mia@Example.ORG ' }, { email: 'mia@example.org' }],
    ['a phone number', { phone: '+49 (30) 123-456/7' }, { phone: '+49301234567' }],
    ['a phone number by its prefix', { phone: '0049 30 123456' }, { phone: '+4930123456' }],
    ['a stage', { stage: 'won' }, { stage: 'won' }],
    ['an owner', { ownerId: 'ann' }, { ownerId: 'ann' }],
    ['a field, leaving the others', { fields: { visits: 3 } }, { fields: { size: 'M', visits: 3 } }],
    ['a field that is false', { fields: { newsletter: false } }, { fields: { size: 'M', newsletter: false } }],
    ['an empty text in a field', { fields: { size: '' } }, { fields: { size: '' } }],
    ['the end of a field', { fields: { size: null } }, { fields: {} }],
    ['a field called like what every object has', { fields: { constructor: 'x' } }, { fields: { constructor: 'x' } }],
    ['all tags anew', { tags: ['B ', 'a', 'b'] }, { tags: ['b', 'a'] }],
  ])('take %s', (_, set, expected) => {
    expect(change({ set })).toMatchObject({ contact: { ...expected, updatedAt: LATER } });
  });

  it.each<[string, ContactChanges, string[]]>([
    ['an empty name', { set: { name: ' ' } }, ['name']],
    ['a name of two lines', { set: { name: 'a\nb' } }, ['name']],
    ['a name with half a character', { set: { name: 'a\ud800' } }, ['name']],
    ['a name that is too long', { set: { name: 'x'.repeat(121) } }, ['name']],
    ['no e-mail address', { set: { email: 'mia@localhost' } }, ['email']],
    ['two e-mail addresses', { set: { email: 'a@b.example,c@d.example' } }, ['email']],
    ['no phone number', { set: { phone: 'call me' } }, ['phone']],
    ['a phone number that is too long', { set: { phone: '+1234567890123456' } }, ['phone']],
    ['an unknown stage', { set: { stage: 'constructor' } }, ['stage']],
    ['an owner that is no id', { set: { ownerId: '$gt' } }, ['ownerId']],
    ['a field with a dot', { set: { fields: { 'a.b': 1 } } }, ['fields.a.b']],
    ['a field with a dollar', { set: { fields: { $set: 1 } } }, ['fields.$set']],
    [
      'a field called __proto__',
      { set: { fields: JSON.parse('{"__proto__":1}') as Record<string, unknown> } },
      ['fields.__proto__'],
    ],
    ['a list in a field', { set: { fields: { a: [1] } } }, ['fields.a']],
    ['an object in a field', { set: { fields: { a: { $gt: '' } } } }, ['fields.a']],
    ['a number that is none', { set: { fields: { a: Number.NaN } } }, ['fields.a']],
    ['a text that is too long for a field', { set: { fields: { a: 'x'.repeat(501) } } }, ['fields.a']],
    ['an empty tag', { addTags: ['ok', ' '] }, ['addTags.1']],
    ['a tag that is too long', { set: { tags: ['x'.repeat(41)] } }, ['tags.0']],
    [
      'several things at once',
      { set: { email: 'x', phone: 'y' }, removeTags: [''] },
      ['email', 'phone', 'removeTags.0'],
    ],
    ['more tags than a contact has room for', { addTags: Array.from({ length: 30 }, (_, i) => `t${i}`) }, ['tags']],
    [
      'more fields than a contact has room for',
      { set: { fields: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, i])) } },
      ['fields'],
    ],
  ])('refuse %s, naming it', (_, changes, fields) => {
    expect(fieldsOf(change(changes))).toEqual(fields);
  });

  it.each<[string, unknown, string[]]>([
    ['a name', { set: { name: 7 } }, ['name']],
    ['an e-mail address', { set: { email: { $gt: '' } } }, ['email']],
    ['a phone number', { set: { phone: 4930123456 } }, ['phone']],
    ['a stage', { set: { stage: null } }, ['stage']],
    ['an owner', { set: { ownerId: ['ann'] } }, ['ownerId']],
    ['tags', { set: { tags: 'vip' }, addTags: 'vip', removeTags: {} }, ['tags', 'addTags', 'removeTags']],
    ['a tag', { addTags: [7] }, ['addTags.0']],
  ])('refuse as %s what is of another type, as a variable of a flow may be', (_, changes, fields) => {
    expect(fieldsOf(change(changes as ContactChanges))).toEqual(fields);
  });

  it('adds tags before it removes some, each once, in any spelling', () => {
    expect(change({ addTags: [' New  Customer', 'VIP', 'ＡＢＣ'], removeTags: ['Vip'] })).toMatchObject({
      contact: { tags: ['new customer', 'abc'] },
      changed: ['tags'],
    });
  });

  it('makes room by clearing', () => {
    const full = contact({ fields: Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}`, i])) });
    expect(change({ set: { fields: { f0: null, other: 1 } } }, full)).toMatchObject({
      changed: ['fields.f0', 'fields.other'],
    });
  });

  it('clears what is null, and leaves no null behind', () => {
    const known = contact({ name: 'Mia', email: 'a@b.example', phone: '+4930123', ownerId: 'ann' as UserId });
    expect(change({ set: { name: null, email: null, phone: null, ownerId: null } }, known)).toEqual({
      contact: { ...contact(), updatedAt: LATER },
      changed: ['name', 'email', 'phone', 'ownerId'],
    });
  });

  it.each<[string, ContactChanges]>([
    ['nothing', {}],
    ['what it is already', { set: { stage: 'new', fields: { size: 'M' }, tags: ['VIP'] }, addTags: ['vip'] }],
    ['the end of what it does not have', { set: { email: null, fields: { other: null } }, removeTags: ['other'] }],
    ['the end of what every object has', { set: { fields: { constructor: null, toString: null } } }],
  ])('of %s change nothing', (_, changes) => {
    expect(change(changes)).toMatchObject({ changed: [] });
  });
});

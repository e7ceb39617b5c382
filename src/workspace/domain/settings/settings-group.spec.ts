import { z } from 'zod';
import { SettingsGroup, type StoredSettings } from './settings-group';

interface Shop {
  name: string | null;
  size: number;
  tags: { label: string }[];
}

const shop = new SettingsGroup<Shop>({
  name: 'shop',
  schemaVersion: 2,
  about: 'A shop.',
  fields: {
    name: z.string().trim().min(1).max(5),
    size: z.int().min(1).max(9),
    tags: z.array(z.strictObject({ label: z.string() })).max(2),
  },
  defaults: { name: null, size: 3, tags: [] },
});

const stored = (values: Record<string, unknown>, schemaVersion = 2): StoredSettings => ({ schemaVersion, values });

describe('SettingsGroup', () => {
  it('fills in what nobody has set', () => {
    expect(shop.valuesOf(undefined)).toEqual({ name: null, size: 3, tags: [] });
    expect(shop.valuesOf(stored({ name: 'Luna' }))).toEqual({ name: 'Luna', size: 3, tags: [] });
  });

  it('changes the named fields and keeps the rest', () => {
    expect(shop.patch(stored({ name: 'Luna', size: 4 }), { size: 5 })).toEqual({
      ok: true,
      values: { name: 'Luna', size: 5 },
    });
  });

  it('takes a field back to its default by null', () => {
    const patched = shop.patch(stored({ name: 'Luna', size: 4 }), { size: null });
    expect(patched).toEqual({ ok: true, values: { name: 'Luna' } });
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['an unknown field', { colour: 'red' }, ['values.colour']],
    ['an unknown field that is cleared', { colour: null }, ['values.colour']],
    ['a name of the prototype', { constructor: {}, toString: 'x' }, ['values.constructor', 'values.toString']],
    ['a number out of range', { size: 10 }, ['values.size']],
    ['the wrong type', { size: '4' }, ['values.size']],
    ['an operator in place of a text', { name: { $ne: null } }, ['values.name']],
    ['an unknown field in a list', { tags: [{ label: 'a' }, { label: 'b', admin: true }] }, ['values.tags.1']],
    ['several at once', { name: '', size: 0 }, ['values.name', 'values.size']],
  ])('refuses %s, naming the field, and changes nothing', (_, changes, fields) => {
    const patched = shop.patch(stored({ name: 'Luna' }), { ...changes });
    expect(patched.ok).toBe(false);
    if (!patched.ok) expect(patched.problems.map(({ field }) => field)).toEqual(fields);
  });

  it('lets go of stored fields that no longer fit after their shape has changed', () => {
    expect(shop.valuesOf(stored({ name: 'Luna', size: 'big', gone: 1 }, 1))).toEqual({
      name: 'Luna',
      size: 3,
      tags: [],
    });
  });
});

import { parseFields } from './check-fields';

const shop = { key: 'shop', label: 'Shop', type: 'string' };
const options = [{ label: 'One', value: '1' }];

describe('parseFields', () => {
  it('fills defaults in', () => {
    expect(parseFields([shop])).toEqual({ ok: true, fields: [{ ...shop, required: false }] });
  });

  it.each<[string, unknown, { field: string; rule: string }[]]>([
    ['a key that is none', [{ ...shop, key: '1st' }], [{ field: 'exposedFields.0.key', rule: expect.any(String) }]],
    [
      'an unknown setting',
      [{ ...shop, sise: 1 }],
      [{ field: 'exposedFields.0', rule: expect.stringContaining('sise') }],
    ],
    ['an unknown type', [{ ...shop, type: 'date' }], [{ field: 'exposedFields.0.type', rule: expect.any(String) }]],
    ['one key twice', [shop, shop], [{ field: 'exposedFields.1.key', rule: 'is the key of another field' }]],
    [
      'a choice of nothing',
      [{ ...shop, type: 'select' }],
      [{ field: 'exposedFields.0.options', rule: 'is required for select' }],
    ],
    [
      'options of a text',
      [{ ...shop, options }],
      [{ field: 'exposedFields.0.options', rule: 'is only for select and multi_select' }],
    ],
    [
      'one option twice',
      [{ ...shop, type: 'select', options: [...options, ...options] }],
      [{ field: 'exposedFields.0.options', rule: 'must each have a value of its own' }],
    ],
    [
      'bounds that cross',
      [{ ...shop, type: 'number', validation: { min: 2, max: 1 } }],
      [{ field: 'exposedFields.0.validation.min', rule: 'must not be greater than max' }],
    ],
    [
      'bounds of a boolean',
      [{ ...shop, type: 'boolean', validation: { min: 2 } }],
      [{ field: 'exposedFields.0.validation', rule: 'min and max mean nothing for boolean' }],
    ],
    [
      'a pattern for a number',
      [{ ...shop, type: 'number', validation: { pattern: '1' } }],
      [{ field: 'exposedFields.0.validation.pattern', rule: 'is only for texts' }],
    ],
    [
      'a pattern that no linear engine runs',
      [{ ...shop, validation: { pattern: '(a)\\1' } }],
      [{ field: 'exposedFields.0.validation.pattern', rule: expect.any(String) }],
    ],
    [
      'a default that does not fit',
      [{ ...shop, type: 'number', defaultValue: 'many' }],
      [{ field: 'exposedFields.0.defaultValue', rule: 'must be a number' }],
    ],
    ['no list', { shop }, [{ field: 'exposedFields', rule: expect.any(String) }]],
  ])('refuses %s', (_, source, problems) => {
    expect(parseFields(source)).toEqual({ ok: false, problems });
  });
});

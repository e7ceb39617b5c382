import type { JsonObject } from '../json';
import { exposedFieldSchema, type ExposedFieldInput } from './exposed-field';
import { effectiveConfig, problemsOfValues, validateConfig } from './validate-config';

const field = (input: Partial<ExposedFieldInput> & Pick<ExposedFieldInput, 'type'>) =>
  exposedFieldSchema.parse({ key: 'it', label: 'It', ...input });
const OPTIONS = [
  { label: 'Small', value: 's' },
  { label: 'Large', value: 'l' },
];

describe('validateConfig', () => {
  it.each<[string, Parameters<typeof field>[0], unknown, string | null]>([
    ['a string', { type: 'string' }, 'Shoes', null],
    ['a number for a string', { type: 'string' }, 5, 'must be a text'],
    ['a long string', { type: 'string' }, 'x'.repeat(501), 'must have at most 500 characters'],
    [
      'a string over its own bound',
      { type: 'string', validation: { max: 3 } },
      'Shoes',
      'must have at most 3 characters',
    ],
    [
      'a string under its bound',
      { type: 'string', validation: { min: 6 } },
      'Shoes',
      'must have at least 6 characters',
    ],
    ['characters, not code units', { type: 'string', validation: { max: 2 } }, '👟👟', null],
    [
      'a bound beyond the type',
      { type: 'string', validation: { max: 9_999 } },
      'x'.repeat(501),
      'must have at most 500 characters',
    ],
    ['a long text', { type: 'text' }, 'x'.repeat(4_000), null],
    ['a match', { type: 'string', validation: { pattern: '^\\d{5}$' } }, '12345', null],
    ['no match', { type: 'string', validation: { pattern: '^\\d{5}$' } }, '1234', 'must match ^\\d{5}$'],
    ['a number', { type: 'number', validation: { min: 1, max: 5 } }, 5, null],
    ['a number below', { type: 'number', validation: { min: 1 } }, 0, 'must be at least 1'],
    ['a number above', { type: 'number', validation: { max: 5 } }, 5.5, 'must be at most 5'],
    ['a text for a number', { type: 'number' }, '5', 'must be a number'],
    ['a boolean', { type: 'boolean' }, false, null],
    ['a text for a boolean', { type: 'boolean' }, 'false', 'must be true or false'],
    ['an option', { type: 'select', options: OPTIONS }, 'l', null],
    ['no option', { type: 'select', options: OPTIONS }, 'xl', 'must be one of: s, l'],
    ['a list for an option', { type: 'select', options: OPTIONS }, ['s'], 'must be one of: s, l'],
    ['options', { type: 'multi_select', options: OPTIONS }, ['s', 'l'], null],
    ['one for several', { type: 'multi_select', options: OPTIONS }, 's', 'must be a list'],
    ['another among them', { type: 'multi_select', options: OPTIONS }, ['s', 'xl'], 'must hold nothing but: s, l'],
    ['one twice', { type: 'multi_select', options: OPTIONS }, ['s', 's'], 'must not name anything twice'],
    [
      'too few',
      { type: 'multi_select', options: OPTIONS, validation: { min: 2 } },
      ['s'],
      'must be at least 2 (members)',
    ],
    ['any JSON', { type: 'json' }, { a: [1, { b: null }] }, null],
    ['much JSON', { type: 'json' }, ['x'.repeat(17_000)], 'must be at most 16384 bytes of JSON'],
    ['deep JSON', { type: 'json' }, nested(11), 'must not be nested deeper than 10 levels'],
    ['nothing', { type: 'number' }, null, null],
    ['an empty text', { type: 'string', validation: { min: 3 } }, '', null],
    ['nothing where it is required', { type: 'number', required: true }, null, 'is required'],
    ['an empty text where it is required', { type: 'string', required: true }, '', 'is required'],
    [
      'an empty list where it is required',
      { type: 'multi_select', options: OPTIONS, required: true },
      [],
      'is required',
    ],
    ['false where it is required', { type: 'boolean', required: true }, false, null],
    ['nothing where there is a default', { type: 'number', required: true, defaultValue: 3 }, null, null],
  ])('%s', (_, input, value, rule) => {
    const problems = validateConfig([field(input)], { it: value } as JsonObject);
    expect(problems).toEqual(rule === null ? [] : [{ field: 'config.it', rule }]);
  });

  it('names each field that is missing, and each that there is not', () => {
    const fields = [field({ type: 'string', required: true }), field({ key: 'b', type: 'number', required: true })];
    expect(validateConfig(fields, { c: 1 })).toEqual([
      { field: 'config.c', rule: 'is no field of this flow' },
      { field: 'config.it', rule: 'is required' },
      { field: 'config.b', rule: 'is required' },
    ]);
    expect(problemsOfValues([], { c: 1 })).toEqual([]);
  });

  it('refuses too much at once', () => {
    const fields = Array.from({ length: 10 }, (_, index) => field({ key: `f${index}`, type: 'text' }));
    const config = Object.fromEntries(fields.map(({ key }) => [key, 'x'.repeat(4_000)]));
    expect(validateConfig(fields, config)).toEqual([{ field: 'config', rule: 'must be at most 32768 bytes of JSON' }]);
  });

  it('takes no inherited property for a value', () => {
    const fields = [field({ key: 'constructor', type: 'string', required: true })];
    expect(validateConfig(fields, {})).toEqual([{ field: 'config.constructor', rule: 'is required' }]);
  });
});

describe('effectiveConfig', () => {
  it('puts values over defaults and leaves out what no field names', () => {
    const fields = [
      field({ type: 'number', defaultValue: 3 }),
      field({ key: 'b', type: 'string', defaultValue: 'x' }),
      field({ key: 'c', type: 'string' }),
    ];
    expect(effectiveConfig(fields, { it: 0, b: null, other: 1 })).toEqual({ it: 0, b: 'x' });
  });
});

function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

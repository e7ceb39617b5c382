import { checkField, type FieldRule } from './field-rule';

describe('values of custom fields', () => {
  it.each<[Partial<FieldRule>, unknown, unknown]>([
    [{ type: 'text' }, '  a  b ', 'a  b'],
    [{ type: 'text' }, 7, '7'],
    [{ type: 'number' }, '3.5', 3.5],
    [{ type: 'number' }, 0, 0],
    [{ type: 'boolean' }, 'Yes', true],
    [{ type: 'boolean' }, 0, false],
    [{ type: 'date' }, '2026-01-31', '2026-01-31'],
    [{ type: 'date' }, '2026-01-31T23:30:00-05:00', '2026-01-31'],
    [{ type: 'choice', options: ['Small', 'Large'] }, ' small', 'Small'],
    [{ type: 'url' }, 'https://x.example/a', 'https://x.example/a'],
    [{ type: 'email' }, 'A@B.example', 'a@b.example'],
    [{ type: 'phone' }, '+49 30 12345', '+493012345'],
    [{ type: 'text' }, null, null],
    [{ type: 'text', archived: true }, null, null],
  ])('of %j: %j is kept as %j', (rule, value, expected) => {
    expect(checkField({ key: 'k', type: 'text', ...rule }, value)).toEqual({ ok: true, value: expected });
  });

  it.each<[Partial<FieldRule>, unknown]>([
    [{ type: 'text' }, ''],
    [{ type: 'text' }, { $gt: '' }],
    [{ type: 'text' }, 'x'.repeat(501)],
    [{ type: 'number' }, ''],
    [{ type: 'number' }, 'many'],
    [{ type: 'number' }, Number.NaN],
    [{ type: 'number' }, Number.POSITIVE_INFINITY],
    [{ type: 'boolean' }, 'perhaps'],
    [{ type: 'date' }, '31.01.2026'],
    [{ type: 'date' }, '2026-02-30'],
    [{ type: 'date' }, 5],
    [{ type: 'choice', options: ['a'] }, 'b'],
    [{ type: 'choice' }, 'a'],
    [{ type: 'url' }, 'javascript:alert(1)'],
    [{ type: 'url' }, 'x.example'],
    [{ type: 'email' }, 'nobody'],
    [{ type: 'phone' }, 'call me'],
    [{ type: 'text', required: true }, null],
    [{ type: 'text', archived: true }, 'x'],
  ])('of %j: %j is refused', (rule, value) => {
    expect(checkField({ key: 'k', type: 'text', ...rule }, value).ok).toBe(false);
  });
});

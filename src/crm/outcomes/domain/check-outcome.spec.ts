import { checkOutcome, OUTCOME_FIELD_MAX, OUTCOME_FIELDS_MAX } from './check-outcome';

const fieldsOf = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 'text']));
const problemsOf = (wishes: Parameters<typeof checkOutcome>[0]) => {
  const checked = checkOutcome(wishes);
  return checked.ok ? [] : checked.problems.map(({ field }) => field);
};

describe('what is captured', () => {
  it('is trimmed, and has a value only where one was given', () => {
    expect(checkOutcome({ fields: { name: ' Jane ' } })).toEqual({ ok: true, value: { fields: { name: 'Jane' } } });
    expect(checkOutcome({ value: 0 })).toEqual({ ok: true, value: { fields: {}, value: 0 } });
  });

  it.each<[string, Parameters<typeof checkOutcome>[0]]>([
    ['as many fields as there may be', { fields: fieldsOf(OUTCOME_FIELDS_MAX) }],
    ['as long a text as there may be, by characters', { fields: { note: '🙂'.repeat(OUTCOME_FIELD_MAX) } }],
    ['as high a value as there may be', { value: 1e12 }],
  ])('may be %s', (_, wishes) => {
    expect(problemsOf(wishes)).toEqual([]);
  });

  it.each<[string, Parameters<typeof checkOutcome>[0], string[]]>([
    ['too many fields', { fields: fieldsOf(OUTCOME_FIELDS_MAX + 1) }, ['fields']],
    ['a text that is too long', { fields: { note: 'x'.repeat(OUTCOME_FIELD_MAX + 1) } }, ['fields.note']],
    ['no text', { fields: { note: 5 } }, ['fields.note']],
    ['a name that begins with a digit', { fields: { '1st': 'x' } }, ['fields']],
    ['a value below nothing', { value: -1 }, ['value']],
    ['a value beyond all', { value: 1e12 + 1 }, ['value']],
    ['a value without end', { value: Infinity }, ['value']],
    ['a value that is a text', { value: '5' }, ['value']],
    ['several things that are wrong', { fields: { note: null }, value: Number.NaN }, ['fields.note', 'value']],
  ])('may not be %s', (_, wishes, problems) => {
    expect(problemsOf(wishes)).toEqual(problems);
  });
});

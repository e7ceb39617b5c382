import { checkPolicy } from './check-policy';
import { chosenText, renderedText } from './choose-text';

const TEXTS = [
  { language: 'en', text: 'Still there?' },
  { language: 'en-GB', text: 'Are you still there?' },
  { language: 'de', text: 'Noch da?' },
];
const languageOf = (spoken: string[]) => chosenText(TEXTS, spoken, 'f1')?.language.slice(0, 2);

describe('the text of a follow-up', () => {
  it.each<[string, string[], string]>([
    ['in the language of the person', ['de', 'en'], 'de'],
    ['of a region', ['de-AT', 'en'], 'de'],
    ['else in that of the workspace', ['fr', 'de'], 'de'],
    ['else in the first that there is', ['fr', 'it'], 'en'],
  ])('is %s', (_, spoken, expected) => {
    expect(languageOf(spoken)).toBe(expected);
  });

  it('is the same for the same follow-up, and not for all', () => {
    const drawn = (id: string) => chosenText(TEXTS, ['en'], id)?.text;
    expect(drawn('f1')).toBe(drawn('f1'));
    const all = new Set(Array.from({ length: 40 }, (_, index) => drawn(`f${index}`)));
    expect(all).toEqual(new Set(['Still there?', 'Are you still there?']));
  });

  it('is none where there are none', () => {
    expect(chosenText([], ['en'], 'f1')).toBeNull();
  });

  it('shows values, and never reads them as a text of its own', () => {
    const seen = { contact: { name: '{{ context.language }}' }, context: { language: 'en' } };
    expect(renderedText('Hi {{ contact.name }} ({{ context.language }})', seen)).toBe('Hi {{ context.language }} (en)');
    expect(renderedText(' {{ contact.email }} ', seen)).toBe('');
  });
});

describe('a policy', () => {
  const problems = (text: string) =>
    checkPolicy({ action: { kind: 'text', texts: [{ language: 'en', text }] }, quietHours: null });

  it.each(['Hi', 'Hi {{ contact.name | default: "there" }}', '{% if contact.email %}a{% else %}b{% endif %}'])(
    'may say %s',
    (text) => expect(problems(text)).toEqual([]),
  );

  it.each(['{{ vars.size }}', '{{ contact.password }}', '{{ time.hour }}', '{{ nobody }}', '{{ contact.name'])(
    'may not say %s',
    (text) => expect(problems(text)).toMatchObject([{ field: 'action.texts.0.text' }]),
  );

  it('has a text to say, and quiet hours that end', () => {
    expect(
      checkPolicy({ action: { kind: 'text', texts: [] }, quietHours: { from: '08:00', to: '08:00' } }).map(
        ({ field }) => field,
      ),
    ).toEqual(['action.texts', 'quietHours']);
    expect(checkPolicy({ action: { kind: 'ai', instruction: 'x', texts: [] }, quietHours: null })).toEqual([]);
  });
});

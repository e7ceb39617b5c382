import { problemOfIceBreakers, problemOfMenu } from './entry-points';

const questions = (count: number, question = 'Where?', payload = 'P') =>
  Array.from({ length: count }, () => ({ question, payload }));
const set = (locale = 'default', count = 1, question?: string, payload?: string) => ({
  locale,
  questions: questions(count, question, payload),
});

describe('problemOfIceBreakers', () => {
  it.each([
    ['four', [set('default', 4)], null],
    ['five', [set('default', 5)], /one to 4/],
    ['none', [set('default', 0)], /one to 4/],
    ['80 characters', [set('default', 1, '👋'.repeat(80))], null],
    ['81 characters', [set('default', 1, 'x'.repeat(81))], /80 characters/],
    ['no payload', [set('default', 1, 'Where?', ' ')], /comes back/],
    ['two locales', [set(), set('de_DE')], null],
    ['no default', [set('de_DE')], /“default” is needed/],
    ['no locale at all', [], /“default” is needed/],
    ['a locale twice', [set(), set()], /given once/],
  ])('%s', (_, sets, problem) => {
    if (problem === null) expect(problemOfIceBreakers(sets)).toBeNull();
    else expect(problemOfIceBreakers(sets)).toMatch(problem);
  });
});

describe('problemOfMenu', () => {
  const agent = { title: 'Agent', payload: 'AGENT' };
  const menu = (...items: ({ title: string; payload: string } | { title: string; url: string })[]) => [
    { locale: 'default', items },
  ];

  it.each([
    ['items of both kinds', menu(agent, { title: 'Shop', url: 'https://shop.example' }), null],
    ['five', menu(agent, agent, agent, agent, agent), null],
    ['six', menu(agent, agent, agent, agent, agent, agent), /one to 5/],
    ['none', menu(), /one to 5/],
    ['a long title', menu({ ...agent, title: 'x'.repeat(31) }), /30 characters/],
    ['an empty payload', menu({ ...agent, payload: '' }), /comes back/],
    ['a script', menu({ title: 'Shop', url: 'javascript:alert(1)' }), /https/],
    ['no default', [{ locale: 'de_DE', items: [agent] }], /“default” is needed/],
  ])('%s', (_, menus, problem) => {
    if (problem === null) expect(problemOfMenu(menus)).toBeNull();
    else expect(problemOfMenu(menus)).toMatch(problem);
  });
});

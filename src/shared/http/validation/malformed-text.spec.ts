import { malformedTextIn } from './malformed-text';

describe('malformedTextIn', () => {
  it.each<[string, unknown, string[]]>([
    ['plain text', { name: 'Zoë 👋' }, []],
    ['a high surrogate alone', { email: '\ud800' }, ['email']],
    ['a low surrogate before text', { email: '\udc00x' }, ['email']],
    ['deep inside', { config: { list: ['ok', 'x\ud83d'] } }, ['config.list.1']],
    ['no object', null, []],
  ])('%s', (_, value, fields) => {
    expect(malformedTextIn(value).map(({ field }) => field)).toEqual(fields);
  });
});

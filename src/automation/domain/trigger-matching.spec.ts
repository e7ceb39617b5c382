import type { ActiveInstance } from './active-instance';
import { matchTrigger } from './trigger-matching';

const instance = (id: string, ...keywordLists: string[][]): ActiveInstance => ({
  id,
  templateId: 't',
  versionId: 'v',
  config: {},
  triggers: keywordLists.map((keywords, index) => ({ nodeId: `trigger-${index}`, on: 'dm_message', keywords })),
});

const ANY: string[] = [];

describe('matchTrigger', () => {
  it.each<[string, ActiveInstance[], string, { keywordsOnly: boolean }, [string, string] | null]>([
    ['nothing without automations', [], 'hi', { keywordsOnly: false }, null],
    ['a keyword', [instance('a', ['price'])], 'The PRICE?', { keywordsOnly: false }, ['a', 'trigger-0']],
    ['only whole words', [instance('a', ['price'])], 'prices', { keywordsOnly: false }, null],
    ['any message', [instance('a', ANY)], 'hello', { keywordsOnly: false }, ['a', 'trigger-0']],
    ['any message, also one without a text', [instance('a', ANY)], '', { keywordsOnly: false }, ['a', 'trigger-0']],
    [
      'a keyword of a younger one before any of an older',
      [instance('old', ANY), instance('young', ['price'])],
      'price',
      { keywordsOnly: false },
      ['young', 'trigger-0'],
    ],
    [
      'the oldest of several keywords',
      [instance('old', ['list']), instance('young', ['price'])],
      'price list',
      { keywordsOnly: false },
      ['old', 'trigger-0'],
    ],
    [
      'the oldest of several that take any',
      [instance('old', ANY), instance('young', ANY)],
      'price',
      { keywordsOnly: false },
      ['old', 'trigger-0'],
    ],
    [
      'the trigger that matches, of two in one flow',
      [instance('a', ['hours'], ['price'])],
      'price',
      { keywordsOnly: false },
      ['a', 'trigger-1'],
    ],
    ['no other message when only keywords count', [instance('a', ANY)], 'price', { keywordsOnly: true }, null],
    [
      'a keyword when only keywords count',
      [instance('a', ANY, ['price'])],
      'price',
      { keywordsOnly: true },
      ['a', 'trigger-1'],
    ],
  ])('takes %s', (_name, instances, text, options, expected) => {
    const match = matchTrigger(instances, text, options);
    expect(match && [match.instance.id, match.triggerNodeId]).toEqual(expected);
  });
});

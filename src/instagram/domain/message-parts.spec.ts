import fc from 'fast-check';
import type { OutgoingContent } from '../../conversations';
import { problemOf } from './content-problem';
import { partsOf } from './message-parts';

const sentence = 'This is one of many sentences. ';
const quickReplies = [{ title: 'Yes', payload: 'Y' }];
const buttons = [{ title: 'Open', url: 'https://shop.example' }];

describe('partsOf', () => {
  it.each<[string, OutgoingContent]>([
    ['a short text', { kind: 'text', text: 'Hi', quickReplies, replyToMid: 'm' }],
    ['a text of 1000 bytes', { kind: 'text', text: 'ä'.repeat(500) }],
    ['buttons below 640 characters', { kind: 'buttons', text: '👋'.repeat(640), buttons }],
    [
      'a private reply, which is always one',
      { kind: 'private-reply', commentId: 'c', text: sentence.repeat(99), permittedUntil: new Date(0) },
    ],
    ['a picture', { kind: 'media', mediaType: 'image', url: 'https://a.example' }],
  ])('%s stays one', (_, content) => {
    expect(partsOf(content)).toEqual([content]);
  });

  it('cuts a long text at the ends of sentences; what can be tapped stands below the last', () => {
    const parts = partsOf({ kind: 'text', text: sentence.repeat(80), quickReplies, replyToMid: 'm' });
    expect(parts.length).toBeGreaterThan(2);
    for (const [index, part] of parts.entries()) {
      if (part.kind !== 'text') throw new Error('not a text');
      expect(part.text).toMatch(/sentences\.$/);
      expect(part.quickReplies).toEqual(index === parts.length - 1 ? quickReplies : undefined);
      expect(part.replyToMid).toBe(index === 0 ? 'm' : undefined);
    }
  });

  it('puts buttons below what fits above them', () => {
    const parts = partsOf({ kind: 'buttons', text: sentence.repeat(40), buttons });
    expect(parts.map(({ kind }) => kind)).toEqual([...Array<string>(parts.length - 1).fill('text'), 'buttons']);
  });

  it('loses no word, breaks no link, and every part may be sent', () => {
    const word = fc.constantFrom('hello', 'größer', '👩‍👩‍👧', 'https://shop.example/a?b=c', '1.200,50 €', '日本語', 'end.');
    const words = fc.array(word, { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(words, fc.boolean(), (given, withButtons) => {
        const text = given.join(' ');
        const parts = partsOf(withButtons ? { kind: 'buttons', text, buttons } : { kind: 'text', text });
        expect(parts.map((part) => problemOf(part))).toEqual(parts.map(() => null));
        const said = parts.map((part) => ('text' in part ? part.text : '')).join(' ');
        expect(said.replace(/\s+/g, '')).toBe(text.replace(/\s+/g, ''));
        expect(said.match(/https:\S+/g) ?? []).toEqual(text.match(/https:\S+/g) ?? []);
      }),
      { numRuns: 60 },
    );
  });
});

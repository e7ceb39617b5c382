import fc from 'fast-check';
import { graphemesOf, linksOf, sentencesOf } from '../../../shared/kernel';
import { type ReplyStyle, styledReply } from './reply-style';

const style: ReplyStyle = {
  tone: null,
  language: null,
  allowEmojis: true,
  allowHashtags: false,
  maxSentences: 3,
  maxCharacters: 500,
};

describe('styledReply', () => {
  it.each<[string, Partial<ReplyStyle>, string, string]>([
    ['plain', {}, 'Hello there.', 'Hello there.'],
    ['sentences', { maxSentences: 2 }, 'One. Two! Three? Four.', 'One. Two!'],
    ['sentences of another script', { maxSentences: 1 }, 'はい。そうです。', 'はい。'],
    [
      'a sentence with a link',
      { maxSentences: 1 },
      'See shop.com/a?b=1 for 3.50 EUR. More.',
      'See shop.com/a?b=1 for 3.50 EUR.',
    ],
    ['emojis', { allowEmojis: false }, 'Great 👍🏽 👨‍👩‍👧 news ❤️! 🇩🇪 1️⃣ 5', 'Great news! 5'],
    ['signs that are no emojis', { allowEmojis: false }, 'Shop™ © 2026 #1 *5*', 'Shop™ © 2026 #1 *5*'],
    ['emojis allowed', {}, 'Great 👍🏽!', 'Great 👍🏽!'],
    ['hashtags', {}, 'Our #summer sale #shop #été_2026', 'Our summer sale'],
    ['an order number, and a place in a page', {}, 'Order #123: a.com/#size', 'Order #123: a.com/#size'],
    ['hashtags allowed', { allowHashtags: true }, 'Our #sale', 'Our #sale'],
    [
      'mark-up',
      {},
      '# Hi\n**Bold** and [here](https://a.com/x): `x`\n* one',
      'Hi\nBold and here: https://a.com/x: x\n- one',
    ],
    ['hidden characters', {}, 'pay\u202e me\u200b', 'pay me'],
    ['space', {}, '  a   b \n\n\n\n c  ', 'a b\n\nc'],
    ['too many characters: sentences', { maxCharacters: 12 }, 'One two. Three four.', 'One two.'],
    ['too many characters: words', { maxCharacters: 12 }, 'One two three four', 'One two…'],
    ['a link that does not fit', { maxCharacters: 10 }, 'https://shop.com/long/path', ''],
  ])('%s', (_name, wishes, reply, expected) => expect(styledReply(reply, { ...style, ...wishes })).toBe(expected));

  it('does not open as the reply before', () => {
    const before = 'Thank you for your message to our shop! Yes.';
    expect(styledReply('Thank you for your message to the shop! We ship to Spain.', style, before)).toBe(
      'We ship to Spain.',
    );
    expect(styledReply('Thank you for your message to our shop!', style, before)).toBe(
      'Thank you for your message to our shop!',
    );
    expect(styledReply('We ship to Spain. It is free.', style, before)).toBe('We ship to Spain. It is free.');
  });

  it('keeps to its limits and never breaks a link, whatever the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.webUrl(),
      fc.constantFrom('. ', '! ', '。', '#tag', '👍🏽', '\n', ' 12,50 € '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.integer({ min: 1, max: 5 }), (pieces, maxSentences) => {
        const text = pieces.join(' ');
        const wishes = { ...style, allowEmojis: false, maxSentences, maxCharacters: 80 };
        const reply = styledReply(text, wishes);
        expect(graphemesOf(reply).length).toBeLessThanOrEqual(80);
        const spoken = sentencesOf(reply).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
        expect(spoken.length).toBeLessThanOrEqual(maxSentences + 1);
        expect(reply).not.toMatch(/\p{Emoji_Presentation}/u);
      }),
    );
    const reply = styledReply(`${'word '.repeat(15)}https://shop.com/a/b`, { ...style, maxCharacters: 80 });
    expect(linksOf(reply).map(({ raw }) => raw)).toEqual([]);
  });
});

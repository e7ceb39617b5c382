import fc from 'fast-check';
import { encode } from 'gpt-tokenizer';
import { promptTokensAtMost, promptTokensOf, tokensOfText, tokensOfTextAtMost } from './token-estimate';

const TEXTS = [
  'We ship within three days. Returns are free for thirty days after the parcel has arrived.',
  'Wir versenden innerhalb von drei Tagen; Rücksendungen sind dreißig Tage lang kostenfrei.',
  'نشحن خلال ثلاثة أيام والإرجاع مجاني لمدة ثلاثين يومًا.',
  '三日以内に発送します。返品は三十日間無料です。',
  'Мы отправляем в течение трёх дней, возврат бесплатный.',
  '👩‍👩‍👧‍👦🎁🚚 12,50 € — https://shop.example/returns?lang=en',
  'f3a9c0de77b1'.repeat(20),
];

describe('an estimate of tokens', () => {
  it.each(TEXTS)('for caps is never too low: %s', (text) => {
    expect(tokensOfTextAtMost(text)).toBeGreaterThanOrEqual(encode(text).length);
  });

  it('for caps is never too low, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        // A half of a pair is no text and stands for the three bytes of U+FFFD.
        expect(tokensOfTextAtMost(text)).toBeGreaterThanOrEqual(encode(Buffer.from(text).toString()).length);
      }),
      { numRuns: 60 },
    );
  });

  it('for lost calls is of the right size for prose', () => {
    for (const text of TEXTS.slice(0, 5)) {
      const exact = encode(text).length;
      expect(tokensOfText(text)).toBeGreaterThan(exact * 0.5);
      expect(tokensOfText(text)).toBeLessThan(exact * 3);
    }
  });

  it('counts tools, schemas, calls and pictures', () => {
    const plain = { messages: [{ role: 'user', content: 'Hi' }], maxTokens: 1 } as const;
    const parameters = { type: 'object' };
    const more = {
      ...plain,
      messages: [
        { role: 'user', content: [{ type: 'image', url: 'https://x.example/a.png' }] },
        { role: 'assistant', content: '', toolCalls: [{ id: 'c', name: 'n', arguments: { a: 'x'.repeat(300) } }] },
        ...plain.messages,
      ],
      tools: [{ name: 'n', description: 'd', parameters }],
      schema: { name: 's', jsonSchema: parameters },
    } as const;
    expect(promptTokensOf(more)).toBeGreaterThan(promptTokensOf(plain) + 1_200);
    expect(promptTokensAtMost(more)).toBeGreaterThan(promptTokensOf(more));
  });
});

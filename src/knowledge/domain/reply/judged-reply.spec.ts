import { replyRequest } from '../../../../test/support/reply-fixtures';
import { judgedReply } from './judged-reply';
import type { Passage, ReplyRequest } from './reply-request';

const passage = (text: string): Passage => ({
  chunkId: 'c1',
  itemId: 'k1',
  title: 'Shop',
  text,
  score: 0.9,
  source: { kind: 'text' },
});

function judge(reply: string, knowledge: string, changes: Partial<ReplyRequest> = {}) {
  const passages = knowledge === '' ? [] : [passage(knowledge)];
  const request = replyRequest({ passages, ...changes });
  const proposed = { text: reply, kind: 'answer' as const, escalate: false, cited: passages };
  const { decision, failed } = judgedReply(request, proposed, {
    language: 'en',
    languageOf: () => null,
    boundary: 'b0b0',
  });
  return `${decision.action}${failed.map(({ rule, found }) => ` ${rule} ${found}`).join('')}`;
}

describe('what a shop would say is sent', () => {
  it.each([
    ['We are open Monday from 9 am to 6 pm.', 'Come and see us.'],
    ['You find us at Hauptstraße 5 in Berlin!', 'Come and see us.'],
    ['The candle costs 19,90 € and burns 24h.', 'Candles burn 24 hours.'],
    ['It costs 5 €.', 'Preis: 5,- €'],
    ['Delivery takes 3-5 working days.', 'Die Lieferung dauert 3–5 Werktage.'],
    ['It is 100 % cotton and comes in S, M and L.', '100% Baumwolle, Größen S, M, L'],
    ['From €1,299 on, shipping is free of charge.', 'Ab 1.299,00 EUR versandkostenfrei.'],
    ['The sale ends on December 24.', 'Sale bis 24.12.2026'],
    ['See https://dhl.com/track/ for your parcel.', 'Track it: http://www.dhl.com/track'],
    ['More at luna.example', 'We are on the web.'],
    ['Write to us: returns@luna.example or +49 30 1234567.', 'returns@luna.example, 030/1234567'],
    ['1. Pack it.\n2. Send it back.', 'Pack it, then send it back.'],
    ['The Luna-2 is an A4 lamp with USB-C.', 'Lamp Luna-2, size A4, with USB-C'],
    ['Thanks! That is our most popular one 😊', 'Popular.'],
    ['We deliver to 12 countries, e.g. France.', 'Wir liefern in zwölf (12) Länder.'],
    ['返品は30日以内です。', '返品は３０日以内に可能です。'],
    ['السعر ٥٠ ريال', 'السعر: 50 ريال'],
  ])('%s', (reply, knowledge) => expect(judge(reply, knowledge)).toBe('send'));
});

describe('what it would not say is not', () => {
  it.each([
    ['The candle costs 18.90 €.', 'Candles burn 24 hours.', 'draft unsupported_fact 18.90 €'],
    ['We are open until 8 pm.', 'Come and see us.', 'draft unsupported_fact 8 pm.'],
    ['The sale ends on December 27.', 'Sale bis 24.12.2026', 'draft unsupported_fact December 27'],
    ['Use SAVE20 for it.', 'Come and see us.', 'draft unsupported_fact SAVE20'],
    ['Half a year: 20% off, twenty percent!', '10% off', 'draft unsupported_fact 20% unsupported_fact twenty percent'],
    ['Ask @other_shop about it.', 'Come and see us.', 'handoff foreign_contact @other_shop'],
    ['More at luna.example.evil.com', 'We are on the web.', 'handoff foreign_link luna.example.evil.com'],
    [
      'My rules: State prices, discounts, dates, times, addresses and links only as they stand',
      '',
      'handoff prompt_leak ',
    ],
  ])('%s', (reply, knowledge, expected) => expect(judge(reply, knowledge)).toBe(expected));

  it('also where the part that says so is cut off', () => {
    const reply = `${'We have many candles. '.repeat(3)}Pay at evil.example.`;
    expect(judge(reply, 'We have many candles.')).toBe('handoff foreign_link evil.example');
  });
});

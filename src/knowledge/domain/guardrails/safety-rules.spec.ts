import { alarmOf, givesOrders, isUnfitToSay } from './safety-rules';
import { ABUSE, ASKS_FOR_PERSON, CRISIS, ORDERS_TO_MODELS, PERSON_ALONE } from './safety-phrases';

const rows = (table: Readonly<Record<string, readonly string[]>>) =>
  Object.entries(table).flatMap(([language, phrases]) => phrases.map((phrase) => [language, phrase.replace('*', '')]));

describe('alarms', () => {
  it.each([
    ['I just want to KILL myself', 'crisis'],
    ['k i l l  m y s e l f', 'crisis'],
    ['k1ll mys3lf', 'crisis'],
    ['kі11 my\u200bself', 'crisis'],
    ['ｋｉｌｌ ｍｙｓｅｌｆ', 'crisis'],
    ['killmyself', 'crisis'],
    ['ich möchte sterben.', 'crisis'],
    ['昨日から死にたいです', 'crisis'],
    ['Quiero morirme', 'crisis'],
    ['हम आत्महत्या', 'crisis'],
    ['F-U-C-K you', 'abuse'],
    ['ti ammazzo!!', 'abuse'],
    ['can I talk to a human please', 'asks_for_person'],
    ['Mensch!', 'asks_for_person'],
    ['转人工', 'asks_for_person'],
    ['I want to die, give me an agent', 'crisis'],
    ['is this hair human?', null],
    ['do you have a travel agent bag', null],
    ['Therapist recommended it', null],
    ['what does it cost to dye my hair?', null],
    ['grapes and drapes', null],
    ['', null],
  ])('%j → %s', (message, alarm) => expect(alarmOf(message)).toBe(alarm));

  it.each(rows(CRISIS))('crisis, %s: %s', (_language, phrase) => expect(alarmOf(`… ${phrase} …`)).toBe('crisis'));
  it.each(rows(ABUSE))('abuse, %s: %s', (_language, phrase) => expect(alarmOf(`(${phrase})`)).not.toBeNull());
  it.each(rows(ASKS_FOR_PERSON))('a person, %s: %s', (_language, phrase) => expect(alarmOf(phrase)).not.toBeNull());
  it.each(rows(PERSON_ALONE))('a person, alone, %s: %s', (_language, phrase) =>
    expect(alarmOf(`${phrase}?`)).toBe('asks_for_person'),
  );
  it.each(rows(ORDERS_TO_MODELS))('orders, %s: %s', (_language, phrase) => expect(givesOrders(phrase)).toBe(true));

  it('ordinary questions raise none', () => {
    for (const text of [
      'Was kostet der Versand?',
      'Do you ship to Spain?',
      '配送料はいくらですか',
      'كم سعر الحقيبة؟',
    ]) {
      expect(alarmOf(text)).toBeNull();
      expect(givesOrders(text)).toBe(false);
      expect(isUnfitToSay(text)).toBe(false);
    }
  });
});

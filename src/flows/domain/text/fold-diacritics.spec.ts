import { foldDiacritics } from './fold-diacritics';

describe('foldDiacritics', () => {
  it.each([
    ['plain', 'plain'],
    ['crème brûlée', 'creme brulee'],
    ['ñandú', 'nandu'],
    ['ёлка', 'елка'],
    ['σαλάτα', 'σαλατα'],
    ['سِعْرٌ', 'سعر'],
    ['أسعار', 'اسعار'],
    ['שָׁלוֹם', 'שלום'],
    ['가격', '가격'],
    ['がか', 'がか'],
    ['किताब', 'किताब'],
    ['ราคาเท่าไหร่', 'ราคาเท่าไหร่'],
  ])('%s: %s', (text, expected) => {
    expect(foldDiacritics(text.normalize('NFKC'))).toBe(expected.normalize('NFKC'));
  });
});

import { foldText } from './fold-text';
import { containsKeyword } from './keyword';

describe('containsKeyword', () => {
  it.each([
    ['price', 'What is the PRICE?', true],
    ['price', 'prices please', false],
    ['price', 'overprice', false],
    ['price', 'pre-price', true],
    ['price', 'price_list', false],
    ['price', 'priceless, but the price', true],
    ['price list', 'your  price\n list?', true],
    ['café', 'Cafe\u0301 tonight', true],
    ['cafe', 'Cafe\u0301 tonight', false],
    ['über', 'ÜBER alles', true],
    ['straße', 'STRASSE 5', true],
    ['σαλάτας', 'ΣΑΛΆΤΑΣ', true],
    ['sale', 'ｓａｌｅ', true],
    ['価格', '価格を教えて', true],
    ['sale', 'saleはいつ', true],
    ['c++', 'i like c++', true],
    ['👟', 'any 👟👟?', true],
    ['𝒳', 'a𠮷𝒳', true],
    ['5', 'size 45', false],
    ['', 'anything', false],
    ['x', '', false],
  ])('%j in %j: %s', (keyword, text, expected) => {
    expect(containsKeyword(foldText(text), foldText(keyword))).toBe(expected);
  });
});

import { languageByWords } from './language-by-words';

describe('the language of a text, by its small words', () => {
  it.each([
    ['How much is it, and where do you ship?', 'en'],
    ['HOW MUCH IS THE BLUE ONE??', 'en'],
    ['Hola, ¿cuánto cuesta? Gracias', 'es'],
    ['Olá, você tem isso em azul? Obrigada!', 'pt'],
    ['Bonjour, combien est-ce pour une robe ?', 'fr'],
    ['Hallo, wie viel kostet das, und habt ihr das auch in Blau?', 'de'],
    ['Ciao, vorrei sapere se avete anche il blu', 'it'],
    ['Hoi, ik heb nog niet besteld, kunnen jullie...', 'nl'],
    ['Merhaba, bu ne kadar? Çok teşekkürler', 'tr'],
    ['Dzień dobry, ile to kosztuje, czy jest jeszcze?', 'pl'],
    ['Ola\u0301, voce\u0302 tem isso?', 'pt'],
  ])('%s: %s', (text, language) => {
    expect(languageByWords(text)).toBe(language);
  });

  it.each([
    ['too few', 'the blue one'],
    ['the same one again and again', 'the the the the'],
    ['of two languages', 'How much is it? Hola, ¿cuánto cuesta? Gracias'],
    ['of none', 'Kosovare 12345 !!!'],
    ['in letters of another kind', 'مرحبا، كم سعر الكوب الأزرق؟'],
    ['parts of longer words', 'theory android youth'],
    ['nothing', ''],
  ])('does not tell: %s', (_why, text) => {
    expect(languageByWords(text)).toBeUndefined();
  });
});

/**
 * Small words that people of one language write all the time, and people of no other. Those that several languages
 * share (`de`, `que`, `die`, `para`) are left out.
 */
const WORDS: Readonly<Record<string, string>> = {
  en: 'the and you what how much it this that with please your have would does when where thanks not which could there',
  es: 'los las cuánto cuánta cómo quiero hola gracias pero muy también tiene tienen usted hay dónde estoy puedo precio',
  pt: 'não você vocês obrigado obrigada uma muito quero olá preço meu minha são isso também pelo tem',
  fr: 'les est vous nous avec pour une bonjour merci combien pas dans votre très où être cette',
  de: 'und ist nicht ich viel bitte danke mit eine für auch haben habe wir ihr kann wann das',
  it: 'gli sono grazie ciao vorrei della anche questo questa perché buongiorno avete più ho è nel',
  nl: 'niet ik jullie bedankt zijn heb hebben deze goedemorgen kunnen nog',
  tr: 'bir için çok kadar teşekkürler merhaba değil olarak nasıl istiyorum lütfen mı',
  pl: 'jest czy się że proszę dziękuję kosztuje dzień dobry chcę mam jeszcze',
};
const LANGUAGE_OF = new Map(
  Object.entries(WORDS).flatMap(([language, words]) => words.split(' ').map((word) => [word, language] as const)),
);
/** Different ones; fewer may be a name or a quotation. */
const TELLING = 3;
const WORD = /[\p{L}\p{M}]+/gu;

/**
 * ISO 639-1 code of a text with several small words of one language and none of another; undefined where they do not tell.
 * A hundred times as fast as statistics over letters, and sure of shorter texts.
 */
export function languageByWords(text: string): string | undefined {
  const found = new Set<string>();
  let language: string | undefined;
  for (const [word] of text.toLowerCase().normalize('NFC').matchAll(WORD)) {
    const its = LANGUAGE_OF.get(word);
    if (its === undefined) continue;
    if (language !== undefined && language !== its) return undefined;
    language = its;
    found.add(word);
  }
  return found.size >= TELLING ? language : undefined;
}

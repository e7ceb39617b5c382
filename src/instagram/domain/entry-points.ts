import {
  ICE_BREAKER_CHARACTERS,
  ICE_BREAKERS,
  MENU_ITEMS,
  MENU_TITLE_CHARACTERS,
  PAYLOAD_CHARACTERS,
} from './meta-limits';

/** Questions that people can tap to begin, for those whose app has this locale; `default` for all others. */
export interface IceBreakers {
  locale: string;
  questions: { question: string; payload: string }[];
}

/** The same for the menu beside the composer. */
export interface Menu {
  locale: string;
  items: ({ title: string; payload: string } | { title: string; url: string })[];
}

const DEFAULT_LOCALE = 'default';

/** The rule of Meta's that these ice breakers break, in words; null when they may be set. */
export function problemOfIceBreakers(sets: readonly IceBreakers[]): string | null {
  const problem = problemOfLocales(sets);
  if (problem !== null) return problem;
  for (const { questions } of sets) {
    if (questions.length < 1 || questions.length > ICE_BREAKERS)
      return `There are one to ${ICE_BREAKERS} ice breakers.`;
    if (questions.some(({ question }) => isBad(question, ICE_BREAKER_CHARACTERS)))
      return `An ice breaker needs one to ${ICE_BREAKER_CHARACTERS} characters.`;
    if (questions.some(({ payload }) => isBad(payload, PAYLOAD_CHARACTERS))) return PAYLOAD_RULE;
  }
  return null;
}

/** The same for the menu. */
export function problemOfMenu(menus: readonly Menu[]): string | null {
  const problem = problemOfLocales(menus);
  if (problem !== null) return problem;
  for (const { items } of menus) {
    if (items.length < 1 || items.length > MENU_ITEMS) return `A menu has one to ${MENU_ITEMS} items.`;
    if (items.some(({ title }) => isBad(title, MENU_TITLE_CHARACTERS)))
      return `An item of the menu needs a title of one to ${MENU_TITLE_CHARACTERS} characters.`;
    if (items.some((item) => 'payload' in item && isBad(item.payload, PAYLOAD_CHARACTERS))) return PAYLOAD_RULE;
    if (items.some((item) => 'url' in item && !/^https?:\/\//.test(item.url)))
      return 'An item of the menu leads to an address that begins with https:// or http://.';
  }
  return null;
}

const PAYLOAD_RULE = `What comes back when it is tapped needs one to ${PAYLOAD_CHARACTERS} characters.`;

function problemOfLocales(sets: readonly { locale: string }[]): string | null {
  const locales = sets.map(({ locale }) => locale);
  if (!locales.includes(DEFAULT_LOCALE)) return `The locale “${DEFAULT_LOCALE}” is needed.`;
  return new Set(locales).size < locales.length ? 'Each locale is given once.' : null;
}

const isBad = (text: string, limit: number): boolean => text.trim() === '' || [...text].length > limit;

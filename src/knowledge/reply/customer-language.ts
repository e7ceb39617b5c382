import { detectAll } from 'tinyld';
import { linksOf } from '../../shared/kernel';
import type { ReplyRequest } from '../domain/reply/reply-request';

const SAMPLE = 300;
/** A script of its own, or words that only one language has. */
const CERTAIN = 0.9;
/** Letters from which a guess counts, by how far the best must be ahead of the second. */
const GUESSED = { letters: 10, ahead: 1.3 };
/** A reply is held back for its language only when that is beyond doubt. */
const BEYOND_DOUBT = { letters: 40, ahead: 2 };

/** ISO 639-1 code of a customer's text; null where it does not tell. */
export const guessedLanguageOf = (text: string): string | null => detected(text, GUESSED);

/** ISO 639-1 code of a reply; null unless it is beyond doubt. */
export const certainLanguageOf = (text: string): string | null => detected(text, BEYOND_DOUBT);

function detected(text: string, bounds: typeof GUESSED): string | null {
  const words = wordsOf(text);
  const [best, second] = words.length < 2 ? [] : detectAll(words);
  if (best === undefined) return null;
  const enough = lettersIn(words) >= bounds.letters;
  // Another script tells by itself, however short the text is.
  if (best.accuracy >= CERTAIN && !/\p{Script=Latin}/u.test(words)) return best.lang;
  const ahead = best.accuracy >= CERTAIN || best.accuracy >= bounds.ahead * (second?.accuracy ?? 0);
  return enough && ahead ? best.lang : null;
}

const lettersIn = (text: string): number => text.match(/\p{L}/gu)?.length ?? 0;

/** Without what is the same in all languages. */
function wordsOf(text: string): string {
  const links = linksOf(text.slice(0, SAMPLE));
  return links
    .reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text.slice(0, SAMPLE))
    .replace(/@[\w.]+|[\d\p{S}\p{P}]+/gu, ' ')
    .trim();
}

/** What to reply in: what is set, else what the customer writes in, else the workspace's own. BCP 47. */
export function languageFor({ settings, message, history }: ReplyRequest): string {
  if (settings.style.language !== null) return settings.style.language;
  const theirs = history.filter(({ from }) => from === 'customer').slice(-4);
  const recent = [...theirs.map(({ text }) => text), message.text].join('\n');
  return guessedLanguageOf(message.text) ?? guessedLanguageOf(recent) ?? settings.defaultLanguage;
}

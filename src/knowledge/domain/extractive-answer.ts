import type { FoundChunk } from './found-chunks';

/** What a question asks for, each word in all forms by which it may be met. */
export type AskedWords = readonly (readonly string[])[];

export interface ReadChunk {
  chunk: FoundChunk;
  /** Forms of the words of its title and headings. */
  context: ReadonlySet<string>;
  /** In order. */
  sentences: readonly { text: string; forms: ReadonlySet<string> }[];
}

export interface Extract {
  chunk: FoundChunk;
  /** One or more sentences that follow each other, word by word. */
  quote: string;
}

/** A chunk that has no more than this of what was asked for does not answer it. */
const SUPPORT = 0.5;
/** A chunk of such a score is about the question, in whatever words. */
const CLEAR_SCORE = 0.8;
const SENTENCES = 3;
const QUOTE_MAX = 500;

/**
 * The sentences that say most of what was asked for, from the one chunk that does so best; null when none says enough.
 * Words of a title or heading count for every sentence below it.
 */
export function extractOf(asked: AskedWords, chunks: readonly ReadChunk[]): Extract | null {
  const best = chunks
    .map((read, place) => ({ read, place, ...bestWindow(asked, read) }))
    .sort((a, b) => b.value - a.value || a.place - b.place)[0];
  if (best === undefined || (best.support <= SUPPORT && best.read.chunk.score < CLEAR_SCORE)) return null;
  return { chunk: best.read.chunk, quote: best.quote };
}

interface Window {
  quote: string;
  /** Share of the question's words, title and headings included. */
  support: number;
  value: number;
}

function bestWindow(asked: AskedWords, { chunk, context, sentences }: ReadChunk): Window {
  let best: Window = { quote: '', support: 0, value: -1 };
  for (let from = 0; from < sentences.length; from++) {
    for (let to = from + 1; to <= Math.min(sentences.length, from + SENTENCES); to++) {
      const window = sentences.slice(from, to);
      const quote = window.map(({ text }) => text).join(' ');
      if (to - from > 1 && quote.length > QUOTE_MAX) break;
      const own = shareOf(asked, (form) => window.some(({ forms }) => forms.has(form)));
      const support = shareOf(asked, (form) => context.has(form) || window.some(({ forms }) => forms.has(form)));
      // Its own words weigh more than its heading; among equals the shorter and earlier one.
      const value = support + own / 2 + chunk.score / 2 - (to - from) * 0.01;
      if (value > best.value) best = { quote, support, value };
    }
  }
  return best;
}

function shareOf(asked: AskedWords, has: (form: string) => boolean): number {
  return asked.filter((forms) => forms.some(has)).length / Math.max(1, asked.length);
}

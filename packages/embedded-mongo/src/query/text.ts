import { isPlainObject, toNumber } from '../bson';
import { fail } from '../errors';
import type { Document } from '../types';
import type { TextMatcher } from './context';
import { splitPath, topLevelOf, walk } from './path';

const STOP_WORDS = new Set(
  (
    'a about after all also an and any are as at be because been but by can could did do does for from had has have he her ' +
    'him his how i if in into is it its just me more most my no not of on only or other our out over own she so some such ' +
    'than that the their them then there these they this those through to too under until up very was we were what when ' +
    'where which while who whom why will with would you your'
  ).split(' '),
);

/** A light English stemmer: plural, -ing, -ed, -ly. */
function stem(word: string): string {
  if (word.length < 4) return word;
  const singular = word.replace(
    /(?:(ss)|ies|([^aeiou]?)s)$/,
    (all, double: string | undefined, before: string | undefined) =>
      double ? all : all === 'ies' ? 'y' : (before ?? ''),
  );
  const base = singular.replace(/(?:ingly|edly|ing|ed|ly)$/, '');
  if (base.length < 3 || !/[aeiouy]/.test(base)) return singular;
  return base.replace(/([^aeiouls])\1$/, '$1').replace(/e$/, '');
}

/** The search terms of a text: lower case, without marks, stop words dropped, stemmed. With repetitions. */
export function tokens(text: string): string[] {
  const words =
    text
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}_]+/gu) ?? [];
  return words.filter((word) => !STOP_WORDS.has(word)).map(stem);
}

type Search = {
  readonly terms: ReadonlySet<string>;
  readonly excluded: readonly string[];
  readonly phrases: readonly string[];
};

/** Words are alternatives; phrases in quotation marks are required; `-word` excludes. */
export function parseSearch(search: string): Search {
  const phrases = [...search.matchAll(/(^|[^-])"([^"]*)"/g)].map((match) => (match[2] ?? '').toLowerCase());
  const excluded = [...search.matchAll(/(?:^|\s)-("[^"]*"|\S+)/g)].flatMap((match) => tokens(match[1] ?? ''));
  const positive = search.replace(/(?:^|\s)-("[^"]*"|\S+)/g, ' ');
  return { terms: new Set(tokens(positive)), excluded, phrases };
}

function textsAt(doc: Document, parts: readonly string[]): string[] {
  const found: string[] = [];
  walk(doc, parts, 0, (value) => {
    for (const text of Array.isArray(value) ? (value as unknown[]) : [value])
      if (typeof text === 'string') found.push(text);
    return false;
  });
  return found;
}

function validate(spec: Document): string {
  for (const option of Object.keys(spec)) {
    if (!['$search', '$language', '$caseSensitive', '$diacriticSensitive'].includes(option)) {
      fail(2, `extra fields in $text: ${option}`);
    }
  }
  if (spec.$caseSensitive === true || spec.$diacriticSensitive === true) {
    fail(238, '$text: case and diacritic sensitive search is not supported by the embedded store');
  }
  return typeof spec.$search === 'string' ? spec.$search : fail(14, '$search needs a string');
}

/**
 * Compiles a `$text` condition for a text index with these field weights (path → weight). The score is the weighted share
 * of matching terms, near to MongoDB's but not equal.
 */
export function textMatcher(spec: unknown, weights: Document): TextMatcher {
  const search = parseSearch(validate(isPlainObject(spec) ? spec : fail(2, '$text expects an object')));
  const fields = Object.entries(weights).map(([path, weight]) => ({
    parts: splitPath(path),
    weight: toNumber(weight) || 1,
  }));

  const score = (doc: Document): number => {
    let total = 0;
    for (const { parts, weight } of fields) {
      for (const text of textsAt(doc, parts)) {
        const words = tokens(text);
        const hits = words.filter((word) => search.terms.has(word)).length;
        if (hits > 0) total += weight * (0.5 + (0.5 * hits) / words.length) * hits;
      }
    }
    return total;
  };

  const test = (doc: Document): boolean => {
    const texts = fields.flatMap(({ parts }) => textsAt(doc, parts));
    const words = new Set(texts.flatMap(tokens));
    if (search.excluded.some((word) => words.has(word))) return false;
    const lower = texts.map((text) => text.toLowerCase());
    if (!search.phrases.every((phrase) => lower.some((text) => text.includes(phrase)))) return false;
    return [...search.terms].some((term) => words.has(term));
  };

  return { fields: new Set(Object.keys(weights).map(topLevelOf)), test, score };
}

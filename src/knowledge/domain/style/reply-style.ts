import { graphemesOf, linksOf, sentencesOf, splitText, truncateGraphemes } from '../../../shared/kernel';
import { visibleText } from '../text/visible-text';

export interface ReplyStyle {
  /** How replies sound, in the workspace's words. */
  tone: string | null;
  /** BCP 47; null: the customer's. */
  language: string | null;
  allowEmojis: boolean;
  allowHashtags: boolean;
  maxSentences: number;
  /** What a reader sees as characters. */
  maxCharacters: number;
}

const EMOJI =
  /[\u00a9\u00ae\u203c\u2049\u2122](?=\ufe0f)\ufe0f|[\d#*]\ufe0f?\u20e3|\p{RI}{2}|(?![\d#*\u00a9\u00ae\u203c\u2049\u2122])\p{Emoji_Presentation}|(?![\d#*\u00a9\u00ae\u203c\u2049\u2122])\p{Extended_Pictographic}|\u200d|\ufe0f|\p{Emoji_Modifier}/gu;
const HASHTAG = /(?<![\p{L}\p{N}&/#])#(?=[\p{L}\p{N}_]*\p{L})([\p{L}\p{M}\p{N}_]+)/gu;
const ENDING_HASHTAGS = /(?:\s*(?<![\p{L}\p{N}&/#])#(?=[\p{L}\p{N}_]*\p{L})[\p{L}\p{M}\p{N}_]+)+\s*$/u;
/** Of the words of a first sentence, what must be new. */
const REPEATED = 0.7;
const COMPARED_WORDS = 8;

/** A reply as it may be sent: no mark-up, no emojis or hashtags unless allowed, not longer than allowed. */
export function styledReply(reply: string, style: ReplyStyle, previous?: string): string {
  const plain = withoutMarkup(visibleText(reply));
  const quiet = style.allowEmojis ? plain : withoutEmojis(plain);
  const tagged = style.allowHashtags ? quiet : withoutHashtags(quiet);
  const fresh = withoutRepeatedOpening(tidied(tagged), previous);
  return shortened(fresh, style);
}

/** Instagram shows Markdown as it is typed. */
function withoutMarkup(text: string): string {
  return text
    .replace(/^```[^\n]*\n?|```\s*$/gm, '')
    .replace(/!?\[([^\]\n]{1,200})\]\((\S{1,400}?)\)/g, (_all, label: string, url: string) =>
      label === url ? url : `${label}: ${url}`,
    )
    .replace(/(\*\*|__)(?=\S)([^\n]{1,120}?)(?<=\S)\1/g, '$2')
    .replace(/^#{1,6} +/gm, '')
    .replace(/^\s*[*+] +/gm, '- ')
    .replace(/`([^`\n]{1,200})`/g, '$1');
}

function withoutEmojis(text: string): string {
  return text.replace(EMOJI, '');
}

/** Those at the end go; within a sentence the word stays. Never in a link. */
function withoutHashtags(text: string): string {
  const links = linksOf(text);
  const inLink = (at: number) => links.some(({ start, end }) => start <= at && at < end);
  const ending = ENDING_HASHTAGS.exec(text);
  const body = ending !== null && !inLink(ending.index + ending[0].indexOf('#')) ? text.slice(0, ending.index) : text;
  return body.replace(HASHTAG, (tag, word: string, at: number) => (inLink(at) ? tag : word));
}

function tidied(text: string): string {
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/ (?=[.,!?;:](?:\s|$))/g, '')
    .trim();
}

const wordsOf = (sentence: string): string[] =>
  (sentence.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, COMPARED_WORDS);

/** Whether two sentences begin with nearly the same words. */
function beginAlike(one: string, other: string): boolean {
  const [words, others] = [wordsOf(one), new Set(wordsOf(other))];
  if (words.length < 3 || others.size < 3) return false;
  return words.filter((word) => others.has(word)).length / Math.max(words.length, others.size) > REPEATED;
}

/** What the reply before has opened with already is not said again, unless it is all there is. */
function withoutRepeatedOpening(text: string, previous: string | undefined): string {
  if (previous === undefined) return text;
  const [first = '', ...rest] = sentencesOf(text);
  const [before = ''] = sentencesOf(previous);
  return rest.length > 0 && beginAlike(first, before) ? rest.join('').trim() : text;
}

/** Whole sentences as far as they fit; of a single one that does not, as much as fits. */
function shortened(text: string, { maxSentences, maxCharacters }: ReplyStyle): string {
  const fits = (part: string) => part.length <= maxCharacters || graphemesOf(part).length <= maxCharacters;
  const kept = spokenSentences(text).slice(0, maxSentences);
  while (kept.length > 1 && !fits(kept.join('').trim())) kept.pop();
  const short = kept.join('').trim();
  if (fits(short)) return short;
  const [part = ''] = splitText(short, (start) => fits(`${start}…`));
  return fits(`${part}…`) ? `${part}…` : truncateGraphemes(part.replace(/\S*$/u, ''), maxCharacters).trim();
}

/** Lines without a word, such as a blank one or a row of emojis, belong to the sentence before. */
function spokenSentences(text: string): string[] {
  const sentences: string[] = [];
  for (const sentence of sentencesOf(text)) {
    const last = sentences.length - 1;
    if (last >= 0 && !/[\p{L}\p{N}]/u.test(sentence)) sentences[last] += sentence;
    else sentences.push(sentence);
  }
  return sentences;
}

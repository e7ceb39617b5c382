import { LinkifyIt } from 'linkify-it';
import tlds from 'tlds';

/** A part of a text: UTF-16 offsets, the end exclusive. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export interface ProtectedSpan extends TextSpan {
  readonly kind: 'link' | 'email' | 'number';
}

export interface TextLink extends TextSpan {
  readonly kind: 'link' | 'email';
  /** As written. */
  readonly raw: string;
  /** With a scheme: `shop.com/a` gives `http://shop.com/a`, an address gives `mailto:…`. */
  readonly url: string;
}

const GRAPHEMES = new Intl.Segmenter('und', { granularity: 'grapheme' });
const WORDS = new Intl.Segmenter('und', { granularity: 'word' });
const SENTENCES = new Intl.Segmenter('und', { granularity: 'sentence' });
/** `.onion` (RFC 7686) and the `.example` of documents and tests (RFC 2606) are in no list of registries. */
const LINKS = new LinkifyIt({
  fuzzyLink: true,
  fuzzyEmail: true,
  fuzzyIP: true,
  urlAuth: true,
  tlds: [...tlds, 'onion', 'example'],
});

/** Amounts with their currency, percentages, dates, times, telephone numbers. Longer runs of digits are no number. */
const NUMBER =
  /(?:\p{Sc}[ \u00a0\u202f]?)?[+(]?\p{Nd}+(?:\)?(?:[.,:/'’٫٬\-\u00a0\u202f]| (?=\p{Nd}{3}(?!\p{Nd})))\p{Nd}+){0,9}(?:[ \u00a0\u202f]?(?:[%‰]|\p{Sc}|[A-Z]{3}(?![\p{L}\p{M}])))?/gu;
const MAX_NUMBER = 64;

/** The segmenter has no list of abbreviations: after these a sentence goes on. A single letter is an initial. */
const ABBREVIATION =
  /(?:^|[\s("'«„])(?:\p{L}|[dms]r|mrs|prof|st|no|nr|art|abs|ca|bzw|vs|etc|approx|incl|inkl|tel|z\. ?b|d\. ?h|u\. ?a|e\.g|i\.e|p\.ej|av|núm|sig|dott|ул|г|др|тел|стр)\.\s*$/iu;

/** The number of a point in a list is no sentence. */
const LIST_MARK = /^\s*\p{Nd}{1,2}[.)]\s*$/u;

/** A break between words. The spaces that hold a number or a unit together (U+00A0, U+202F) are none. */
const BREAKING_SPACE = /[\t\n\v\f\r \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]/;

/** A better place to cut is taken if the part keeps at least this share of what would fit. */
const WELL_FILLED = 0.4;

/** What a reader sees as characters. */
export function graphemesOf(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/** The first `limit` graphemes. */
export function truncateGraphemes(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let taken = 0;
  for (const { index } of GRAPHEMES.segment(text)) if (taken++ === limit) return text.slice(0, index);
  return text;
}

/** Links and e-mail addresses in order, also those without a scheme. */
export function linksOf(text: string): TextLink[] {
  return (LINKS.match(text) ?? []).map(({ schema, index, lastIndex, raw, url }) => ({
    kind: schema === 'mailto:' ? 'email' : 'link',
    start: index,
    end: lastIndex,
    raw,
    url,
  }));
}

/** What must stay in one piece, in order and without overlap: links, e-mail addresses, numbers with their unit. */
export function protectedSpansOf(text: string): ProtectedSpan[] {
  const links = linksOf(text);
  const spans: ProtectedSpan[] = links.map(({ kind, start, end }) => ({ kind, start, end }));
  let next = 0;
  for (const { 0: number, index: start } of text.matchAll(NUMBER)) {
    const end = start + number.length;
    while (next < links.length && (links[next]?.end ?? 0) <= start) next++;
    if (number.length <= MAX_NUMBER && (links[next]?.start ?? Infinity) >= end)
      spans.push({ kind: 'number', start, end });
  }
  return spans.sort((left, right) => left.start - right.start);
}

/** Sentences in order; joined they give the text. No sentence ends in a link, a number or behind an abbreviation. */
export function sentencesOf(text: string): string[] {
  const ends = sentenceEnds(text, protectedSpansOf(text));
  return ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end));
}

/**
 * The text in as few parts as sensible, each trimmed: cut between paragraphs, lines, sentences, words or, where there
 * is nothing else, graphemes; never in a grapheme, a link, an e-mail address or a number. A link that does not fit alone
 * is a part of its own, for the caller to judge. A shorter text must fit wherever a longer one does.
 */
export function splitText(text: string, fits: (part: string) => boolean): string[] {
  const source = new CuttableText(text);
  const parts: string[] = [];
  let from = 0;
  while (from < text.length) {
    const to = source.nextCut(from, fits);
    const part = text.slice(from, to).trim();
    if (part !== '') parts.push(part);
    from = to;
  }
  return parts;
}

function sentenceEnds(text: string, spans: readonly TextSpan[]): number[] {
  const ends: number[] = [];
  let last = 0;
  for (const { index, segment } of SENTENCES.segment(text)) {
    const end = index + segment.length;
    const goesOn = endsNoSentence(text.slice(last, end)) || spanAround(spans, end) !== undefined;
    if (goesOn && end < text.length) continue;
    ends.push(end);
    last = end;
  }
  return ends;
}

function endsNoSentence(text: string): boolean {
  return ABBREVIATION.test(text.slice(-16)) || LIST_MARK.test(text);
}

/** The span with `offset` strictly inside. */
function spanAround(spans: readonly TextSpan[], offset: number): TextSpan | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.start < offset ? span : undefined;
}

class CuttableText {
  private readonly spans: readonly TextSpan[];
  private readonly graphemes: Intl.Segments;

  constructor(private readonly text: string) {
    this.spans = protectedSpansOf(text);
    this.graphemes = GRAPHEMES.segment(text);
  }

  /** Where the part that begins at `from` ends. */
  nextCut(from: number, fits: (part: string) => boolean): number {
    const upTo = (end: number) => this.text.slice(from, end).trim();
    if (fits(upTo(this.text.length))) return this.text.length;
    const longest = this.longestFitting(from, (end) => fits(upTo(end)));
    return longest > from ? this.bestCut(from, longest) : this.cutAfter(from);
  }

  private longestFitting(from: number, fits: (end: number) => boolean): number {
    let low = from;
    let high = this.text.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      const cut = this.cutAtOrBefore(middle);
      if (cut <= from || fits(cut)) low = middle;
      else high = middle;
    }
    return this.cutAtOrBefore(low);
  }

  private cutAtOrBefore(offset: number): number {
    const start = spanAround(this.spans, offset)?.start ?? this.graphemes.containing(offset)?.index ?? offset;
    return start === offset ? offset : this.cutAtOrBefore(start);
  }

  private cutAfter(offset: number): number {
    for (let end = offset + 1; end < this.text.length; end++) if (this.cutAtOrBefore(end) === end) return end;
    return this.text.length;
  }

  private bestCut(from: number, longest: number): number {
    const enough = from + Math.ceil((longest - from) * WELL_FILLED);
    return (
      this.lastBreak(enough, longest, (at) => /\n\s*\n\s*$/.test(this.text.slice(Math.max(from, at - 8), at))) ??
      this.lastBreak(enough, longest, (at) => this.text[at - 1] === '\n') ??
      this.lastSentence(from, enough, longest) ??
      this.lastBreak(from + 1, longest, (at) => this.isSpace(at - 1) || this.isSpace(at)) ??
      this.lastWord(from, longest) ??
      longest
    );
  }

  private isSpace(offset: number): boolean {
    return BREAKING_SPACE.test(this.text.charAt(offset));
  }

  private lastBreak(least: number, most: number, breaks: (at: number) => boolean): number | undefined {
    for (let at = most; at >= least; at--) if (breaks(at) && this.cutAtOrBefore(at) === at) return at;
    return undefined;
  }

  private lastSentence(from: number, least: number, most: number): number | undefined {
    // One character more tells whether a sentence ends at `most` itself.
    const seen = this.text.slice(from, most + 1);
    const spans = this.spans.map(({ start, end }) => ({ start: start - from, end: end - from }));
    const end = sentenceEnds(seen, spans).findLast((at) => at < seen.length && from + at <= most);
    if (end === undefined || from + end < least) return undefined;
    return this.cutAtOrBefore(from + end) === from + end ? from + end : undefined;
  }

  /** For scripts without spaces. */
  private lastWord(from: number, most: number): number | undefined {
    const words = WORDS.segment(this.text.slice(from, most + 1));
    const start = from + (words.containing(most - from)?.index ?? 0);
    const cut = this.cutAtOrBefore(start);
    return cut > from ? cut : undefined;
  }
}

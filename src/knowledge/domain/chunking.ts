import { splitText } from '../../shared/kernel';

/** About 250 tokens: what answers one question, seldom more. */
const CHUNK_MAX = 1_000;
/** Of scripts in which a character says about as much as a word elsewhere. */
const DENSE_CHUNK_MAX = 400;
const DENSE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/gu;
const HEADING = /^(#{1,6})[ \t]+(.+)$/;

interface Section {
  /** From the outermost in. */
  headings: string[];
  paragraphs: string[];
}

/**
 * Cuts a text into chunks: at headings (`# …`), then between paragraphs, then between sentences. Each begins with the
 * headings that it stands under.
 */
export function chunksOf(text: string): string[] {
  return sectionsOf(text).flatMap(({ headings, paragraphs }) => {
    const head = headings.length === 0 ? '' : `${headings.join(' › ')}\n`;
    return packed(paragraphs).map((body) => `${head}${body}`);
  });
}

function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let section: Section = { headings: [], paragraphs: [] };
  let path: { depth: number; words: string }[] = [];
  sections.push(section);
  for (const block of text.replaceAll(/\r\n?/g, '\n').split(/\n\s*\n|\n(?=#{1,6}[ \t])/)) {
    const { heading, rest } = headingOf(block.trim());
    if (heading !== undefined) {
      path = [...path.filter(({ depth }) => depth < heading.depth), heading];
      section = { headings: path.map(({ words }) => words), paragraphs: [] };
      sections.push(section);
    }
    if (rest !== '') section.paragraphs.push(rest);
  }
  return sections;
}

function headingOf(block: string): { heading?: { depth: number; words: string }; rest: string } {
  const [first = '', ...others] = block.split('\n');
  const [, marks, words] = HEADING.exec(first) ?? [];
  if (marks === undefined || words === undefined) return { rest: block };
  return { heading: { depth: marks.length, words: words.trim() }, rest: others.join('\n').trim() };
}

/** As many paragraphs in each as fit; those that are too long alone are split. */
function packed(paragraphs: readonly string[]): string[] {
  const chunks: string[] = [];
  let current = '';
  for (const part of paragraphs.flatMap(split)) {
    const joined = current === '' ? part : `${current}\n\n${part}`;
    if (current !== '' && !fits(joined)) {
      chunks.push(current);
      current = part;
    } else current = joined;
  }
  return current === '' ? chunks : [...chunks, current];
}

function split(paragraph: string): string[] {
  return fits(paragraph) ? [paragraph] : splitText(paragraph, fits);
}

function fits(text: string): boolean {
  if (text.length <= DENSE_CHUNK_MAX) return true;
  if (text.length > CHUNK_MAX) return false;
  const dense = text.match(DENSE)?.length ?? 0;
  return dense * 3 < text.length;
}

import { convert, type HtmlToTextOptions } from 'html-to-text';
import type { FormatText } from '../read-document';

/** What surrounds the content of a page, and what shows no text. */
const SKIPPED = ['nav', 'footer', 'aside', 'form', 'button', 'script', 'style', 'noscript', 'template', 'svg', 'img'];
const HEADINGS = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'];
/** A shorter one is not where the content is. */
const CONTENT_MIN = 200;
const MAX_INPUT = 8_000_000;

const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: MAX_INPUT, maxDepth: 200 },
  formatters: {
    marked: ({ name = 'h1', children }, walk, builder) => {
      builder.openBlock({ leadingLineBreaks: 2 });
      builder.addInline(`${'#'.repeat(Number(name.slice(1)))} `);
      walk(children, builder);
      builder.closeBlock({ trailingLineBreaks: 2 });
    },
  },
  selectors: [
    ...SKIPPED.map((selector) => ({ selector, format: 'skip' })),
    ...HEADINGS.map((selector) => ({ selector, format: 'marked' })),
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'table', format: 'dataTable' },
  ],
};

/** Of a page: its main part, with headings marked. */
export function htmlText(html: string): FormatText {
  const title = partOf(html, 'title').replaceAll(/\s+/g, ' ').trim();
  const text = ['main', 'article'].map((part) => partOf(html, part)).find((part) => part.length >= CONTENT_MIN);
  return { ...(title === '' ? {} : { title }), text: text ?? partOf(html, 'body') };
}

function partOf(html: string, selector: string): string {
  const baseElements = { selectors: [selector], returnDomByDefault: selector === 'body' };
  return convert(html, { ...OPTIONS, baseElements }).trim();
}

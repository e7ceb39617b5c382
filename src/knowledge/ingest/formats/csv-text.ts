import { parse } from 'csv-parse/sync';
import type { FormatText } from '../read-document';
import { UnreadableDocument } from '../unreadable-document';

const MAX_ROWS = 20_000;
const DELIMITERS = [',', ';', '\t', '|'];

/** Each row as a paragraph of `column: value` lines, so that it is found, and read, without the others. */
export function csvText(source: string): FormatText {
  const [header = [], ...rows] = rowsOf(source);
  const paragraphs = rows.map((row) =>
    row.flatMap((value, index) => (value === '' ? [] : [`${header[index] ?? index + 1}: ${value}`])).join('\n'),
  );
  // A table of one row has no columns to name: then the row is all there is.
  return { text: rows.length === 0 ? header.join('\n') : paragraphs.join('\n\n') };
}

function rowsOf(source: string): string[][] {
  const [firstLine = ''] = source.split('\n', 1);
  const count = (delimiter: string) => firstLine.split(delimiter).length;
  const [delimiter = ','] = [...DELIMITERS].sort((a, b) => count(b) - count(a));
  try {
    return parse(source, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      to: MAX_ROWS,
    });
  } catch (cause) {
    throw new UnreadableDocument('unreadable-file', 'This is no table that can be read.', { cause });
  }
}

import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { stringify } from 'csv-stringify';

const CSV = 'text/csv; charset=utf-8';

/** Of a route that answers with a table. */
export const ProducesCsv = () => ApiProduces('text/csv');

export type CsvRow = Readonly<Record<string, string | number | boolean | Date | undefined>>;

/**
 * A download named `<name>.csv`, with these columns, sent as fast as the reader takes it. What a spreadsheet would run as
 * a formula is marked as text.
 */
export function csv(rows: AsyncIterable<CsvRow>, columns: readonly string[], name: string): StreamableFile {
  const table = stringify({
    header: true,
    columns: [...columns],
    bom: true,
    escape_formulas: true,
    cast: { date: (date) => date.toISOString(), boolean: String },
  });
  const source = Readable.from(rows);
  source.on('error', (error) => table.destroy(error));
  table.on('close', () => source.destroy());
  return new StreamableFile(source.pipe(table), { type: CSV, disposition: `attachment; filename="${name}.csv"` });
}

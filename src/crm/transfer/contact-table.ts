import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { FieldProblem } from '../../shared/kernel';
import type { ImportedLine } from '../repositories/crm-job-pieces.repository';

export const ROWS_MAX = 50_000;
export const COLUMNS_MAX = 100;
const CELL_MAX = 2_000;
const CHUNK_BYTES = 64 * 1024;
const DELIMITERS = [',', ';', '\t'] as const;

/** A file as rows of cells, each with the line that it begins on. */
export interface ContactTable {
  heads: readonly string[];
  lines: readonly ImportedLine[];
}

export type ReadTable = { ok: true; table: ContactTable } | { ok: false; problems: readonly FieldProblem[] };

/** Reads a CSV file, with commas, semicolons or tabs, of UTF-8; in pieces, so that others are served meanwhile. */
export async function readTable(bytes: Buffer): Promise<ReadTable> {
  if (!isUtf8(bytes)) return refusal('must be a text of UTF-8');
  try {
    return tableOf(await rowsOf(bytes));
  } catch (error) {
    if (error instanceof CsvError)
      return refusal(`cannot be read: ${error.code} on line ${Number(error['lines'] ?? 0)}`);
    throw error;
  }
}

interface ParsedRow {
  info: { lines: number };
  record: string[];
}

async function rowsOf(bytes: Buffer): Promise<ImportedLine[]> {
  const parser = Readable.from(chunksOf(bytes)).pipe(
    parse({
      bom: true,
      delimiter: delimiterOf(bytes),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: 200_000,
    }),
  );
  const rows: ImportedLine[] = [];
  for await (const { info, record } of parser as AsyncIterable<ParsedRow>) {
    rows.push({ line: info.lines, cells: record });
    if (rows.length > ROWS_MAX + 1) break;
  }
  return rows;
}

function tableOf([head, ...lines]: ImportedLine[]): ReadTable {
  const heads = head?.cells.map((cell) => cell.trim()) ?? [];
  if (heads.length === 0 || lines.length === 0) return refusal('must have a line of heads and a line of values');
  if (lines.length > ROWS_MAX) return refusal(`must have at most ${ROWS_MAX} lines of values`);
  if (heads.length > COLUMNS_MAX) return refusal(`must have at most ${COLUMNS_MAX} columns`);
  if (new Set(heads).size !== heads.length) return refusal('must have different heads');
  const long = lines.find(({ cells }) => cells.some((cell) => cell.length > CELL_MAX));
  if (long !== undefined) return refusal(`has a cell of more than ${CELL_MAX} characters on line ${long.line}`);
  return { ok: true, table: { heads, lines } };
}

const refusal = (rule: string): ReadTable => ({ ok: false, problems: [{ field: 'file', rule }] });

function* chunksOf(bytes: Buffer): Iterable<Buffer> {
  for (let first = 0; first < bytes.length; first += CHUNK_BYTES) yield bytes.subarray(first, first + CHUNK_BYTES);
}

/** The one that the first line has most of. */
function delimiterOf(bytes: Buffer): string {
  const [first = ''] = bytes.subarray(0, CHUNK_BYTES).toString('utf8').split('\n', 1);
  const counts = DELIMITERS.map((delimiter) => first.split(delimiter).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

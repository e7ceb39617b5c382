import { buffer } from 'node:stream/consumers';
import type { StreamableFile } from '@nestjs/common';
import { csv, type CsvRow } from './csv';

async function* rowsOf(...rows: CsvRow[]): AsyncIterable<CsvRow> {
  yield* await Promise.resolve(rows);
}

/** As sent, with the mark that tells spreadsheets that it is UTF-8. */
const sent = async (file: StreamableFile): Promise<string> => (await buffer(file.getStream())).toString();

describe('csv', () => {
  it('writes a header and a line for each row, quoting what needs it', async () => {
    const rows = rowsOf({ name: 'Doe, "Jane"', at: new Date(0) }, { name: 'two\nlines', at: undefined });
    const written = await sent(csv(rows, ['name', 'at'], 'people'));
    expect(written).toBe('\uFEFFname,at\n"Doe, ""Jane""",1970-01-01T00:00:00.000Z\n"two\nlines",\n');
  });

  it.each(['=1+1', '+49', '-2', '@SUM(A1)', '\tx'])('marks %j as text', async (formula) => {
    const written = await sent(csv(rowsOf({ name: formula }), ['name'], 'people'));
    expect(written.split('\n')[1]).toContain(`'${formula}`);
  });

  it('has the columns that were asked for, and no others', async () => {
    const written = await sent(csv(rowsOf({ b: 1, secret: 'x' }), ['a', 'b'], 'people'));
    expect(written).toBe('\uFEFFa,b\n,1\n');
  });

  it('ends with the error of its source', async () => {
    async function* failing(): AsyncIterable<CsvRow> {
      yield await Promise.resolve({ a: 1 });
      throw new Error('the store is away');
    }
    await expect(sent(csv(failing(), ['a'], 'people'))).rejects.toThrow('the store is away');
  });
});

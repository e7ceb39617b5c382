import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';

const NDJSON = 'application/x-ndjson';

/** Of a route that answers with one JSON document a line. */
export const ProducesNdjson = () => ApiProduces(NDJSON);

/** A download named `<name>.ndjson`, sent as fast as the reader takes it. */
export function ndjson(lines: AsyncIterable<string>, name: string): StreamableFile {
  return new StreamableFile(Readable.from(lines, { objectMode: false }), {
    type: NDJSON,
    disposition: `attachment; filename="${name}.ndjson"`,
  });
}

import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Transcript } from './transcript';

const FOLDER = path.join(__dirname, '../transcripts');

/** Every file of test/transcripts is one scenario, called like its file. */
export function allTranscripts(): (Transcript & { name: string })[] {
  const load = createRequire(__filename);
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .sort()
    .map((file) => {
      const { transcript } = load(path.join(FOLDER, file)) as { transcript: Transcript };
      return { name: path.basename(file, '.ts'), ...transcript };
    });
}

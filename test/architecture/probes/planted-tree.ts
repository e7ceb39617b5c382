import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Path → text of a file, relative to the tree. */
export type Files = Readonly<Record<string, string>>;

/** Writes a tree of files into a temporary folder; `remove` deletes it. */
export function plant(files: Files): { folder: string; remove(): void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'parley-probe-'));
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Reads the saved state; undefined when there is none yet. A damaged file throws. */
export async function loadState(path: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
  return JSON.parse(text);
}

const isAbsence = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';

/** Writes beside the file, syncs, then renames: a reader sees the old state or the new one, never half. */
export async function saveState(path: string, state: unknown): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.tmp`;
  const file = await open(draft, 'w');
  try {
    await file.writeFile(JSON.stringify(state));
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path);
}

const SETTLE_MS = 50;

/** Saves a little after each change, never two at once. */
export class StateSaver {
  private timeout: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly snapshot: () => unknown,
    private readonly onError: (error: unknown) => void,
  ) {}

  request(): void {
    this.timeout ??= setTimeout(() => {
      this.timeout = null;
      this.save().catch(this.onError);
    }, SETTLE_MS);
  }

  /** Saves now; rejects when the file cannot be written. */
  async save(): Promise<void> {
    const saving = this.running.then(() => saveState(this.path, this.snapshot()));
    this.running = saving.catch(() => undefined);
    return saving;
  }

  async close(): Promise<void> {
    if (this.timeout) clearTimeout(this.timeout);
    this.timeout = null;
    await this.save();
  }
}

/** What came of asking something. */
export interface Probe {
  ok: boolean;
  latencyMs: number;
  /** Code of what went wrong, when not ok. */
  error?: string;
}

/** Longer than anything that works takes. */
const PATIENCE_MS = 2_000;

/** Asks; what fails or takes too long is an answer, too. `elapsed` in milliseconds of a monotonic clock. */
export async function probe<T, Shown extends object>(
  question: () => Promise<T>,
  shown: (answer: T) => Shown,
  elapsed: () => number,
): Promise<Probe & Partial<Shown>> {
  const startedAt = elapsed();
  const latencyMs = () => Math.round((elapsed() - startedAt) * 10) / 10;
  const over = new AbortController();
  try {
    const answer = await Promise.race([question(), patience(over.signal)]);
    return { ...shown(answer), ok: true, latencyMs: latencyMs() };
  } catch (error) {
    return { ok: false, latencyMs: latencyMs(), error: codeOf(error) } as Probe & Partial<Shown>;
  } finally {
    over.abort();
  }
}

function patience(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), PATIENCE_MS);
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'UNKNOWN';
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : error.message.slice(0, 100);
}

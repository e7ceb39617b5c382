import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const KEPT = path.resolve(__dirname, '../../test-results/logs');
const SHOWN_LINES = 20;
const SHOWN_CHARACTERS = 2_000;
/** Of pino. */
const ERROR = 50;
/** Set by the test environment once anything of the file has failed. */
const FAILED = Symbol.for('parley.tests.failed');

const hasFailed = (): boolean => Reflect.get(globalThis, FAILED) === true;

/** What they have logged, by JSON lines; what is no JSON (a stack of a crash) counts as an error. */
function errorsIn(file: string): { line: string; status?: unknown }[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  return lines.flatMap((line) => {
    const entry = parsed(line);
    if (entry === null) return [{ line }];
    return Number(entry.level) >= ERROR ? [{ line, status: entry.status }] : [];
  });
}

function parsed(line: string): { level?: unknown; status?: unknown } | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

/**
 * Copies logs to test-results/logs and prints their errors, when something of this test file failed or a request ended
 * with a status of 500, which no test asks for.
 */
export function keepLogsOfFailure(name: string, files: readonly string[], startFailed = false): void {
  const logs = files.filter((file) => existsSync(file)).map((file) => ({ file, errors: errorsIn(file) }));
  const brokeDown = logs.some(({ errors }) => errors.some(({ status }) => status === 500));
  if (!startFailed && !brokeDown && !hasFailed()) return;
  for (const { file, errors } of logs) {
    const kept = path.join(KEPT, name, path.basename(path.dirname(file)), path.basename(file));
    mkdirSync(path.dirname(kept), { recursive: true });
    cpSync(file, kept);
    const shown = errors.slice(-SHOWN_LINES).map(({ line }) => `  ${line.slice(0, SHOWN_CHARACTERS)}\n`);
    process.stderr.write(`${kept}, ${errors.length} errors\n${shown.join('')}`);
  }
}

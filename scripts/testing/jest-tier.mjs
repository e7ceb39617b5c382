import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fromRoot, ROOT } from '../launcher/paths.mjs';

const JEST = fromRoot('node_modules', 'jest', 'bin', 'jest.js');
const RESULTS = fromRoot('test-results');
/** Far above every budget: only a run that hangs is cut off. */
const CUT_OFF_MS = 60 * 60_000;

/** Runs one project of jest.config.cjs. A run that crashes, or ends badly though no test failed, counts as one failure. */
export async function runJestTier({ name, args = [] }) {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `${name}.json`);
  rmSync(file, { force: true });
  const code = await runJest(['--selectProjects', name, '--json', `--outputFile=${file}`, ...args]);
  return countsOf(readResults(file), code);
}

async function runJest(args) {
  // Its stdout repeats the JSON of the output file.
  const child = spawn(process.execPath, [JEST, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: CUT_OFF_MS,
  });
  return new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
}

function readResults(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
}

export function countsOf(results, code) {
  if (results === null) return { passed: 0, failed: 1, skipped: 0, problem: `jest ended with ${code} and no results` };
  const { numPassedTests: passed, numPendingTests: skipped } = results;
  // A file that cannot be loaded has no tests to fail.
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
  if (code !== 0 && failed === 0) return { passed, failed: 1, skipped, problem: `jest ended with ${code}` };
  return { passed, failed, skipped };
}

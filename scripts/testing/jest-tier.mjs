import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fromRoot, ROOT } from '../launcher/paths.mjs';

const JEST = fromRoot('node_modules', 'jest', 'bin', 'jest.js');
const RESULTS = fromRoot('test-results');
/** So far above the budget that only a run that hangs is cut off, on a busy machine too. */
const cutOffMs = (budgetMinutes) => Math.max(15, 5 * budgetMinutes) * 60_000;

/** Runs one project of jest.config.cjs. A run that crashes, or ends badly though no test failed, counts as one failure. */
export async function runJestTier({ name, budgetMinutes, args = [] }) {
  mkdirSync(RESULTS, { recursive: true });
  const file = path.join(RESULTS, `${name}.json`);
  rmSync(file, { force: true });
  const jestArgs = ['--selectProjects', name, '--json', `--outputFile=${file}`, ...args];
  const code = await runJest(jestArgs, cutOffMs(budgetMinutes));
  return countsOf(readResults(file), code);
}

async function runJest(args, timeout) {
  // Its stdout repeats the JSON of the output file.
  const child = spawn(process.execPath, [JEST, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout,
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

import { spawn } from 'node:child_process';
import { ROOT } from '../launcher/paths.mjs';

/** Two at a time: most of them keep one core busy. */
const LANES = 2;

/** Runs every check, also after one has failed, and prints what a failed one says. */
export async function runChecks(checks, say) {
  const counts = { passed: 0, failed: 0 };
  const waiting = [...checks];
  const lane = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const { passed, output, seconds } = await runCheck(check);
      counts[passed ? 'passed' : 'failed']++;
      say(`  ${passed ? 'ok    ' : 'FAILED'} ${check.name} (${seconds.toFixed(1)} s)`);
      if (!passed) say([output.trim(), check.fix && `To mend it: ${check.fix}`].filter(Boolean).join('\n'));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return counts;
}

async function runCheck({ args, env = {} }) {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  return { passed: code === 0, output, seconds: (performance.now() - startedAt) / 1000 };
}

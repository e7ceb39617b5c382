import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/** Runs a command to its end; rejects with its last lines when it fails. */
export async function run(command, args, { env = process.env, quiet = false } = {}) {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' });
  const tail = quiet ? collectTail(child) : { text: () => '' };
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`"${command} ${args.join(' ')}" ended with code ${code}.\n${tail.text()}`);
}

/** Whether a program can be run at all. */
export async function isInstalled(command, args = ['--version']) {
  return outputOf(command, args).then(
    () => true,
    () => false,
  );
}

/** What a command prints; rejects with its errors when it fails. */
export async function outputOf(command, args, env = process.env) {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (errors += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code !== 0) throw new Error(`"${command} ${args[0] ?? ''}" ended with code ${code}.\n${errors || output}`);
  return output;
}

export function collectTail(child, lines = 40) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk) => {
      text = (text + chunk).split('\n').slice(-lines).join('\n');
    });
  }
  return { text: () => text };
}

import { existsSync } from 'node:fs';
import path from 'node:path';
import { isInstalled, run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of the browser's program: CHROMIUM_PATH, or the first of the usual names on PATH, or null. */
export function findChromium({ CHROMIUM_PATH, PATH = '' } = process.env) {
  if (CHROMIUM_PATH) return existsSync(CHROMIUM_PATH) ? CHROMIUM_PATH : null;
  const candidates = NAMES.flatMap((name) => PATH.split(path.delimiter).map((folder) => path.join(folder, name)));
  return candidates.find((file) => existsSync(file)) ?? null;
}

/** Path of the browser's program, which is installed from Debian's package when it is missing and may be. */
export async function ensureChromium(say) {
  const found = findChromium();
  if (found !== null) return found;
  const mayInstall = process.getuid?.() === 0 && (await isInstalled('apt-get'));
  if (!mayInstall) throw new Error(ADVICE);
  say('installing chromium (apt-get)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { quiet: true, env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { quiet: true, env });
  const installed = findChromium();
  if (installed === null) throw new Error(ADVICE);
  return installed;
}

const ADVICE =
  'The browser tests need Chromium: run "sudo apt-get install chromium" (Debian, Ubuntu), or set CHROMIUM_PATH to its program.';

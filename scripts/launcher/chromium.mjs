import { isInstalled, run } from './run.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The browser's program: CHROMIUM_PATH, or the first of the usual names, or null. */
export async function findChromium() {
  const candidates = process.env.CHROMIUM_PATH ? [process.env.CHROMIUM_PATH] : NAMES;
  for (const name of candidates) if (await isInstalled(name)) return name;
  return null;
}

/** Resolves with the browser's program, installed from Debian's package when it is missing and may be. */
export async function ensureChromium(say) {
  const found = await findChromium();
  if (found !== null) return found;
  const mayInstall = process.getuid?.() === 0 && (await isInstalled('apt-get'));
  if (!mayInstall)
    throw new Error(
      'The browser tests need Chromium: run "sudo apt-get install chromium" (Debian, Ubuntu), or set CHROMIUM_PATH.',
    );
  say('installing chromium (apt-get)');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-qq'], { quiet: true, env });
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { quiet: true, env });
  return 'chromium';
}

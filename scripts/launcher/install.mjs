import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

const MINIMUM = [20, 19];

/** Installs the locked packages, unless this lockfile is installed already. */
export async function ensureInstalled(say) {
  assertNode();
  const wanted = createHash('sha256')
    .update(readFileSync(fromRoot('package-lock.json')))
    .digest('hex');
  const stamp = fromRoot('node_modules', '.parley-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  say('installing packages (npm ci)');
  await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  mkdirSync(fromRoot('node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}

function assertNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return;
  throw new Error(`Parley needs Node.js ${MINIMUM.join('.')} or newer; this is ${process.versions.node}.`);
}

import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fromRoot } from './paths.mjs';
import { run } from './run.mjs';

const PACKAGES = ['embedded-mongo', 'instagram-simulator', 'client'];
const NODE = process.execPath;
const TSC = () => fromRoot('node_modules', 'typescript', 'bin', 'tsc');
const NEST = () => fromRoot('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');

/** Compiles what has changed since it was compiled last. */
export async function ensureBuilt(say, { only = [...PACKAGES, 'parley'] } = {}) {
  const stale = PACKAGES.filter(
    (name) => only.includes(name) && isStale(fromRoot('packages', name, 'dist'), [fromRoot('packages', name, 'src')]),
  );
  const appStale =
    only.includes('parley') &&
    isStale(
      fromRoot('dist'),
      ['src', 'config', 'migrations', 'nest-cli.json', 'tsconfig.build.json'].map((part) => fromRoot(part)),
    );
  if (stale.length === 0 && !appStale) return;
  say(`building ${[...stale, ...(appStale ? ['parley'] : [])].join(', ')}`);
  for (const name of stale)
    await compile(fromRoot('packages', name, 'dist'), [TSC(), '-p', fromRoot('packages', name, 'tsconfig.build.json')]);
  if (appStale) await compile(fromRoot('dist'), [NEST(), 'build']);
}

async function compile(out, args) {
  const startedAt = Date.now();
  await run(NODE, args, { quiet: true });
  writeFileSync(path.join(out, '.built'), String(startedAt));
}

function isStale(out, sources) {
  const stamp = path.join(out, '.built');
  if (!existsSync(stamp)) return true;
  const builtAt = Number(readFileSync(stamp, 'utf8'));
  return sources.some((source) => newestIn(source) > builtAt);
}

function newestIn(target) {
  const stats = statSync(target);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(target).map((name) => newestIn(path.join(target, name))));
}

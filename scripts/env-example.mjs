import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ensureBuilt } from './launcher/build.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { fromRoot } from './launcher/paths.mjs';

/** Writes .env.example from the settings' schema; with --check it only says whether it is up to date. */
const FILE = fromRoot('.env.example');

await ensureInstalled(console.log);
await ensureBuilt(console.log, { only: ['parley'] });
const { renderEnvExample } = createRequire(import.meta.url)(fromRoot('dist', 'config', 'env-example.js'));
const text = renderEnvExample();
const isUpToDate = existsSync(FILE) && readFileSync(FILE, 'utf8') === text;
if (process.argv.includes('--check')) {
  if (!isUpToDate)
    throw new Error('.env.example is out of date: run "node scripts/env-example.mjs" and commit the result.');
} else if (!isUpToDate) {
  writeFileSync(FILE, text);
}

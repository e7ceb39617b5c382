import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './launcher/build.mjs';
import { ensureInstalled } from './launcher/install.mjs';
import { fromRoot } from './launcher/paths.mjs';
import { run } from './launcher/run.mjs';
import { placeholderEnv } from './launcher/settings.mjs';

const DOCUMENT = fromRoot('openapi.json');
const CLIENT_SCHEMA = fromRoot('packages', 'client', 'src', 'schema.ts');

/** Writes openapi.json and the client's types from the code; with --check it only says whether they are up to date. */
const check = process.argv.includes('--check');
const folder = mkdtempSync(path.join(tmpdir(), 'parley-openapi-'));
try {
  await ensureInstalled(console.log);
  await ensureBuilt(console.log, { only: ['parley'] });
  const document = path.join(folder, 'openapi.json');
  const schema = path.join(folder, 'schema.ts');
  await run(process.execPath, [fromRoot('dist', 'src', 'cli.js'), 'openapi', document], {
    env: placeholderEnv(),
    quiet: true,
  });
  await run(
    process.execPath,
    [fromRoot('node_modules', 'openapi-typescript', 'bin', 'cli.js'), document, '--output', schema],
    { quiet: true },
  );
  const drifted = [update(document, DOCUMENT), update(schema, CLIENT_SCHEMA)].some(Boolean);
  if (check && drifted)
    throw new Error('openapi.json or the client is out of date: run "npm run openapi" and commit the result.');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function update(made, kept) {
  const text = readFileSync(made, 'utf8');
  if (readIfThere(kept) === text) return false;
  if (!check) writeFileSync(kept, text);
  return true;
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

import { fromRoot } from './paths.mjs';

/** The embedded document store as its own process. Without a folder it keeps everything in memory. `ttlSeconds`: pause between sweeps of what expires. */
export async function startStore(group, { folder, onEnd, ttlSeconds = 60 } = {}) {
  const storage = folder === undefined ? ['--memory'] : ['--folder', folder];
  const cli = fromRoot('packages', 'embedded-mongo', 'dist', 'cli.js');
  const { uri } = await group.startPrinting(
    'store',
    process.execPath,
    [cli, '--port', '0', '--ttl-seconds', String(ttlSeconds), ...storage],
    process.env,
    onEnd,
  );
  return uri;
}

/** The same server, another database. */
export function withDatabase(uri, name) {
  const url = new URL(uri);
  url.pathname = `/${name}`;
  return url.toString();
}

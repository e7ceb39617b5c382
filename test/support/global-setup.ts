import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ProcessGroup } from '../../scripts/launcher/process-group.mjs';

/**
 * Servers that the tests share, each test file with its own database and key prefix: the embedded store in memory, in its place
 * another MongoDB if MONGODB_URI names one, and a private Redis, unless REDIS_URL is set. Both run as processes of their own.
 */
export default async function globalSetup(): Promise<void> {
  const launcher = path.resolve(__dirname, '../../scripts/launcher');
  const [{ ProcessGroup: Group }, { startStore }, { ensureRedisServer, startRedis }] = await Promise.all([
    import(path.join(launcher, 'process-group.mjs')),
    import(path.join(launcher, 'store.mjs')),
    import(path.join(launcher, 'redis.mjs')),
  ]);
  const group = new Group(mkdtempSync(path.join(tmpdir(), 'parley-test-services-'))) as ProcessGroup;
  // Rows of tests are dated by the tests' own clock: nothing may sweep them by the time of day.
  const embedded = await startStore(group, { ttlSeconds: 86_400 });
  process.env['MONGODB_URI'] ??= embedded;
  process.env['EMBEDDED_MONGODB_URI'] = embedded;
  if (process.env['REDIS_URL'] === undefined) {
    await ensureRedisServer(console.log);
    process.env['REDIS_URL'] = await startRedis(group);
  }
  (globalThis as { testServices?: ProcessGroup }).testServices = group;
}

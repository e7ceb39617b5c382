import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const random = (bytes) => randomBytes(bytes).toString('hex');

/** Secrets of one installation, made once and kept in `file` (mode 0600). */
export function keptSecrets(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const secrets = newSecrets();
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  return secrets;
}

export function newSecrets() {
  return {
    JWT_KEYS: `k1:${random(32)}`,
    ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    META_APP_SECRETS: random(16),
    META_VERIFY_TOKEN: random(16),
  };
}

/** Settings of processes that listen on this machine only. */
export function localEnv(secrets, { mongoUri, redisUrl, graphUrl }, extra = {}) {
  return {
    ...process.env,
    NODE_ENV: 'development',
    HOST: '127.0.0.1',
    PORT: '0',
    WORKER_HOST: '127.0.0.1',
    WORKER_PORT: '0',
    MONGODB_URI: mongoUri,
    REDIS_URL: redisUrl,
    META_GRAPH_URL: graphUrl,
    ...secrets,
    ...extra,
  };
}

/** Settings with which the application can be put together, but not run. */
export function placeholderEnv() {
  const nowhere = {
    mongoUri: 'mongodb://127.0.0.1:1/parley',
    redisUrl: 'redis://127.0.0.1:1',
    graphUrl: 'http://127.0.0.1:1',
  };
  return localEnv(newSecrets(), nowhere, { LOG_LEVEL: 'silent' });
}

import { ConfigError, loadConfig } from '../../config/load-config';

/** No more than a process needs to start. */
export const ENOUGH_SETTINGS = {
  MONGODB_URI: 'mongodb://db.example/parley',
  REDIS_URL: 'redis://cache.example',
  JWT_KEYS: `k1:${'k'.repeat(40)}`,
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
  META_APP_SECRETS: 'a-long-app-secret',
  META_VERIFY_TOKEN: 'a-long-verify-token',
};

/** What a process would say of these settings instead of starting; none when it starts. */
export function problemsOfSettings(env: Record<string, string | undefined>): readonly string[] {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

import { ENOUGH_SETTINGS as ENOUGH, problemsOfSettings as problemsOf } from '../test/support/settings';
import { loadConfig } from './load-config';

const KEY = 'k'.repeat(40);

describe('loadConfig', () => {
  it('needs no more than the required settings, and is for production unless told otherwise', () => {
    const config = loadConfig(ENOUGH);
    expect(config.process).toMatchObject({ environment: 'production', port: 3000, faultPoints: '' });
    expect(config.mongo.uri).toBe(ENOUGH.MONGODB_URI);
  });

  it('names everything that is missing at once', () => {
    expect(problemsOf({})).toEqual(Object.keys(ENOUGH).map((name) => `${name}: is required`));
  });

  it('reports what contradicts beside what is missing', () => {
    expect(problemsOf({ ...ENOUGH, REDIS_URL: undefined, FAULT_POINTS: 'turn.leased:kill' })).toEqual([
      'REDIS_URL: is required',
      'FAULT_POINTS: must be empty in production',
    ]);
  });

  it.each<[string, Record<string, string>]>([
    ['an unknown scheme', { MONGODB_URI: 'postgres://db.example' }],
    ['a port beyond the last', { PORT: '65536' }],
    ['a port in words', { PORT: 'eighty' }],
    ['an unknown environment', { NODE_ENV: 'staging' }],
    ['a Redis that is an HTTP server', { REDIS_URL: 'http://cache.example' }],
    ['a signing key that is too short', { JWT_KEYS: `k1:${'k'.repeat(31)}` }],
    ['a well-known signing key', { JWT_KEYS: `k1:changeme-${KEY}` }],
    ['a weak key behind a good one', { JWT_KEYS: `k2:${KEY},k1:short` }],
    ['a key without an id', { JWT_KEYS: KEY }],
    ['an encryption key of 16 bytes', { ENCRYPTION_KEYS: `k1:${Buffer.alloc(16, 7).toString('base64')}` }],
    ['a well-known app secret', { META_APP_SECRETS: 'password-password' }],
    ['one short app secret among two', { META_APP_SECRETS: 'a-long-app-secret,short' }],
    ['a short verify token', { META_VERIFY_TOKEN: 'short' }],
    ['a Graph version without its v', { META_GRAPH_VERSION: '25.0' }],
    ['a queue prefix with a colon', { QUEUE_PREFIX: 'a:b' }],
    ['a lease of nothing', { LEASE_MS: '0' }],
    ['every origin', { CORS_ORIGINS: '*' }],
    ['an origin with a path', { CORS_ORIGINS: 'https://inbox.example.org/app' }],
    ['an access token for a day', { ACCESS_TOKEN_SECONDS: '86400' }],
  ])('refuses %s', (_case, change) => {
    const [name] = Object.keys(change);
    expect(problemsOf({ ...ENOUGH, ...change })).toEqual([expect.stringMatching(new RegExp(`^${name}: `)) as string]);
  });

  it.each(Object.keys(ENOUGH))('never prints the value of %s, which may be a secret', (name) => {
    const problems = problemsOf({ ...ENOUGH, [name]: 'Tr0ub4dor' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain('Tr0ub4dor');
  });

  it('takes an empty variable for a missing one', () => {
    expect(problemsOf({ ...ENOUGH, REDIS_URL: '' })).toEqual(['REDIS_URL: is required']);
    expect(loadConfig({ ...ENOUGH, PORT: '' }).process.port).toBe(3000);
  });

  it('reads lists and key rings in their order, so that keys can be rotated', () => {
    const config = loadConfig({
      ...ENOUGH,
      JWT_KEYS: `k2:${KEY}a, k1:${KEY}b`,
      META_APP_SECRETS: 'first-secret-1234, second-secret-12',
    });
    expect(config.security.jwtKeys).toEqual([
      { id: 'k2', key: `${KEY}a` },
      { id: 'k1', key: `${KEY}b` },
    ]);
    expect(config.meta.appSecrets).toEqual(['first-secret-1234', 'second-secret-12']);
  });

  it('drops a slash at the end of addresses, which paths are appended to', () => {
    const config = loadConfig({
      ...ENOUGH,
      PUBLIC_URL: 'https://parley.example/',
      META_GRAPH_URL: 'https://graph.example/',
    });
    expect(config.process.publicUrl).toBe('https://parley.example');
    expect(config.meta.graphUrl).toBe('https://graph.example');
  });

  it('is frozen to its leaves', () => {
    const config = loadConfig(ENOUGH);
    expect(Object.isFrozen(config.messagePath)).toBe(true);
    expect(Object.isFrozen(config.security.jwtKeys[0])).toBe(true);
  });

  it('says in its message how many settings there are to correct', () => {
    expect(() => loadConfig({ ...ENOUGH, PORT: 'x' })).toThrow(/1 setting to correct:\n {2}- PORT: /);
    expect(() => loadConfig({})).toThrow(/6 settings to correct/);
  });
});

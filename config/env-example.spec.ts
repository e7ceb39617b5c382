import { readFileSync } from 'node:fs';
import path from 'node:path';
import { renderEnvExample } from './env-example';
import { envSchema } from './env.schema';
import { type ConfigError, loadConfig } from './load-config';

const example = readFileSync(path.resolve(__dirname, '../.env.example'), 'utf8');

const settingsIn = (text: string) => [...text.matchAll(/^(# )?([A-Z][A-Z0-9_]*)=(.*)$/gm)];

describe('.env.example', () => {
  it('is what the schema says; "node scripts/env-example.mjs" renews it', () => {
    expect(example).toBe(renderEnvExample());
  });

  it('shows every setting once', () => {
    expect(settingsIn(example).map(([, , name]) => name)).toEqual(Object.keys(envSchema.shape));
  });

  it('does not start anything when it is copied and left as it is', () => {
    const copied = Object.fromEntries(
      settingsIn(example).flatMap(([, off, name, value]) => (off ? [] : [[name, value]])),
    );
    let problems: readonly string[] = [];
    try {
      loadConfig(copied);
    } catch (error) {
      problems = (error as ConfigError).problems;
    }
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'JWT_KEYS',
      'ENCRYPTION_KEYS',
      'META_APP_SECRETS',
      'META_VERIFY_TOKEN',
    ]);
  });
});

import { toAppConfig, type AppConfig } from './app-config';
import { envSchema } from './env.schema';

/** The process must not start: `problems` names every variable that is missing or weak, and its rule. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `Parley cannot start, ${problems.length} setting${problems.length === 1 ? '' : 's'} to correct:\n${problems.map((p) => `  - ${p}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

/** @throws ConfigError with all problems at once; never prints a value, since it may be a secret. */
export function loadConfig(env: Readonly<Record<string, string | undefined>> = process.env): AppConfig {
  const filled = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = envSchema.safeParse(filled);
  const problems = [
    ...(parsed.error?.issues ?? []).map((issue) => wordsOf(issue, filled)),
    ...contradictionsIn(filled),
  ];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  return toAppConfig(parsed.data);
}

function wordsOf(issue: { path: PropertyKey[]; message: string }, env: Record<string, string | undefined>): string {
  const name = issue.path[0]?.toString() ?? 'environment';
  return `${name}: ${env[name] === undefined ? 'is required' : issue.message}`;
}

function contradictionsIn(env: Record<string, string | undefined>): string[] {
  const { NODE_ENV = 'production', FAULT_POINTS, AI_PROVIDER, AI_BASE_URL, AI_API_KEY } = env;
  const isAtOpenAi = AI_PROVIDER === 'openai' && AI_BASE_URL === undefined;
  return [
    ...(NODE_ENV === 'production' && FAULT_POINTS !== undefined ? ['FAULT_POINTS: must be empty in production'] : []),
    ...(isAtOpenAi && AI_API_KEY === undefined ? ['AI_API_KEY: is required by OpenAI'] : []),
  ];
}

export type { AppConfig } from './app-config';
export { envSchema, type SettingDoc } from './env.schema';
export { ConfigError, loadConfig } from './load-config';

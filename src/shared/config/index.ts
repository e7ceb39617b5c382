export { AppConfigModule, APP_CONFIG } from './app-config.module';
export type { AppConfig } from '../../../config';

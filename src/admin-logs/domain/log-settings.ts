import type { LogCategory } from '../../shared/observability';

/** What is kept in the diagnostic log, and how long. */
export interface LogSettings {
  /** Counts up with each change. */
  version: number;
  categories: Record<LogCategory, boolean>;
  /** Texts of people and models, too. */
  content: boolean;
  retentionHours: number;
}

/** Until somebody decides: what is rare and useful is kept, what is noisy or personal is not. */
export const DEFAULT_LOG_SETTINGS: LogSettings = {
  version: 0,
  categories: {
    ai_timing: true,
    automation: true,
    automation_step: true,
    flow_node: false,
    model_api: false,
    instagram_webhook: false,
    jobs: true,
    security: true,
  },
  content: false,
  retentionHours: 24,
};

export interface LogSettingsChange {
  categories?: Partial<Record<LogCategory, boolean>>;
  content?: boolean;
  retentionHours?: number;
}

/** What the change does not name stays as it is. */
export function changedSettings(settings: LogSettings, change: LogSettingsChange): LogSettings {
  return {
    version: settings.version + 1,
    categories: { ...settings.categories, ...named(change.categories ?? {}) },
    content: change.content ?? settings.content,
    retentionHours: change.retentionHours ?? settings.retentionHours,
  };
}

/** Without those that are undefined, which would overwrite what is set. */
function named<T extends object>(values: T): { [Name in keyof T]: NonNullable<T[Name]> } {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(entries) as { [Name in keyof T]: NonNullable<T[Name]> };
}

import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { AuditedChanges } from '../shared/database';
import type { UserCaller } from '../shared/kernel';
import { AppLogger } from '../shared/observability';
import { ChangeFeed } from '../shared/redis';
import { logSettingsConflict } from './admin-logs.errors';
import { changedSettings, DEFAULT_LOG_SETTINGS, type LogSettings, type LogSettingsChange } from './domain/log-settings';
import { LogSettingsRepository } from './repositories/log-settings.repository';

export const LOG_SETTINGS_CHANGED = 'admin-log-settings';
const POLL_MS = 1_000;

/** The settings in memory of every process: a hint brings a change at once, the poll each second in any case. */
@Injectable()
export class LogSettingsService implements OnApplicationBootstrap, OnApplicationShutdown {
  private settings = DEFAULT_LOG_SETTINGS;
  private timer: NodeJS.Timeout | undefined;
  private polling: Promise<void> | undefined;

  constructor(
    private readonly rows: LogSettingsRepository,
    private readonly changes: AuditedChanges,
    private readonly feed: ChangeFeed,
    private readonly logger: AppLogger,
  ) {}

  get current(): LogSettings {
    return this.settings;
  }

  onApplicationBootstrap(): void {
    this.feed.subscribe(LOG_SETTINGS_CHANGED, () => void this.refresh());
    this.timer = setInterval(() => void this.refresh(), POLL_MS);
    void this.refresh();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** As the database has them. */
  async read(): Promise<LogSettings> {
    return this.rows.read();
  }

  /** @throws DomainError LOG_SETTINGS.CONFLICT when somebody else changed them at the same moment. */
  async change(caller: UserCaller, change: LogSettingsChange): Promise<LogSettings> {
    const after = await this.changes.run(caller, async (record) => {
      const before = await this.rows.read();
      const settings = changedSettings(before, change);
      if (!(await this.rows.save(settings))) throw logSettingsConflict();
      await record({ action: 'log-settings.changed', before, after: settings, details: flat(change) });
      return settings;
    });
    this.settings = after;
    await this.feed.publish(LOG_SETTINGS_CHANGED, String(after.version));
    return after;
  }

  /** One poll at a time; a failed one is repeated by the next tick. */
  async refresh(): Promise<void> {
    this.polling ??= this.poll().finally(() => {
      this.polling = undefined;
    });
    await this.polling;
  }

  private async poll(): Promise<void> {
    try {
      const found = await this.rows.read();
      if (found.version > this.settings.version) this.settings = found;
    } catch (err) {
      this.logger.event('debug', 'log settings not refreshed', { err });
    }
  }
}

/** What was named, for the audit trail. */
function flat({ categories = {}, ...rest }: LogSettingsChange): Record<string, number | boolean> {
  const named = Object.entries({ ...rest, ...categories }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(named);
}

import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type Caller, Clock } from '../../shared/kernel';
import { DEFAULT_UI_SETTINGS, type UiSettings } from '../domain/ui-settings';
import { UiSettingsRepository } from '../repositories/ui-settings.repository';

/** Visitors may be many, so the database is asked once a second at most. */
const FRESH_MS = 1_000;

/** How the front-end looks, for everybody. */
@Injectable()
export class UiSettingsService {
  private kept: { settings: Promise<UiSettings>; at: number } | undefined;

  constructor(
    private readonly rows: UiSettingsRepository,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** At most a second old. */
  read(): Promise<UiSettings> {
    const now = this.clock.monotonic();
    if (this.kept !== undefined && now - this.kept.at < FRESH_MS) return this.kept.settings;
    const kept = { settings: this.load(), at: now };
    this.kept = kept;
    // Who asks learns of the failure; the next one asks again.
    kept.settings.catch(() => {
      if (this.kept === kept) this.kept = undefined;
    });
    return kept.settings;
  }

  async replace(caller: Caller, settings: UiSettings): Promise<UiSettings> {
    await this.changes.run(caller, async (record) => {
      const before = await this.load();
      await this.rows.save(settings, this.clock.now());
      await record({
        action: 'ui-settings.changed',
        target: 'global',
        before,
        after: settings,
        details: { ...settings },
      });
    });
    this.kept = undefined;
    return settings;
  }

  private async load(): Promise<UiSettings> {
    return (await this.rows.find()) ?? DEFAULT_UI_SETTINGS;
  }
}

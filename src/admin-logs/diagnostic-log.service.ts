import { Injectable, type BeforeApplicationShutdown } from '@nestjs/common';
import { Clock, Contributions, newId } from '../shared/kernel';
import { type DiagnosticEvent, DiagnosticLog, type LogCategory, Telemetry } from '../shared/observability';
import { type LogEvent, logEvent } from './domain/log-event';
import { LogSettingsService } from './log-settings.service';
import { LogEventsRepository } from './repositories/log-events.repository';

const FLUSH_MS = 250;
const BATCH = 500;
/** Beyond these the store is too slow, and what Parley does matters more than the log of it. */
const WAITING_AT_MOST = 5_000;

/** Keeps log events: in memory for a moment, then many in one write. What does not fit is dropped and counted. */
@Injectable()
export class DiagnosticLogService extends DiagnosticLog implements BeforeApplicationShutdown {
  private waiting: LogEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  constructor(
    contributions: Contributions,
    private readonly settings: LogSettingsService,
    private readonly events: LogEventsRepository,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {
    super();
    contributions.provide(DiagnosticLog, this);
  }

  override isOn(category: LogCategory): boolean {
    return this.settings.current.categories[category];
  }

  override log(event: DiagnosticEvent): void {
    if (!this.isOn(event.category)) return;
    if (this.waiting.length >= WAITING_AT_MOST) return this.drop('full', 1);
    const at = this.clock.now();
    this.waiting.push(logEvent(newId(at), at, event, this.settings.current));
    this.timer ??= setTimeout(() => void this.flush(), FLUSH_MS);
  }

  /** Resolves when everything that was logged so far is written or dropped. */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.writing ??= this.writeAll().finally(() => {
      this.writing = undefined;
    });
    await this.writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.flush();
  }

  private async writeAll(): Promise<void> {
    while (this.waiting.length > 0) await this.write(this.waiting.splice(0, BATCH));
  }

  private async write(batch: LogEvent[]): Promise<void> {
    try {
      await this.events.insert(batch);
    } catch (err) {
      this.drop('failed', batch.length);
      this.telemetry.logger.event('warn', 'log events dropped', { count: batch.length, err });
    }
  }

  private drop(reason: 'full' | 'failed', count: number): void {
    this.telemetry.metrics.diagnosticsDropped.inc({ reason }, count);
  }
}

import { Injectable } from '@nestjs/common';
import { Contributions } from '../kernel';
import { AppLogger } from './app-logger';
import { MetricsSource } from './health-indicator';
import { Metrics } from './metrics';

@Injectable()
export class MetricsService {
  constructor(
    private readonly metrics: Metrics,
    private readonly contributions: Contributions,
    private readonly logger: AppLogger,
  ) {
    contributions.declare(MetricsSource, 'many');
  }

  /** Prometheus text. A source that cannot be read now leaves its last numbers; the scrape itself never fails. */
  async scrape(): Promise<{ contentType: string; body: string }> {
    const results = await Promise.allSettled(this.contributions.all(MetricsSource).map((source) => source.collect()));
    for (const result of results) {
      if (result.status === 'rejected') this.logger.event('warn', 'metrics source failed', { err: result.reason });
    }
    return { contentType: this.metrics.registry.contentType, body: await this.metrics.registry.metrics() };
  }
}

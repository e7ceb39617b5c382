import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../shared/kernel';
import { Metrics, MetricsSource } from '../shared/observability';
import { SEVERITIES } from './domain/severity';
import { EscalationsRepository } from './repositories/escalations.repository';

/** How many conversations wait for a person. */
@Injectable()
export class EscalationMetrics extends MetricsSource implements OnModuleInit {
  constructor(
    private readonly escalations: EscalationsRepository,
    private readonly metrics: Metrics,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(MetricsSource, this);
  }

  async collect(): Promise<void> {
    const counts = await this.escalations.countOpen();
    for (const severity of SEVERITIES) this.metrics.openEscalations.set({ severity }, counts.get(severity) ?? 0);
  }
}

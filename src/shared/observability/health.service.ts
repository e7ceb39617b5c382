import { Injectable } from '@nestjs/common';
import { Contributions } from '../kernel';
import { HealthIndicator } from './health-indicator';

const CHECK_MS = 2_500;

export interface HealthReport {
  status: 'ready' | 'not-ready' | 'stopping';
  checks: Record<string, 'up' | 'down'>;
}

@Injectable()
export class HealthService {
  private stopping = false;

  constructor(private readonly contributions: Contributions) {
    contributions.declare(HealthIndicator, 'many');
  }

  /** From now on not ready, so that a balancer stops sending before the process closes its port. */
  beginShutdown(): void {
    this.stopping = true;
  }

  async report(): Promise<HealthReport> {
    const indicators = this.contributions.all(HealthIndicator);
    const results = await Promise.all(indicators.map((indicator) => settled(indicator)));
    const checks = Object.fromEntries(
      indicators.map(({ name }, index) => [name, results[index] ? 'up' : 'down'] as const),
    );
    if (this.stopping) return { status: 'stopping', checks };
    return { status: results.every(Boolean) ? 'ready' : 'not-ready', checks };
  }
}

async function settled(indicator: HealthIndicator): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), CHECK_MS);
  });
  const check = indicator.check().then(
    () => true,
    () => false,
  );
  return Promise.race([check, timeout]).finally(() => clearTimeout(timer));
}

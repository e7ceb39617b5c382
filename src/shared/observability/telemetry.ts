import { Injectable } from '@nestjs/common';
import { AppLogger } from './app-logger';
import { Metrics } from './metrics';

/** What a component reports about itself: log lines and metrics. */
@Injectable()
export class Telemetry {
  constructor(
    readonly logger: AppLogger,
    readonly metrics: Metrics,
  ) {}
}

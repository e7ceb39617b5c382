import { type AppLogger, type LogFields, Metrics, Telemetry } from '../../src/shared/observability';

export interface LogLine {
  level: string;
  message: string;
  fields: LogFields;
}

/** Telemetry that keeps what is reported, for a test to look at. */
export class TelemetryProbe extends Telemetry {
  readonly lines: LogLine[];

  constructor() {
    const lines: LogLine[] = [];
    const event = (level: string, message: string, fields: LogFields = {}) =>
      void lines.push({ level, message, fields });
    super({ event } as unknown as AppLogger, new Metrics());
    this.lines = lines;
  }

  get messages(): string[] {
    return this.lines.map(({ message }) => message);
  }

  /** The value of a counter or gauge with exactly these labels; 0 when it was never touched. */
  async value(metric: string, labels: Record<string, string> = {}): Promise<number> {
    const found = await this.metrics.registry.getSingleMetric(metric)?.get();
    const same = (given: Partial<Record<string, string | number>>) =>
      Object.keys(given).length === Object.keys(labels).length &&
      Object.entries(labels).every(([name, value]) => given[name] === value);
    return found?.values.find((value) => same(value.labels))?.value ?? 0;
  }
}

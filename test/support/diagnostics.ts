import { type DiagnosticEvent, DiagnosticLog, type LogCategory } from '../../src/shared/observability';

/** Keeps what is logged, in order; everything is on unless `off` names it. */
export class RecordingDiagnostics extends DiagnosticLog {
  readonly events: DiagnosticEvent[] = [];
  readonly off = new Set<LogCategory>();

  get messages(): string[] {
    return this.events.map(({ message }) => message);
  }

  override isOn(category: LogCategory): boolean {
    return !this.off.has(category);
  }

  override log(event: DiagnosticEvent): void {
    if (this.isOn(event.category)) this.events.push(event);
  }
}

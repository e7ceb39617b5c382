import { Injectable } from '@nestjs/common';
import type { DecidedEvent, LaneView } from '../../conversations';
import { DiagnosticLog } from '../../shared/observability';
import { type TurnRecord, turnRecordOf } from '../domain/turn-record';
import { TurnRecordsRepository } from '../repositories/turn-records.repository';

/** Why each event led to what it led to: on record, and in the diagnostic log for whoever looks on. */
@Injectable()
export class TurnJournal {
  constructor(
    private readonly records: TurnRecordsRepository,
    private readonly diagnostics: DiagnosticLog,
  ) {}

  /** Idempotent. */
  async write({ workspaceId, conversationId }: LaneView, decided: readonly DecidedEvent[]): Promise<void> {
    const records = decided.map(turnRecordOf);
    if (this.diagnostics.isOn('flow_node'))
      for (const record of records) this.note(record, { workspaceId, conversationId });
    await this.records.insertNew(
      records.map(({ eventId, ...record }) => ({ _id: eventId, workspaceId, conversationId, ...record })),
    );
  }

  /** The way through the flow. */
  private note({ event, steps }: TurnRecord, lane: Pick<LaneView, 'workspaceId' | 'conversationId'>): void {
    for (const { sessionId, trace } of steps) {
      for (const { kind, ...rest } of trace) {
        this.diagnostics.log({
          category: 'flow_node',
          level: 'debug',
          message: `node.${kind}`,
          ...lane,
          sessionId,
          details: { event: event.kind, ...scalarsOf(rest) },
        });
      }
    }
  }
}

type Scalar = string | number | boolean;

/** Lists and objects as JSON. */
function scalarsOf(fields: object): Record<string, Scalar> {
  const entries = Object.entries(fields as Record<string, unknown>).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, isScalar(value) ? value : JSON.stringify(value)] as const],
  );
  return Object.fromEntries(entries);
}

const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

import { ApiProperty } from '@nestjs/swagger';

export class ProbeResponse {
  ok: boolean;

  latencyMs: number;

  /** What went wrong, when not ok. */
  error?: string;
}

export class QueueStatusResponse extends ProbeResponse {
  @ApiProperty({ type: String })
  name: string;

  waiting?: number;

  active?: number;

  delayed?: number;

  /** How long the next job has been waiting. */
  oldestSeconds?: number;
}

export class QueuesResponse {
  items: QueueStatusResponse[];
}

export class PendingEventResponse extends ProbeResponse {
  /** Of the oldest event that nobody has worked off; absent when there is none. */
  ageSeconds?: number;
}

export class WorkerProcessResponse {
  id: string;

  host: string;

  pid: number;

  version: string;

  startedAt: Date;

  seenAt: Date;
}

export class WorkersResponse extends ProbeResponse {
  /** Heard of within the last ten seconds. */
  seen: WorkerProcessResponse[];
}

export class StatusResponse {
  /** Everything answers, and a worker is at work. */
  ok: boolean;

  version: string;

  /** Since when the process runs that answers. */
  startedAt: Date;

  database: ProbeResponse;

  redis: ProbeResponse;

  queues: QueueStatusResponse[];

  oldestPendingEvent: PendingEventResponse;

  workers: WorkersResponse;
}

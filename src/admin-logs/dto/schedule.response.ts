import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { Schedule } from '../../shared/schedule';

export class ScheduleResponse {
  name: string;

  @ApiProperty({ enum: ['process', 'cluster'], description: 'Every worker for itself, or one at a time for all.' })
  scope: 'process' | 'cluster';

  everySeconds: number;

  isRunning: boolean;

  /** How long it should have run already. */
  overdueSeconds: number;

  nextDueAt?: Date;

  /** Somebody asked for a run that has not begun yet. */
  requestedAt?: Date;

  lastStartedAt?: Date;

  lastFinishedAt?: Date;

  durationMs?: number;

  @ApiPropertyOptional({ enum: ['done', 'failed'] })
  outcome?: 'done' | 'failed';

  /** Of the last run, when it failed. */
  errorCode?: string;
}

export class SchedulesResponse {
  items: ScheduleResponse[];
}

export function toScheduleResponse(schedule: Schedule): ScheduleResponse {
  const {
    name,
    scope,
    everyMs,
    isRunning,
    overdueMs,
    owner: _owner,
    ownedUntil: _until,
    nextDueAt,
    ...rest
  } = schedule;
  const due = scope === 'cluster' && nextDueAt !== undefined ? { nextDueAt } : {};
  const overdueSeconds = scope === 'cluster' && !isRunning ? overdueMs / 1_000 : 0;
  return { name, scope, everySeconds: everyMs / 1_000, isRunning, overdueSeconds, ...due, ...rest };
}

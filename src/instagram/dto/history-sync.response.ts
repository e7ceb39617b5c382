import { ApiProperty } from '@nestjs/swagger';
import { PageOf } from '../../shared/http';
import type { Page } from '../../shared/kernel';
import {
  DETAILS_NOTE,
  HISTORY_KINDS,
  HISTORY_STATUSES,
  type HistoryKind,
  type HistoryStatus,
} from '../domain/history-sync';
import type { HistorySyncRow } from '../schemas/history-sync.schema';

class HistoryThreadsResponse {
  /** Listed so far. */
  found: number;

  done: number;

  /** Instagram did not show these. */
  refused: number;
}

class HistoryMessagesResponse {
  imported: number;

  /** Here already. */
  known: number;

  /** Instagram gives no more of them than an id and a time. */
  withoutDetails: number;
}

class HistoryFailureResponse {
  code: string;

  message: string;

  at: Date;
}

export class HistorySyncResponse {
  id: string;

  accountId: string;

  /** history: what was written before · gap: what came while webhooks were lost. */
  @ApiProperty({ enum: HISTORY_KINDS })
  kind: HistoryKind;

  @ApiProperty({ enum: HISTORY_STATUSES })
  status: HistoryStatus;

  /** Messages since then; absent: all that Instagram shows. */
  from?: Date;

  /** Messages until then; what is newer comes by webhook. */
  until: Date;

  threads: HistoryThreadsResponse;

  messages: HistoryMessagesResponse;

  /** What Instagram does not give, in words. */
  note: string;

  /** Of the last attempt, when it failed; it is made again unless the status says otherwise. */
  failure?: HistoryFailureResponse;

  createdAt: Date;

  startedAt?: Date;

  finishedAt?: Date;
}

export class HistorySyncPageResponse extends PageOf(HistorySyncResponse) {}

export function toHistorySyncResponse(row: HistorySyncRow): HistorySyncResponse {
  const { _id: id, accountId, kind, status, from, until, counts, failure, createdAt, startedAt, finishedAt } = row;
  const { threadsFound: found, threadsDone: done, refused, imported, known, withoutDetails } = counts;
  return {
    id,
    accountId,
    kind,
    status,
    ...(from === undefined ? {} : { from }),
    until,
    threads: { found, done, refused },
    messages: { imported, known, withoutDetails },
    note: DETAILS_NOTE,
    ...(failure === undefined ? {} : { failure: { code: failure.code, message: failure.message, at: failure.at } }),
    createdAt,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(finishedAt === undefined ? {} : { finishedAt }),
  };
}

export function toHistorySyncPageResponse(page: Page<HistorySyncRow>): HistorySyncPageResponse {
  return { ...page, items: page.items.map(toHistorySyncResponse) };
}

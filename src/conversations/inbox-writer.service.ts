import { Injectable } from '@nestjs/common';
import { DomainError } from '../shared/kernel';
import { InboxRepository } from './repositories/inbox.repository';
import type { InboxEventRow } from './schemas/inbox-event.schema';

/** Rows in one insertMany; beyond it the next group starts. */
const GROUP_ROWS = 1_000;

export interface Written {
  /** Seen for the first time. */
  stored: InboxEventRow[];
  duplicates: number;
}

/** Stores events durably. A port, so that a local journal can stand in for a database that is away. */
export abstract class InboxWriter {
  /** @throws DomainError INBOX.UNAVAILABLE when not every row is known to be durable. */
  abstract write(rows: readonly InboxEventRow[]): Promise<Written>;
}

interface Waiting {
  rows: readonly InboxEventRow[];
  resolve: (written: Written) => void;
  reject: (error: unknown) => void;
}

/** Groups what concurrent requests bring: while one insertMany is in flight, the next collects. */
@Injectable()
export class GroupedInboxWriter extends InboxWriter {
  private waiting: Waiting[] = [];
  private inFlight = false;

  constructor(private readonly inbox: InboxRepository) {
    super();
  }

  override async write(rows: readonly InboxEventRow[]): Promise<Written> {
    if (rows.length === 0) return { stored: [], duplicates: 0 };
    return new Promise((resolve, reject) => {
      this.waiting.push({ rows, resolve, reject });
      if (!this.inFlight) void this.flush();
    });
  }

  private async flush(): Promise<void> {
    this.inFlight = true;
    while (this.waiting.length > 0) await this.writeGroup(this.nextGroup());
    this.inFlight = false;
  }

  private nextGroup(): Waiting[] {
    let rows = 0;
    let requests = 0;
    for (const { rows: more } of this.waiting) {
      if (requests > 0 && rows + more.length > GROUP_ROWS) break;
      rows += more.length;
      requests++;
    }
    return this.waiting.splice(0, requests);
  }

  private async writeGroup(group: Waiting[]): Promise<void> {
    try {
      const { duplicates, failed } = await this.inbox.insertMany(group.flatMap(({ rows }) => rows));
      let offset = 0;
      for (const { rows, resolve, reject } of group) {
        const isIn = (positions: Set<number>) => (_: InboxEventRow, index: number) => positions.has(offset + index);
        if (rows.some(isIn(failed))) reject(unavailable());
        else
          resolve({
            stored: rows.filter((row, index) => !isIn(duplicates)(row, index)),
            duplicates: rows.filter(isIn(duplicates)).length,
          });
        offset += rows.length;
      }
    } catch (error) {
      for (const { reject } of group) reject(unavailable(error));
    }
  }
}

const unavailable = (cause?: unknown) =>
  new DomainError('INBOX.UNAVAILABLE', 'unavailable', 'Events cannot be stored now.', { cause });

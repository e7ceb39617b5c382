import { Injectable } from '@nestjs/common';
import { isTransient } from '../../shared/database';
import { DomainError, Grouping } from '../../shared/kernel';
import { ErasedLanes } from './erased-lanes.service';
import { InboxRepository } from '../repositories/inbox.repository';
import type { InboxEventRow } from '../schemas/inbox-event.schema';

/** Rows in one insertMany; beyond it the next group starts. */
const GROUP_ROWS = 1_000;

export interface Written {
  /** Seen for the first time. */
  stored: InboxEventRow[];
  duplicates: number;
  /** Not stored, since they happened before their conversation was erased. */
  erased: number;
}

/** Stores events durably. A port, so that a local journal can stand in for a database that is away. */
export abstract class InboxWriter {
  /** @throws DomainError INBOX.UNAVAILABLE when not every row is known to be durable. */
  abstract write(rows: readonly InboxEventRow[]): Promise<Written>;
}

type Outcome = 'stored' | 'duplicate' | 'failed';

/** Groups what concurrent requests bring. */
@Injectable()
export class GroupedInboxWriter extends InboxWriter {
  private readonly groups: Grouping<InboxEventRow, Outcome>;

  constructor(
    inbox: InboxRepository,
    private readonly erased: ErasedLanes,
  ) {
    super();
    const options = { maxItems: GROUP_ROWS, mayBeOneItem: (error: unknown) => !isTransient(error) };
    this.groups = new Grouping(async (rows) => {
      const { duplicates, failed } = await inbox.insertMany(rows);
      return rows.map((_, index) => (failed.has(index) ? 'failed' : duplicates.has(index) ? 'duplicate' : 'stored'));
    }, options);
  }

  override async write(rows: readonly InboxEventRow[]): Promise<Written> {
    try {
      const confirmed = this.erased.confirm();
      if (confirmed !== null) await confirmed;
      const wanted = rows.filter((row) => !this.isErased(row));
      const outcomes = await this.groups.add(wanted);
      if (outcomes.includes('failed')) throw new Error('Some events were refused.');
      const stored = wanted.filter((_, index) => outcomes[index] === 'stored');
      return { stored, duplicates: wanted.length - stored.length, erased: rows.length - wanted.length };
    } catch (error) {
      throw unavailable(error);
    }
  }

  private isErased({ workspaceId, conversationId, platformAt }: InboxEventRow): boolean {
    if (workspaceId === null || conversationId === null) return false;
    return this.erased.covers({ workspaceId, conversationId }, platformAt);
  }
}

const unavailable = (cause?: unknown) =>
  new DomainError('INBOX.UNAVAILABLE', 'unavailable', 'Events cannot be stored now.', { cause });

import { Injectable } from '@nestjs/common';
import type { Caller } from '../kernel';
import { type AuditEvent, AuditTrail } from '../observability';
import { Transactions } from './transactions';

export type RecordChange = (event: AuditEvent) => Promise<void>;

/** How a request changes data: the change and the entry that tells of it, both or none. */
@Injectable()
export class AuditedChanges {
  constructor(
    private readonly transactions: Transactions,
    private readonly audit: AuditTrail,
  ) {}

  /** Runs `change` in a transaction (see `Transactions.run` for what it may do), in which it records what it did. */
  run<T>(caller: Caller, change: (record: RecordChange) => Promise<T>): Promise<T> {
    return this.transactions.run(() => change((event) => this.audit.record(caller, event)));
  }
}

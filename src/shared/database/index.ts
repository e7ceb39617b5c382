export { AuditedChanges, type RecordChange } from './audited-changes';
export {
  changedSinceCounted,
  type CountedRow,
  CountedRows,
  type CountMark,
  uncounted,
  waitingIndex,
} from './counted-rows';
export { DatabaseModule } from './database.module';
export { DUPLICATE_KEY, duplicateIndexesOf, isDuplicateKey } from './duplicate-key';
export type { IndexDeclaration } from './indexes';
export type { Database, Migration } from './migration';
export { MigrationRunner } from './migration-runner';
export { olderThan } from './older-than';
export { Transactions } from './transactions';
export { AuditedChangesModule, TransactionsModule } from './transactions.module';
export { isTransient } from './transient';

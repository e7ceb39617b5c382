import { Global, Module } from '@nestjs/common';
import { AuditTrailModule } from '../observability';
import { AuditedChanges } from './audited-changes';
import { Transactions } from './transactions';

@Global()
@Module({ providers: [Transactions], exports: [Transactions] })
export class TransactionsModule {}

@Global()
@Module({ imports: [TransactionsModule, AuditTrailModule], providers: [AuditedChanges], exports: [AuditedChanges] })
export class AuditedChangesModule {}

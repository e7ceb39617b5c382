import { Module } from '@nestjs/common';
import {
  type ClaimResult,
  type IdempotencyClaim,
  IdempotencyStore,
  type SealedAnswer,
} from '../../src/shared/http/idempotency/idempotency-store.port';

interface Row {
  fingerprint: string;
  claimId: string;
  startedAt: Date;
  answer?: SealedAnswer;
}

type Holder = Pick<IdempotencyClaim, 'id' | 'claimId'>;

/** Fake of the store; `rows` is open so that a test sees what would lie in the database. */
export class MemoryIdempotencyStore extends IdempotencyStore {
  readonly rows = new Map<string, Row>();

  override async claim({ id, fingerprint, claimId, at, deadBefore }: IdempotencyClaim): Promise<ClaimResult> {
    const row = this.rows.get(id);
    if (row?.answer !== undefined) return { kind: 'answered', fingerprint: row.fingerprint, answer: row.answer };
    const alive = row !== undefined && row.startedAt >= deadBefore;
    if (row !== undefined && (alive || row.fingerprint !== fingerprint)) {
      return { kind: 'running', fingerprint: row.fingerprint };
    }
    this.rows.set(id, { fingerprint, claimId, startedAt: at });
    return { kind: 'claimed' };
  }

  override async answer({ id, claimId }: Holder, answer: SealedAnswer): Promise<void> {
    const row = this.rows.get(id);
    if (row?.claimId === claimId) row.answer = answer;
  }

  override async release({ id, claimId }: Holder): Promise<void> {
    if (this.rows.get(id)?.claimId === claimId) this.rows.delete(id);
  }
}

@Module({
  providers: [MemoryIdempotencyStore, { provide: IdempotencyStore, useExisting: MemoryIdempotencyStore }],
  exports: [MemoryIdempotencyStore, IdempotencyStore],
})
export class MemoryIdempotencyStoreModule {}

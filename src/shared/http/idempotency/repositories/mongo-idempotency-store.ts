import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { isDuplicateKey } from '../../../database';
import {
  type ClaimResult,
  type IdempotencyClaim,
  IdempotencyStore,
  type SealedAnswer,
} from '../idempotency-store.port';
import { IdempotencyKeyRow } from '../schemas/idempotency-key.schema';

type Holder = Pick<IdempotencyClaim, 'id' | 'claimId'>;

@Injectable()
export class MongoIdempotencyStore extends IdempotencyStore {
  constructor(@InjectModel(IdempotencyKeyRow.name) private readonly keys: Model<IdempotencyKeyRow>) {
    super();
  }

  override async claim(claim: IdempotencyClaim): Promise<ClaimResult> {
    if (await this.insert(claim)) return { kind: 'claimed' };
    const row = await this.keys.findById(claim.id).lean();
    if (row === null) return this.claim(claim);
    const { fingerprint, status, sealed } = row;
    if (status !== undefined && sealed !== undefined) {
      return { kind: 'answered', fingerprint, answer: { status, sealed } };
    }
    if (fingerprint === claim.fingerprint && (await this.takeOver(claim))) return { kind: 'claimed' };
    return { kind: 'running', fingerprint };
  }

  override async answer({ id, claimId }: Holder, { status, sealed }: SealedAnswer): Promise<void> {
    await this.keys.updateOne({ _id: id, claimId }, { $set: { status, sealed } });
  }

  override async release({ id, claimId }: Holder): Promise<void> {
    await this.keys.deleteOne({ _id: id, claimId });
  }

  private async insert({ id, fingerprint, claimId, at, expiresAt }: IdempotencyClaim): Promise<boolean> {
    try {
      await this.keys.insertOne({ _id: id, fingerprint, claimId, startedAt: at, expiresAt });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  private async takeOver({ id, claimId, at, deadBefore, expiresAt }: IdempotencyClaim): Promise<boolean> {
    const result = await this.keys.updateOne(
      { _id: id, sealed: { $exists: false }, startedAt: { $lt: deadBefore } },
      { $set: { claimId, startedAt: at, expiresAt } },
    );
    return result.modifiedCount === 1;
  }
}

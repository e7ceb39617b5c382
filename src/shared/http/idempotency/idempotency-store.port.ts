/** A finished answer. `sealed` can be opened only with the key and the request that led to it. */
export interface SealedAnswer {
  status: number;
  sealed: string;
}

export interface IdempotencyClaim {
  /** Hash of user, method, path and key; never the key itself. */
  id: string;
  /** Hash of the request's content. */
  fingerprint: string;
  /** Of this attempt; only its holder may finish it. */
  claimId: string;
  at: Date;
  /** An unfinished attempt from before this time is taken for dead and may be taken over. */
  deadBefore: Date;
  expiresAt: Date;
}

export type ClaimResult =
  | { kind: 'claimed' }
  | { kind: 'running'; fingerprint: string }
  | { kind: 'answered'; fingerprint: string; answer: SealedAnswer };

/** Which requests run or were answered. One implementation on MongoDB; collection `idempotencyKeys`. */
export abstract class IdempotencyStore {
  abstract claim(claim: IdempotencyClaim): Promise<ClaimResult>;
  abstract answer(claim: Pick<IdempotencyClaim, 'id' | 'claimId'>, answer: SealedAnswer): Promise<void>;
  /** Forgets the attempt, so that a retry runs again. */
  abstract release(claim: Pick<IdempotencyClaim, 'id' | 'claimId'>): Promise<void>;
}

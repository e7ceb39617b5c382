import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/test-database';
import { IdempotencyStoreModule } from './idempotency-store.module';
import { type IdempotencyClaim, IdempotencyStore } from './idempotency-store.port';
import { idempotencyKeyIndexes } from './schemas/idempotency-key.schema';

const AT = new Date();
const ANSWER = { status: 201, sealed: 'sealed' };

const claimOf = (part: Partial<IdempotencyClaim> = {}): IdempotencyClaim => ({
  id: 'id1',
  fingerprint: 'fp1',
  claimId: 'claim1',
  at: AT,
  deadBefore: new Date(AT.getTime() - 60_000),
  expiresAt: new Date(AT.getTime() + 3_600_000),
  ...part,
});

describe('MongoIdempotencyStore', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let store: IdempotencyStore;

  beforeEach(async () => {
    database = await createTestDatabase(idempotencyKeyIndexes);
    module = await Test.createTestingModule({ imports: [database.module, IdempotencyStoreModule] }).compile();
    store = module.get(IdempotencyStore);
  });
  afterEach(async () => {
    await module.close();
    await database.drop();
  });

  it('lets one of many claim, and tells the others that it runs', async () => {
    const claims = Array.from({ length: 8 }, (_, index) => store.claim(claimOf({ claimId: `claim${index}` })));
    const kinds = (await Promise.all(claims)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'claimed')).toHaveLength(1);
    expect(kinds.filter((kind) => kind === 'running')).toHaveLength(7);
  });

  it('keeps the answer and its fingerprint', async () => {
    await store.claim(claimOf());
    await store.answer({ id: 'id1', claimId: 'claim1' }, ANSWER);
    const found = await store.claim(claimOf({ claimId: 'claim2', fingerprint: 'fp2' }));
    expect(found).toEqual({ kind: 'answered', fingerprint: 'fp1', answer: ANSWER });
  });

  it('forgets what is released', async () => {
    await store.claim(claimOf());
    await store.release({ id: 'id1', claimId: 'claim1' });
    expect(await store.claim(claimOf({ claimId: 'claim2' }))).toEqual({ kind: 'claimed' });
  });

  it('hands a dead attempt over once, after which its owner can change nothing', async () => {
    await store.claim(claimOf());
    const later = { deadBefore: new Date(AT.getTime() + 1) };
    const found = await Promise.all(
      ['claim2', 'claim3'].map((claimId) =>
        store.claim(claimOf({ claimId, ...later, at: new Date(AT.getTime() + 60_000) })),
      ),
    );
    expect(found.map(({ kind }) => kind).sort()).toEqual(['claimed', 'running']);
    const winner = found[0]?.kind === 'claimed' ? 'claim2' : 'claim3';
    await store.answer({ id: 'id1', claimId: 'claim1' }, { status: 500, sealed: 'late' });
    await store.release({ id: 'id1', claimId: 'claim1' });
    await store.answer({ id: 'id1', claimId: winner }, ANSWER);
    expect(await store.claim(claimOf())).toMatchObject({ kind: 'answered', answer: ANSWER });
  });

  it('never hands an attempt over to another request', async () => {
    await store.claim(claimOf());
    const other = claimOf({ claimId: 'claim2', fingerprint: 'fp2', deadBefore: new Date(AT.getTime() + 1) });
    expect(await store.claim(other)).toEqual({ kind: 'running', fingerprint: 'fp1' });
  });
});

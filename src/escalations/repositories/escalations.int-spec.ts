import { MongooseModule } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import type { ConversationId, UserId, WorkspaceId } from '../../shared/kernel';
import { EscalationsFacade, type OpenEscalation } from '../escalations.facade';
import { escalationIndexes, EscalationRow, EscalationSchema } from '../schemas/escalation.schema';
import { EscalationsRepository } from './escalations.repository';

const W1 = 'w1' as WorkspaceId;
const ANN = 'ann' as UserId;
const AT = new Date('2026-01-01T00:00:00Z');

const request = (part: Partial<OpenEscalation> = {}): OpenEscalation => ({
  workspaceId: W1,
  conversationId: 'lane1' as ConversationId,
  sourceId: 'task1',
  reason: 'handoff',
  summary: 'Asks for a person',
  at: AT,
  ...part,
});

describe('escalations on the store', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let escalations: EscalationsRepository;
  let facade: EscalationsFacade;

  beforeEach(async () => {
    database = await createTestDatabase(escalationIndexes);
    module = await Test.createTestingModule({
      imports: [database.module, MongooseModule.forFeature([{ name: EscalationRow.name, schema: EscalationSchema }])],
      providers: [EscalationsRepository, EscalationsFacade],
    }).compile();
    escalations = module.get(EscalationsRepository);
    facade = module.get(EscalationsFacade);
  });
  afterEach(async () => {
    await module.close();
    await database.drop();
  });

  const resolve = (id: string) => escalations.resolve({ workspaceId: W1, id, status: 'pending' }, ANN, AT);

  it('opens one for many sources at once, and remembers each', async () => {
    const sources = Array.from({ length: 8 }, (_, index) => `task${index}`);
    const opened = await Promise.all(sources.map((sourceId) => facade.open(request({ sourceId }))));
    expect(new Set(opened.map(({ escalationId }) => escalationId)).size).toBe(1);
    const [row] = await escalations.list(W1, { limit: 10 });
    expect([...(row?.sourceIds ?? [])].sort()).toEqual(sources);
  });

  it('opens one for the same source many times at once', async () => {
    const opened = await Promise.all(Array.from({ length: 8 }, () => facade.open(request())));
    expect(new Set(opened.map(({ escalationId }) => escalationId)).size).toBe(1);
    expect((await escalations.list(W1, { limit: 10 }))[0]?.sourceIds).toEqual(['task1']);
  });

  it('resolves once, answers the old source with it, and opens a new one for a new source', async () => {
    const { escalationId } = await facade.open(request());
    const results = await Promise.all([resolve(escalationId), resolve(escalationId)]);
    expect(results.filter((result) => result !== null)).toHaveLength(1);
    expect(await escalations.findById(W1, escalationId)).toMatchObject({ status: 'resolved', resolvedBy: 'ann' });
    expect(await facade.open(request())).toEqual({ escalationId });
    expect(await facade.open(request({ sourceId: 'task2' }))).not.toEqual({ escalationId });
    expect((await escalations.list(W1, { limit: 10, status: 'resolved' })).map(({ id }) => id)).toEqual([escalationId]);
  });

  it('finds what the healing job has to do, until it is done', async () => {
    const { escalationId } = await facade.open(request());
    const due = () => escalations.listHoldsToRelease(new Date(AT.getTime() + 1), 10);
    expect(await due()).toEqual([]);
    await resolve(escalationId);
    expect((await due()).map(({ id }) => id)).toEqual([escalationId]);
    expect(await escalations.listHoldsToRelease(AT, 10)).toEqual([]);
    await escalations.markHoldReleased(W1, escalationId, AT);
    expect(await due()).toEqual([]);
  });

  it('reaches nothing of another workspace', async () => {
    const { escalationId } = await facade.open(request());
    const w2 = 'w2' as WorkspaceId;
    expect(await escalations.findById(w2, escalationId)).toBeNull();
    expect(await escalations.list(w2, { limit: 10 })).toEqual([]);
    expect(await escalations.resolve({ workspaceId: w2, id: escalationId, status: 'pending' }, ANN, AT)).toBeNull();
    expect(await facade.open(request({ workspaceId: w2 }))).not.toEqual({ escalationId });
  });
});

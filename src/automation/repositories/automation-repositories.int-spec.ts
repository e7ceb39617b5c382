import { MongooseModule } from '@nestjs/mongoose';
import { Test, type TestingModule } from '@nestjs/testing';
import { instanceRow } from '../../../test/support/memory-automations';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database';
import { TransactionsModule } from '../../shared/database';
import type { ConversationId, WorkspaceId } from '../../shared/kernel';
import type { SessionRecord } from '../domain/session-record';
import {
  AUTOMATION_INSTANCES,
  automationInstanceIndexes,
  automationInstanceSchema,
} from '../schemas/automation-instance.schema';
import {
  AUTOMATION_SESSIONS,
  automationSessionIndexes,
  automationSessionSchema,
} from '../schemas/automation-session.schema';
import { AutomationInstancesRepository } from './automation-instances.repository';
import { AutomationSessionsRepository } from './automation-sessions.repository';

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const [OURS, THEIRS, EMPTY] = ['w1', 'w2', 'w3'] as [WorkspaceId, WorkspaceId, WorkspaceId];

describe('automations on the store', () => {
  let database: TestDatabase;
  let module: TestingModule;
  let instances: AutomationInstancesRepository;
  let sessions: AutomationSessionsRepository;

  beforeAll(async () => {
    database = await createTestDatabase([...automationInstanceIndexes, ...automationSessionIndexes]);
    const models = MongooseModule.forFeature([
      { name: AUTOMATION_INSTANCES, schema: automationInstanceSchema },
      { name: AUTOMATION_SESSIONS, schema: automationSessionSchema },
    ]);
    module = await Test.createTestingModule({
      imports: [database.module, TransactionsModule, models],
      providers: [AutomationInstancesRepository, AutomationSessionsRepository],
    }).compile();
    await module.init();
    instances = module.get(AutomationInstancesRepository);
    sessions = module.get(AutomationSessionsRepository);
  });

  afterAll(async () => {
    await module.close();
    await database.drop();
  });

  describe('instances', () => {
    beforeAll(async () => {
      await instances.insert(instanceRow({ _id: 'young', workspaceId: OURS, createdAt: day(3) }));
      await instances.insert(instanceRow({ _id: 'old', workspaceId: OURS, createdAt: day(1) }));
      await instances.insert(instanceRow({ _id: 'off', workspaceId: OURS, createdAt: day(2), isActive: false }));
      await instances.insert(instanceRow({ _id: 'theirs', workspaceId: THEIRS, createdAt: day(1) }));
    });

    it('lists the active ones, oldest first', async () => {
      expect((await instances.listActive(OURS)).map(({ _id }) => _id)).toEqual(['old', 'young']);
    });

    it('lists all, newest first, page by page', async () => {
      const first = await instances.list(OURS, 2);
      expect(first.map(({ _id }) => _id)).toEqual(['young', 'off']);
      const second = await instances.list(OURS, 2, { at: day(2), id: 'off' });
      expect(second.map(({ _id }) => _id)).toEqual(['old']);
    });

    it('raises the revision of the workspace with every change, and of no other', async () => {
      const before = await instances.revisionsOf([OURS, THEIRS, EMPTY]);
      expect(before).toEqual(
        new Map([
          [OURS, 3],
          [THEIRS, 1],
        ]),
      );
      expect(await instances.update(OURS, 'old', { isActive: true }, day(4))).toMatchObject({
        revision: 2,
        configRevision: 1,
        updatedAt: day(4),
      });
      expect((await instances.revisionsOf([OURS, THEIRS])).get(OURS)).toBe(4);
    });

    it('belong to their workspace', async () => {
      expect(await instances.update(OURS, 'theirs', { isActive: false }, day(4))).toBeNull();
      expect(await instances.findById(OURS, 'theirs')).toBeNull();
      expect(await instances.findById(THEIRS, 'theirs')).toMatchObject({ isActive: true, revision: 1 });
    });
  });

  describe('automations of a template', () => {
    const of = (_id: string, row: Parameters<typeof instanceRow>[0] = {}) =>
      instances.insert(instanceRow({ _id, workspaceId: OURS, templateId: 'followed', ...row }));
    const rows = async () => {
      const all = await Promise.all(
        (['f1', 'f2', 'f3'] as const).map((id, index) => instances.findById(index === 2 ? THEIRS : OURS, id)),
      );
      return all.map((row) => row?.templateVersionId);
    };

    it('are moved where they follow it, in all workspaces, and the others note what is in the way', async () => {
      await of('f1');
      await of('f2', { config: { shop: 5 } });
      await of('f3', { workspaceId: THEIRS });
      await of('f4', { versionPolicy: 'pinned' });
      await of('f5', { deletedAt: day(1) });
      const followers = await instances.listFollowers('followed');
      expect(followers.map(({ _id }) => _id).sort()).toEqual(['f1', 'f2', 'f3']);
      const problems = [{ field: 'config.shop', rule: 'must be a text' }];
      const moves = followers.map((follower) => ({ follower, problems: follower._id === 'f2' ? problems : [] }));
      await instances.moveFollowers('v2', moves, day(5));
      expect(await rows()).toEqual(['v2', 'v1', 'v2']);
      expect(await instances.findById(OURS, 'f1')).toMatchObject({ revision: 2, configRevision: 2, updatedAt: day(5) });
      expect(await instances.findById(OURS, 'f2')).toMatchObject({
        revision: 2,
        configRevision: 1,
        updateBlocked: { versionId: 'v2', problems },
      });
      await instances.moveFollowers('v2', [], day(5));
    });

    it('rest with it, and say which workspaces these are', async () => {
      const workspaces = await instances.setTemplateArchived('followed', true);
      expect(workspaces.sort()).toEqual([OURS, THEIRS]);
      expect(await instances.findById(THEIRS, 'f3')).toMatchObject({ templateArchived: true, revision: 3 });
      expect(await instances.setTemplateArchived('nobody has it', true)).toEqual([]);
    });

    it('are in no list and no count once they are deleted, but in the sum of revisions', async () => {
      const [count, revision] = [await instances.count(OURS), (await instances.revisionsOf([OURS])).get(OURS) ?? 0];
      await instances.update(OURS, 'f1', { deletedAt: day(6), isActive: false, config: {} }, day(6));
      expect(await instances.findById(OURS, 'f1')).toBeNull();
      expect(await instances.update(OURS, 'f1', { isActive: true }, day(6))).toBeNull();
      expect(await instances.count(OURS)).toBe(count - 1);
      expect((await instances.revisionsOf([OURS])).get(OURS)).toBe(revision + 1);
      const listed = await instances.list(OURS, 100, undefined, { templateId: 'followed', isActive: true });
      expect(listed.map(({ _id }) => _id).sort()).toEqual(['f2', 'f4']);
    });
  });

  describe('sessions', () => {
    const CONVERSATION = 'c1' as ConversationId;
    const record = (sessionId: string, change: Partial<SessionRecord> = {}): SessionRecord => ({
      sessionId,
      instanceId: 'i1',
      templateId: 't1',
      versionId: 'v1',
      status: 'active',
      revision: 1,
      startedAt: day(1),
      endedAt: null,
      visits: [],
      goals: [],
      movedFrom: [],
      ...change,
    });
    const counts = async (instanceId: string) =>
      (await sessions.countByStatus(OURS, [instanceId])).map(({ status, count }) => [status, count]).sort();

    it('never go back to an older revision, in whatever order the writes come', async () => {
      const started = record('s1', { instanceId: 'order' });
      const ended = record('s1', { instanceId: 'order', status: 'completed', revision: 2, endedAt: day(2) });
      await sessions.write(OURS, CONVERSATION, [ended]);
      await sessions.write(OURS, CONVERSATION, [started, record('s2', { instanceId: 'order' })]);
      await sessions.write(OURS, CONVERSATION, [ended]);
      expect(await counts('order')).toEqual([
        ['active', 1],
        ['completed', 1],
      ]);
    });

    it('tell the latest start of an automation', async () => {
      await sessions.write(OURS, CONVERSATION, [
        record('s3', { instanceId: 'stats', startedAt: day(5) }),
        record('s4', { instanceId: 'stats', startedAt: day(6) }),
      ]);
      expect(await sessions.countByStatus(OURS, ['stats'])).toEqual([
        { instanceId: 'stats', status: 'active', count: 2, lastStartedAt: day(6) },
      ]);
      expect(await sessions.countByStatus(THEIRS, ['stats'])).toEqual([]);
    });

    it('are closed when they are forgotten, but not those that are known or younger', async () => {
      const conversation = 'c2' as ConversationId;
      await sessions.write(OURS, conversation, [
        record('forgotten', { instanceId: 'closing', startedAt: day(1) }),
        record('known', { instanceId: 'closing', startedAt: day(2) }),
        record('younger', { instanceId: 'closing', startedAt: day(4) }),
      ]);
      await sessions.closeForgotten(OURS, conversation, { sessionIds: ['known'], startedBefore: day(3) });
      expect(await counts('closing')).toEqual([
        ['active', 2],
        ['superseded', 1],
      ]);
    });
  });
});

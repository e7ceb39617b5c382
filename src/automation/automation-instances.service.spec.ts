import { contextOf, RecordingAudit } from '../../test/support/audit';
import { ManualClock } from '../../test/support/manual-clock';
import { instanceRow, MemoryChangeFeed, MemoryInstances } from '../../test/support/memory-automations';
import { type FlowsService, flowTemplateNotFound } from '../flows';
import { AUTOMATIONS_CHANGED } from './active-automations';
import { DomainError } from '../shared/kernel';
import type { CountedLimits, Onboarding } from '../workspace';
import { InstanceLedger } from './instance-ledger.service';
import { AutomationInstancesService } from './automation-instances.service';
import type { AutomationInstancesRepository } from './repositories/automation-instances.repository';
import type { AutomationSessionsRepository, SessionCount } from './repositories/automation-sessions.repository';

const TENANT = contextOf('w1', 'u1');
const STRANGER = contextOf('w2', 'u1');
const NO_STATS = { started: 0, active: 0, completed: 0, handedOver: 0, lastStartedAt: null };

function setUp(counts: SessionCount[] = []) {
  const instances = new MemoryInstances();
  const changes = new MemoryChangeFeed();
  const clock = new ManualClock();
  const audit = new RecordingAudit();
  const flows = {
    getPublished: async (id: string) => {
      if (id !== 't1') throw flowTemplateNotFound();
      return { id, versionId: 'v7' };
    },
  };
  const plan = { full: false };
  const done: string[] = [];
  const limits = {
    admit: async () => {
      if (plan.full) throw new DomainError('PLAN.LIMIT_REACHED', 'rate-limited', 'Full.');
    },
  };
  const onboarding = {
    done: async (_: string, step: string) => void done.push(step),
    published: async () => void done.push('publish'),
  };
  const ledger = new InstanceLedger(limits as unknown as CountedLimits, onboarding as unknown as Onboarding, changes);
  const service = new AutomationInstancesService(
    instances as unknown as AutomationInstancesRepository,
    { countByStatus: async () => counts } as unknown as AutomationSessionsRepository,
    flows as unknown as FlowsService,
    ledger,
    audit.changes,
    clock,
  );
  return { service, instances, changes, clock, audit, plan, done };
}

describe('creating an automation', () => {
  it('is refused where the plan is full, and adds nothing', async () => {
    const { service, instances, plan, done } = setUp();
    plan.full = true;
    const request = { templateId: 't1', name: 'Greeting' };
    await expect(service.create(TENANT, request)).rejects.toMatchObject({ code: 'PLAN.LIMIT_REACHED' });
    expect([instances.rows, done]).toEqual([[], []]);
  });

  it('is a step of setting up, as is switching it on', async () => {
    const { service, done } = setUp();
    const { id } = await service.create(TENANT, { templateId: 't1', name: 'Greeting' });
    await service.setActive(TENANT, id, false);
    expect(done).toEqual(['template', 'publish', 'template']);
  });

  it('takes the current version of the template, active, and tells the others', async () => {
    const { service, instances, changes, clock, audit } = setUp();
    const created = await service.create(TENANT, { templateId: 't1', name: 'Greeting', config: { shop: 'Shoes' } });
    expect(created).toEqual({
      id: instances.rows[0]?._id,
      name: 'Greeting',
      templateId: 't1',
      templateVersionId: 'v7',
      config: { shop: 'Shoes' },
      isActive: true,
      stats: NO_STATS,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
    expect(instances.rows[0]).toMatchObject({ workspaceId: 'w1', revision: 1, createdBy: 'u1' });
    expect(audit.entries).toMatchObject([
      { action: 'automation.created', workspaceId: 'w1', target: created.id, caller: TENANT, isChange: true },
    ]);
    expect(changes.published).toEqual([[AUTOMATIONS_CHANGED, 'w1']]);
  });

  it('refuses an unknown template and a config that no flow can read', async () => {
    const { service, instances } = setUp();
    await expect(service.create(TENANT, { templateId: 't9', name: 'x' })).rejects.toMatchObject({
      code: 'FLOWS.TEMPLATE_NOT_FOUND',
    });
    await expect(service.create(TENANT, { templateId: 't1', name: 'x', config: { a: {} } })).rejects.toMatchObject({
      code: 'AUTOMATION.CONFIG_INVALID',
      fields: [{ field: 'config' }],
    });
    expect(instances.rows).toEqual([]);
  });
});

describe('switching an automation', () => {
  it('changes it, its revision, and tells the others', async () => {
    const { service, instances, changes, audit } = setUp();
    instances.rows = [instanceRow()];
    expect(await service.setActive(TENANT, 'i1', false)).toMatchObject({ id: 'i1', isActive: false });
    expect(instances.rows[0]).toMatchObject({ isActive: false, revision: 2 });
    await service.setActive(TENANT, 'i1', true);
    expect(audit.actions).toEqual(['automation.deactivated', 'automation.activated']);
    expect(changes.published).toEqual([
      [AUTOMATIONS_CHANGED, 'w1'],
      [AUTOMATIONS_CHANGED, 'w1'],
    ]);
  });

  it('knows no automation of another workspace', async () => {
    const { service, instances, audit } = setUp();
    instances.rows = [instanceRow()];
    await expect(service.setActive(STRANGER, 'i1', false)).rejects.toMatchObject({ code: 'AUTOMATION.NOT_FOUND' });
    await expect(service.get(STRANGER, 'i1')).rejects.toMatchObject({ code: 'AUTOMATION.NOT_FOUND' });
    expect(instances.rows[0]?.isActive).toBe(true);
    expect(audit.actions).toEqual([]);
  });
});

describe('listing automations', () => {
  it('goes page by page, newest first, in one workspace', async () => {
    const { service, instances } = setUp();
    instances.rows = ['2026-01-01', '2026-01-02', '2026-01-03'].map((day, index) =>
      instanceRow({ _id: `i${index}`, createdAt: new Date(day) }),
    );
    instances.rows.push(instanceRow({ _id: 'other', workspaceId: STRANGER.workspaceId }));
    const first = await service.list(TENANT, 2);
    expect(first.items.map(({ id }) => id)).toEqual(['i2', 'i1']);
    const second = await service.list(TENANT, 2, first.nextCursor);
    expect(second.items.map(({ id }) => id)).toEqual(['i0']);
    expect(second.nextCursor).toBeUndefined();
  });

  it('counts sessions', async () => {
    const at = (day: number) => new Date(Date.UTC(2026, 0, day));
    const { service, instances } = setUp([
      { instanceId: 'i1', status: 'active', count: 2, lastStartedAt: at(3) },
      { instanceId: 'i1', status: 'completed', count: 5, lastStartedAt: at(4) },
      { instanceId: 'i1', status: 'handoff', count: 1, lastStartedAt: at(1) },
      { instanceId: 'i1', status: 'expired', count: 1, lastStartedAt: at(2) },
      { instanceId: 'i2', status: 'active', count: 9, lastStartedAt: at(9) },
    ]);
    instances.rows = [instanceRow()];
    const { items } = await service.list(TENANT, 10);
    expect(items[0]?.stats).toEqual({ started: 9, active: 2, completed: 5, handedOver: 1, lastStartedAt: at(4) });
  });
});

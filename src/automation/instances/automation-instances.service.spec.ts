import { contextOf, RecordingAudit, userCaller } from '../../../test/support/audit';
import { anyMessage, flow, node } from '../../../test/support/flow-fixtures';
import { flowProduct } from '../../../test/support/flow-product';
import { instanceRow, MemoryChangeFeed, MemoryInstances } from '../../../test/support/memory-automations';
import type { ExposedFieldInput } from '../../flows';
import { DomainError } from '../../shared/kernel';
import type { CountedLimits, Onboarding } from '../../workspace';
import { AUTOMATIONS_CHANGED } from './active-automations';
import { AutomationInstancesService } from './automation-instances.service';
import { InstanceLedger } from './instance-ledger.service';
import { InstanceVersions } from './instance-versions';
import type { AutomationInstancesRepository } from '../repositories/automation-instances.repository';
import type { AutomationSessionsRepository, SessionCount } from '../repositories/automation-sessions.repository';

const ADMIN = userCaller('root');
const TENANT = contextOf('w1', 'u1');
const STRANGER = contextOf('w2', 'u1');
const NO_STATS = { started: 0, active: 0, completed: 0, handedOver: 0, failed: 0, lastStartedAt: null };
const SHOP: ExposedFieldInput = { key: 'shop', label: 'Shop', type: 'string' };

function setUp(counts: SessionCount[] = []) {
  const [instances, changes, audit] = [new MemoryInstances(), new MemoryChangeFeed(), new RecordingAudit()];
  const { flows, templates, clock } = flowProduct();
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
    new InstanceVersions(flows),
    ledger,
    audit.changes,
    clock,
  );
  const publish = async (text = 'Hello', ...exposedFields: ExposedFieldInput[]) => {
    const definition = flow(
      [node('start', 'trigger', anyMessage), node('a', 'send_message', { text })],
      ['start -> a'],
    );
    return (await flows.publish(ADMIN, { templateId: 't1', name: 'Greeting', definition, exposedFields })).versionId;
  };
  return { service, instances, changes, clock, audit, plan, done, templates, publish };
}

describe('creating an automation', () => {
  it('is refused where the plan is full, and adds nothing', async () => {
    const { service, instances, plan, done, publish } = setUp();
    await publish();
    plan.full = true;
    const request = { templateId: 't1', name: 'Greeting' };
    await expect(service.create(TENANT, request)).rejects.toMatchObject({ code: 'PLAN.LIMIT_REACHED' });
    expect([instances.rows, done]).toEqual([[], []]);
  });

  it('is a step of setting up, as is switching it on', async () => {
    const { service, done, publish } = setUp();
    await publish();
    const { id } = await service.create(TENANT, { templateId: 't1', name: 'Greeting' });
    await service.setActive(TENANT, id, false);
    expect(done).toEqual(['template', 'publish', 'template']);
  });

  it('follows the current version of the template, active, and tells the others', async () => {
    const { service, instances, changes, clock, audit, publish } = setUp();
    const versionId = await publish('Hello', SHOP);
    const created = await service.create(TENANT, { templateId: 't1', name: 'Greeting', config: { shop: 'Shoes' } });
    expect(created).toEqual({
      id: instances.rows[0]?._id,
      name: 'Greeting',
      description: '',
      templateId: 't1',
      templateVersionId: versionId,
      versionPolicy: 'latest',
      config: { shop: 'Shoes' },
      isActive: true,
      templateArchived: false,
      updateBlocked: null,
      stats: NO_STATS,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    });
    expect(instances.rows[0]).toMatchObject({ workspaceId: 'w1', revision: 1, configRevision: 1, createdBy: 'u1' });
    expect(audit.entries).toMatchObject([
      { action: 'automation.created', workspaceId: 'w1', target: created.id, caller: TENANT, isChange: true },
    ]);
    expect(changes.published).toEqual([[AUTOMATIONS_CHANGED, 'w1']]);
  });

  it('may stay with an earlier version, and begin switched off', async () => {
    const { service, publish } = setUp();
    const versionId = await publish('one');
    await publish('two');
    const created = await service.create(TENANT, { templateId: 't1', name: 'x', versionId, isActive: false });
    expect(created).toMatchObject({ templateVersionId: versionId, versionPolicy: 'pinned', isActive: false });
  });

  it('refuses what is not published, and values that the version does not take', async () => {
    const { service, instances, publish, templates } = setUp();
    await publish('Hello', { ...SHOP, required: true });
    const create = (more: object) => service.create(TENANT, { templateId: 't1', name: 'x', ...more });
    await expect(create({ templateId: 't9' })).rejects.toMatchObject({ code: 'FLOWS.TEMPLATE_NOT_FOUND' });
    await expect(create({ versionId: 'v9' })).rejects.toMatchObject({ code: 'FLOWS.VERSION_NOT_FOUND' });
    await expect(create({ config: { a: {} } })).rejects.toMatchObject({
      code: 'AUTOMATION.CONFIG_INVALID',
      fields: [{ field: 'config.a' }, { field: 'config.shop', rule: 'is required' }],
    });
    await templates.setStatus(ADMIN, 't1', 'archived');
    await expect(create({ config: { shop: 'x' } })).rejects.toMatchObject({ code: 'FLOWS.TEMPLATE_NOT_FOUND' });
    expect(instances.rows).toEqual([]);
  });
});

describe('configuring an automation', () => {
  const created = async () => {
    const parts = setUp();
    await parts.publish('Hello', SHOP);
    const { id } = await parts.service.create(TENANT, { templateId: 't1', name: 'x', config: { shop: 'A' } });
    return { ...parts, id };
  };

  it('switches it, changes its revision, and tells the others', async () => {
    const { service, instances, changes, audit, id } = await created();
    expect(await service.setActive(TENANT, id, false)).toMatchObject({ id, isActive: false });
    expect(instances.rows[0]).toMatchObject({ isActive: false, revision: 2, configRevision: 1 });
    await service.setActive(TENANT, id, true);
    expect(audit.actions.slice(1)).toEqual(['automation.deactivated', 'automation.activated']);
    expect(changes.published).toHaveLength(3);
  });

  it('changes name, description and values, checked against the version that it runs', async () => {
    const { service, instances, audit, id } = await created();
    const change = { name: 'Hi', description: 'Says hi', config: { shop: 'B' } };
    expect(await service.configure(TENANT, id, change)).toMatchObject(change);
    expect(instances.rows[0]).toMatchObject({ revision: 2, configRevision: 2 });
    expect(audit.entries.at(-1)).toMatchObject({ action: 'automation.changed', after: change });
    const wrong = service.configure(TENANT, id, { config: { shop: 5 } });
    await expect(wrong).rejects.toMatchObject({
      code: 'AUTOMATION.CONFIG_INVALID',
      fields: [{ field: 'config.shop' }],
    });
    expect(await service.get(TENANT, id)).toMatchObject({ config: { shop: 'B' } });
  });

  it('changes nothing when nothing is asked for', async () => {
    const { service, instances, audit, id } = await created();
    await service.configure(TENANT, id, {});
    expect([instances.rows[0]?.revision, audit.actions]).toEqual([1, ['automation.created']]);
  });

  it('knows no automation of another workspace', async () => {
    const { service, instances, id } = await created();
    const acts = [
      service.get(STRANGER, id),
      service.configure(STRANGER, id, { isActive: false }),
      service.duplicate(STRANGER, id),
      service.chooseVersion(STRANGER, id, { policy: 'pinned' }),
      service.remove(STRANGER, id),
    ];
    for (const act of acts) await expect(act).rejects.toMatchObject({ code: 'AUTOMATION.NOT_FOUND' });
    expect(instances.rows).toMatchObject([{ isActive: true, revision: 1 }]);
  });

  it('copies it, switched off', async () => {
    const { service, id } = await created();
    const copy = await service.duplicate(TENANT, id);
    expect(copy).toMatchObject({ name: 'x (copy)', isActive: false, config: { shop: 'A' }, versionPolicy: 'latest' });
    expect(copy.id).not.toBe(id);
  });

  it('deletes it for everybody, and keeps the row without its values', async () => {
    const { service, instances, changes, audit, clock, id } = await created();
    await service.remove(TENANT, id);
    expect((await service.list(TENANT, 10)).items).toEqual([]);
    await expect(service.get(TENANT, id)).rejects.toMatchObject({ code: 'AUTOMATION.NOT_FOUND' });
    await expect(service.remove(TENANT, id)).rejects.toMatchObject({ code: 'AUTOMATION.NOT_FOUND' });
    expect(instances.rows).toMatchObject([{ isActive: false, config: {}, deletedAt: clock.now(), revision: 2 }]);
    expect(audit.entries.at(-1)).toMatchObject({ action: 'automation.deleted', target: id, before: { name: 'x' } });
    expect(changes.published).toHaveLength(2);
  });
});

describe('choosing the version of an automation', () => {
  const ofOne = async () => {
    const parts = setUp();
    const first = await parts.publish('one');
    const { id } = await parts.service.create(TENANT, { templateId: 't1', name: 'x', versionId: first });
    return { ...parts, first, id };
  };

  it('goes to the latest and follows it, with values that fit it', async () => {
    const { service, publish, id, audit } = await ofOne();
    const second = await publish('two', { ...SHOP, required: true });
    const choose = (config?: { shop: string }) => service.chooseVersion(TENANT, id, { policy: 'latest', config });
    await expect(choose()).rejects.toMatchObject({
      code: 'AUTOMATION.CONFIG_INVALID',
      fields: [{ field: 'config.shop', rule: 'is required' }],
    });
    expect(await choose({ shop: 'A' })).toMatchObject({
      versionPolicy: 'latest',
      templateVersionId: second,
      config: { shop: 'A' },
    });
    expect(audit.actions.at(-1)).toBe('automation.version-chosen');
  });

  it('stays with what it runs, and no longer says why it was not updated', async () => {
    const { service, instances, publish, id, first } = await ofOne();
    await publish('two');
    const problems = [{ field: 'config.shop', rule: 'is required' }];
    instances.rows = instances.rows.map((row) => ({ ...row, updateBlocked: { versionId: 'v2', problems } }));
    expect(await service.chooseVersion(TENANT, id, { policy: 'pinned' })).toMatchObject({
      versionPolicy: 'pinned',
      templateVersionId: first,
      updateBlocked: null,
    });
  });

  it('goes to a certain one, if it is published', async () => {
    const { service, publish, id } = await ofOne();
    const second = await publish('two');
    await publish('three');
    const pin = (versionId: string) => service.chooseVersion(TENANT, id, { policy: 'pinned', versionId });
    expect(await pin(second)).toMatchObject({ templateVersionId: second, versionPolicy: 'pinned' });
    await expect(pin('v9')).rejects.toMatchObject({ code: 'FLOWS.VERSION_NOT_FOUND' });
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
      { instanceId: 'i1', status: 'waiting', count: 3, lastStartedAt: at(3) },
      { instanceId: 'i1', status: 'completed', count: 5, lastStartedAt: at(4) },
      { instanceId: 'i1', status: 'handed_off', count: 1, lastStartedAt: at(1) },
      { instanceId: 'i1', status: 'failed', count: 4, lastStartedAt: at(1) },
      { instanceId: 'i1', status: 'expired', count: 1, lastStartedAt: at(2) },
      { instanceId: 'i2', status: 'active', count: 9, lastStartedAt: at(9) },
    ]);
    instances.rows = [instanceRow()];
    const { items } = await service.list(TENANT, 10);
    expect(items[0]?.stats).toEqual({
      started: 16,
      active: 5,
      completed: 5,
      handedOver: 1,
      failed: 4,
      lastStartedAt: at(4),
    });
  });
});

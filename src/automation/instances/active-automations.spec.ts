import { compiled, SHOP } from '../../../test/support/flow-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { instanceRow, MemoryChangeFeed, MemoryInstances } from '../../../test/support/memory-automations';
import type { FlowsService, RunnableVersion, Stimulus } from '../../flows';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import type { WorkspaceSettings } from '../../workspace';
import { ActiveAutomations, AUTOMATIONS_CHANGED } from './active-automations';
import { flowKey } from '../domain/active-instance';
import type { AutomationInstancesRepository } from '../repositories/automation-instances.repository';
import { RunnableFlows } from './runnable-flows';

const WORKSPACE = 'w1' as WorkspaceId;
const FLOW = compiled(SHOP);

const VERSION: Omit<RunnableVersion, 'flow'> = {
  versionId: 'v1',
  templateId: 't1',
  version: 3,
  exposedFields: [],
  runningSessions: 'move',
};

function setUp() {
  const instances = new MemoryInstances();
  instances.rows = [instanceRow()];
  const changes = new MemoryChangeFeed();
  const contributions = new Contributions();
  const clock = new ManualClock();
  const demo = { enabled: false };
  const version = { ...VERSION, flow: FLOW };
  const flows = { runnableVersion: async (id: string) => (id === 'v1' ? version : null) } as unknown as FlowsService;
  const automations = new ActiveAutomations(
    instances as unknown as AutomationInstancesRepository,
    new RunnableFlows(flows),
    changes,
    contributions,
    clock,
    { reader: () => ({ of: async () => demo }) } as unknown as WorkspaceSettings,
  );
  automations.onModuleInit();
  return { instances, changes, contributions, clock, automations, demo };
}

const PRICES: Stimulus = { on: 'dm_message', text: 'your prices?', hasLink: false, hasAttachment: false };
const NOON = { now: Date.parse('2026-01-01T12:00Z'), hours: null };

describe('ActiveAutomations', () => {
  it('has none in demo mode, also past the cache, and all of them again after it', async () => {
    const { automations, demo } = setUp();
    expect((await automations.of(WORKSPACE)).instances).toHaveLength(1);
    demo.enabled = true;
    expect(await automations.of(WORKSPACE)).toMatchObject({ instances: [], flows: new Map(), rows: new Map() });
    expect(await automations.read(WORKSPACE)).toMatchObject({ instances: [], flows: new Map() });
    demo.enabled = false;
    expect((await automations.of(WORKSPACE)).instances).toHaveLength(1);
  });

  it('reads the active automations of a workspace with their flows, once', async () => {
    const { automations, instances } = setUp();
    instances.rows.push(
      instanceRow({ _id: 'i2', isActive: false }),
      instanceRow({ _id: 'i3', workspaceId: 'w2' as WorkspaceId }),
    );
    const [context, same] = await Promise.all([automations.of(WORKSPACE), automations.of(WORKSPACE)]);
    expect(context).toBe(same);
    expect(context.instances).toEqual([
      {
        id: 'i1',
        name: 'Greeting',
        templateId: 't1',
        versionId: 'v1',
        version: 3,
        movesSessions: true,
        runs: { flow: FLOW, config: {} },
      },
    ]);
    expect(context.flows.get(flowKey('i1', 'v1'))?.flow).toBe(FLOW);
    expect(instances.reads).toBe(1);
  });

  it('lets an automation whose version is lost match nothing', async () => {
    const { automations, instances } = setUp();
    instances.rows = [instanceRow({ templateVersionId: 'gone' })];
    const { instances: active, triggers } = await automations.of(WORKSPACE);
    expect(active).toMatchObject([{ runs: null }]);
    expect(triggers.match(PRICES, NOON).ranked).toEqual([]);
  });

  it('leaves out what rests since its template is archived', async () => {
    const { automations, instances } = setUp();
    instances.rows = [instanceRow({ templateArchived: true })];
    expect((await automations.of(WORKSPACE)).instances).toEqual([]);
  });

  it('matches with an index over all of them, which is another one after a change', async () => {
    const { automations, instances, changes } = setUp();
    instances.rows.push(instanceRow({ _id: 'i2' }));
    const { triggers } = await automations.of(WORKSPACE);
    expect(triggers.match(PRICES, NOON).ranked.map(({ owner }) => owner)).toEqual(['i1', 'i2']);
    instances.rows.shift();
    await changes.publish(AUTOMATIONS_CHANGED, WORKSPACE);
    const swapped = (await automations.of(WORKSPACE)).triggers;
    expect(swapped.match(PRICES, NOON).ranked.map(({ owner }) => owner)).toEqual(['i2']);
  });

  it('drops a workspace at a hint about it, and no other', async () => {
    const { automations, instances, changes } = setUp();
    await automations.of(WORKSPACE);
    await changes.publish(AUTOMATIONS_CHANGED, 'w2');
    await automations.of(WORKSPACE);
    expect(instances.reads).toBe(1);
    await changes.publish(AUTOMATIONS_CHANGED, WORKSPACE);
    await automations.of(WORKSPACE);
    expect(instances.reads).toBe(2);
  });

  it('notices by its poll what no hint told', async () => {
    const { automations, instances, clock } = setUp();
    await automations.of(WORKSPACE);
    await automations.run();
    await automations.of(WORKSPACE);
    expect(instances.reads).toBe(1);
    await instances.update(WORKSPACE, 'i1', { isActive: false }, clock.now());
    await automations.run();
    expect((await automations.of(WORKSPACE)).instances).toEqual([]);
  });

  it('notices the first automation of a workspace that had none', async () => {
    const { automations, instances } = setUp();
    instances.rows = [];
    expect((await automations.of(WORKSPACE)).instances).toEqual([]);
    await automations.run();
    instances.rows = [instanceRow()];
    await automations.run();
    expect((await automations.of(WORKSPACE)).instances).toHaveLength(1);
  });

  it('trusts its memory for five seconds after the last poll', async () => {
    const { automations, instances, clock } = setUp();
    await automations.of(WORKSPACE);
    clock.advance(4_000);
    await automations.run();
    clock.advance(4_000);
    await automations.of(WORKSPACE);
    expect(instances.reads).toBe(1);
    clock.advance(2_000);
    await automations.of(WORKSPACE);
    expect(instances.reads).toBe(2);
  });

  it('asks about all workspaces at work in one query, and about none that rests', async () => {
    const { automations, instances, clock } = setUp();
    await automations.run();
    expect(instances.revisionReads).toEqual([]);
    await automations.of(WORKSPACE);
    await automations.of('w2' as WorkspaceId);
    await automations.run();
    expect(instances.revisionReads.at(-1)).toEqual(['w1', 'w2']);
    clock.advance(11 * 60_000);
    const asked = instances.revisionReads.length;
    await automations.run();
    expect(instances.revisionReads).toHaveLength(asked);
  });

  it('tries again after a failed read', async () => {
    const { automations, instances } = setUp();
    instances.failing = true;
    await expect(automations.of(WORKSPACE)).rejects.toThrow('away');
    instances.failing = false;
    expect((await automations.of(WORKSPACE)).instances).toHaveLength(1);
  });

  it('polls as a scheduled job, each second', () => {
    const { automations, contributions } = setUp();
    expect(contributions.all(ScheduledJob)).toEqual([automations]);
    expect(automations.everyMs).toBe(1_000);
  });
});

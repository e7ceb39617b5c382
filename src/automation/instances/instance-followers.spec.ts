import { compiled, SHOP } from '../../../test/support/flow-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { instanceRow, MemoryChangeFeed, MemoryInstances } from '../../../test/support/memory-automations';
import { type RunnableVersion, VersionFollowers } from '../../flows';
import type { Transactions } from '../../shared/database';
import { Contributions, type WorkspaceId } from '../../shared/kernel';
import { AUTOMATIONS_CHANGED } from './active-automations';
import { InstanceFollowers } from './instance-followers';
import type { AutomationInstancesRepository } from '../repositories/automation-instances.repository';

const OTHER = 'w2' as WorkspaceId;
const VERSION: RunnableVersion = {
  versionId: 'v2',
  templateId: 't1',
  version: 2,
  flow: compiled(SHOP),
  exposedFields: [{ key: 'shop', label: 'Shop', type: 'string', required: true }],
  runningSessions: 'finish',
};

function setUp(...rows: Parameters<typeof instanceRow>[0][]) {
  const [instances, feed, contributions] = [new MemoryInstances(), new MemoryChangeFeed(), new Contributions()];
  instances.rows = rows.map((row, index) => instanceRow({ _id: `i${index}`, ...row }));
  const committed: (() => void)[] = [];
  const followers = new InstanceFollowers(
    instances as unknown as AutomationInstancesRepository,
    { afterCommit: (announce: () => void) => void committed.push(announce) } as unknown as Transactions,
    feed,
    contributions,
    new ManualClock(),
  );
  followers.onModuleInit();
  return { instances, feed, contributions, followers, commit: () => committed.forEach((announce) => announce()) };
}

describe('a new current version', () => {
  it('is run by those that follow it and whose values fit; the others say why not', async () => {
    const { followers, instances } = setUp(
      { config: { shop: 'A', removed: 1 } },
      { config: {} },
      { config: { shop: 'A' }, versionPolicy: 'pinned' },
      { config: { shop: 'A' }, templateId: 't2' },
      { config: { shop: 'A' }, deletedAt: new Date() },
      { config: { shop: 'B' }, isActive: false, workspaceId: OTHER },
    );
    expect(await followers.follow(VERSION)).toEqual({ moved: 2, blocked: 1 });
    const versions = instances.rows.map(({ templateVersionId }) => templateVersionId);
    expect(versions).toEqual(['v2', 'v1', 'v1', 'v1', 'v1', 'v2']);
    expect(instances.rows[0]).toMatchObject({ revision: 2, configRevision: 2, updateBlocked: null });
    expect(instances.rows[1]).toMatchObject({
      revision: 2,
      configRevision: 1,
      updateBlocked: { versionId: 'v2', problems: [{ field: 'config.shop', rule: 'is required' }] },
    });
  });

  it('clears what was in the way of an earlier one', async () => {
    const blocked = { versionId: 'v0', problems: [{ field: 'config.shop', rule: 'is required' }] };
    const { followers, instances } = setUp({ config: { shop: 'A' }, updateBlocked: blocked });
    await followers.follow(VERSION);
    expect(instances.rows[0]).toMatchObject({ templateVersionId: 'v2', updateBlocked: null });
    expect(await followers.follow(VERSION)).toEqual({ moved: 0, blocked: 0 });
  });

  it('is told to the other processes once it is committed, a workspace once', async () => {
    const { followers, feed, commit } = setUp({}, {}, { workspaceId: OTHER }, { workspaceId: OTHER, templateId: 't2' });
    await followers.follow(VERSION);
    expect(feed.published).toEqual([]);
    commit();
    expect(feed.published).toEqual([
      [AUTOMATIONS_CHANGED, 'w1'],
      [AUTOMATIONS_CHANGED, 'w2'],
    ]);
  });
});

describe('an archived template', () => {
  it('lets its automations rest until it comes back', async () => {
    const { followers, instances, feed, commit } = setUp({}, { templateId: 't2' });
    await followers.setArchived('t1', true);
    expect(instances.rows.map(({ templateArchived }) => templateArchived)).toEqual([true, false]);
    await followers.setArchived('t1', false);
    expect(instances.rows[0]).toMatchObject({ templateArchived: false, revision: 3 });
    commit();
    expect(feed.published).toEqual([
      [AUTOMATIONS_CHANGED, 'w1'],
      [AUTOMATIONS_CHANGED, 'w1'],
    ]);
  });
});

it('is what flows ask', () => {
  const { contributions, followers } = setUp();
  expect(contributions.all(VersionFollowers)).toEqual([followers]);
});

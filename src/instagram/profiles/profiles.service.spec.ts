import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import type { DueProfile, ParticipantProfiles } from '../../conversations';
import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';
import { Secret } from '../../shared/kernel';
import {
  GraphError,
  type GraphFailure,
  type GraphPersonProfile,
  type MetaPeople,
} from '../../shared/providers/meta-graph';
import type { AccountDirectory, KnownAccount } from '../account-directory.service';
import type { AccountHealth } from '../account-health.service';
import { Profiles } from './profiles.service';

const LANE = {
  workspaceId: 'w1' as WorkspaceId,
  conversationId: 'c1' as ConversationId,
  accountId: 'a1' as AccountId,
  participantId: 'p1',
};
const ACCOUNT: KnownAccount = {
  accountId: LANE.accountId,
  workspaceId: LANE.workspaceId,
  igUserId: '1',
  igScopedId: '2',
  username: 'shop',
  status: 'connected',
  token: new Secret('t'),
};
const failure = (part: Partial<GraphFailure>): GraphFailure => ({
  class: 'final',
  code: '100',
  message: 'no',
  retryAfterMs: 2_000,
  ...part,
});

function setUp() {
  const clock = new ManualClock();
  const world = {
    account: ACCOUNT as KnownAccount | null,
    told: { name: 'Jane', profilePictureUrl: 'https://cdn/p', followsBusiness: false } as
      GraphPersonProfile | GraphError | null,
    saved: [] as unknown[],
    postponedMs: [] as number[],
    noted: [] as string[],
    asked: 0,
    taken: true,
  };
  const profiles = standIn<ParticipantProfiles>({
    take: async () => world.taken,
    save: async (_workspaceId, _conversationId, told) => void world.saved.push(told),
    postpone: async (_due, until) => void world.postponedMs.push(until.getTime() - clock.now().getTime()),
  });
  const people = standIn<MetaPeople>({
    readPerson: async () => {
      world.asked += 1;
      if (world.told instanceof GraphError) throw world.told;
      return world.told;
    },
  });
  const service = new Profiles(
    standIn<AccountDirectory>({ get: async () => world.account }),
    people,
    standIn<AccountHealth>({ noteFailure: async (_account, { code }) => void world.noted.push(code) }),
    profiles,
    clock,
  );
  const due: DueProfile = { ...LANE, dueAt: clock.now() };
  return { world, service, due };
}

describe('Profiles', () => {
  it('keeps what it is told, in our words', async () => {
    const { world, service, due } = setUp();
    await service.refresh(due);
    expect(world.saved).toEqual([{ name: 'Jane', pictureUrl: 'https://cdn/p', followsBusiness: false }]);
  });

  it('asks nothing that another process asks', async () => {
    const { world, service, due } = setUp();
    world.taken = false;
    await service.refresh(due);
    expect([world.asked, world.saved]).toEqual([0, []]);
  });

  it.each<[string, (world: ReturnType<typeof setUp>['world']) => void]>([
    ['has not consented', (world) => (world.told = null)],
    ['cannot be read at all', (world) => (world.told = new GraphError(failure({})))],
    ['wrote to an account that is gone', (world) => (world.account = null)],
    ['wrote to a mock', (world) => (world.account = { ...ACCOUNT, isMock: true })],
  ])('leaves a person in peace who %s', async (_, arrange) => {
    const { world, service, due } = setUp();
    arrange(world);
    await service.refresh(due);
    expect([world.saved, world.postponedMs, world.noted]).toEqual([[null], [], []]);
  });

  it.each<[string, Partial<GraphFailure>, number, string[]]>([
    ['Graph cannot be reached', { class: 'transient', code: 'ECONNREFUSED' }, 60_000, []],
    ['a limit is reached', { class: 'limited', code: '4', retryAfterMs: 420_000 }, 420_000, []],
    ['the token is gone', { class: 'account', code: '190/463' }, 300_000, ['190/463']],
    ['a permission is missing, which says nothing of sending', { class: 'account', code: '10' }, 300_000, []],
  ])('comes back when %s', async (_, part, waitMs, noted) => {
    const { world, service, due } = setUp();
    world.told = new GraphError(failure(part));
    await service.refresh(due);
    expect([world.saved, world.postponedMs, world.noted]).toEqual([[], [waitMs], noted]);
  });

  it('does not ask for an account that may not be used', async () => {
    const { world, service, due } = setUp();
    world.account = { ...ACCOUNT, status: 'expired' };
    await service.refresh(due);
    expect([world.asked, world.postponedMs]).toEqual([0, [300_000]]);
  });

  it('tells a flow at once, and keeps it', async () => {
    const { world, service } = setUp();
    expect(await service.lookup(LANE)).toMatchObject({ name: 'Jane', followsBusiness: false });
    expect(world.saved).toHaveLength(1);
    world.told = new GraphError(failure({ class: 'transient' }));
    await expect(service.lookup(LANE)).rejects.toBeInstanceOf(GraphError);
  });
});

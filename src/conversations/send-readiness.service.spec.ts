import { LANE } from '../../test/support/lane-fixtures';
import { ManualClock } from '../../test/support/manual-clock';
import { standIn } from '../../test/support/stand-in';
import { AccessDirectory, type DirectoryWorkspace } from '../shared/auth';
import { type AccountId, Contributions } from '../shared/kernel';
import { type AccountState, Channel } from './channel.port';
import { SendReadinessService } from './send-readiness.service';

const OTHER = 'a2' as AccountId;

describe('SendReadinessService', () => {
  const contributions = new Contributions();
  let clock: ManualClock;
  let readiness: SendReadinessService;
  let taken: AccountId[];
  let token: Awaited<ReturnType<Channel['takeSendToken']>>;
  let account: AccountState;
  let workspace: DirectoryWorkspace | null;

  beforeEach(() => {
    clock = new ManualClock();
    taken = [];
    token = { granted: true };
    account = { sendable: true };
    workspace = { id: LANE.workspaceId, suspended: false, requiresSecondFactor: false };
    const fresh = new Contributions();
    readiness = new SendReadinessService(fresh, clock);
    fresh.provide(AccessDirectory, standIn<AccessDirectory>({ findWorkspace: () => Promise.resolve(workspace) }));
    fresh.provide(
      Channel,
      standIn<Channel>({
        accountState: () => Promise.resolve(account),
        takeSendToken: (accountId) => {
          taken.push(accountId);
          return Promise.resolve(token);
        },
      }),
    );
  });

  const ask = (accountId = LANE.accountId) => readiness.ask(LANE.workspaceId, accountId);

  it('asks the channel for the account’s state and takes a token', async () => {
    account = { sendable: false, reason: 'revoked' };
    await expect(ask()).resolves.toEqual({ account, token: { granted: true } });
    token = { granted: false, waitMs: 70 };
    await expect(ask()).resolves.toEqual({ account, token });
    expect(taken).toEqual([LANE.accountId, LANE.accountId]);
  });

  it.each<[string, DirectoryWorkspace | null, string]>([
    ['is suspended', { id: LANE.workspaceId, suspended: true, requiresSecondFactor: false }, 'workspace suspended'],
    ['is gone', null, 'workspace gone'],
  ])('lets nothing out for a workspace that %s', async (_, state, reason) => {
    workspace = state;
    await expect(ask()).resolves.toMatchObject({ account: { sendable: false, reason } });
  });

  it('uses a token that was given back before it takes a new one, each once', async () => {
    readiness.giveBack(LANE.accountId);
    readiness.giveBack(LANE.accountId);
    token = { granted: false, waitMs: 70 };
    expect([await ask(), await ask()]).toMatchObject([{ token: { granted: true } }, { token: { granted: true } }]);
    expect(taken).toEqual([]);
    await expect(ask()).resolves.toMatchObject({ token: { granted: false } });
    expect(taken).toEqual([LANE.accountId]);
  });

  it('never spends the token of another account', async () => {
    readiness.giveBack(LANE.accountId);
    await ask(OTHER);
    expect(taken).toEqual([OTHER]);
  });

  it('forgets a spare token after a moment, the older ones first', async () => {
    readiness.giveBack(LANE.accountId);
    clock.advance(200);
    readiness.giveBack(LANE.accountId);
    clock.advance(200);
    await ask();
    expect(taken).toEqual([]);
    await ask();
    expect(taken).toEqual([LANE.accountId]);
  });

  it('stops the boot when no channel is contributed', () => {
    new SendReadinessService(contributions, clock);
    expect(() => contributions.onApplicationBootstrap()).toThrow('Channel is missing');
  });
});

import { entry, LANE, says, WINDOW_MS } from '../../../test/support/lane-fixtures';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { AccessDirectory, type DirectoryWorkspace } from '../../shared/auth';
import { Contributions } from '../../shared/kernel';
import { type AccountState, Channel, type SendSlot } from '../channel.port';
import { SendReadinessService } from './send-readiness.service';

describe('SendReadinessService', () => {
  const contributions = new Contributions();
  let telemetry: TelemetryProbe;
  let readiness: SendReadinessService;
  let asked: unknown[][];
  let token: SendSlot;
  let account: AccountState;
  let workspace: DirectoryWorkspace | null;
  let returned: Promise<void>;

  beforeEach(() => {
    telemetry = new TelemetryProbe();
    asked = [];
    token = { granted: true };
    account = { sendable: true };
    returned = Promise.resolve();
    workspace = { id: LANE.workspaceId, suspended: false, requiresSecondFactor: false };
    const fresh = new Contributions();
    readiness = new SendReadinessService(fresh, telemetry);
    fresh.provide(AccessDirectory, standIn<AccessDirectory>({ findWorkspace: () => Promise.resolve(workspace) }));
    const asking =
      <T>(name: string, answer: () => T) =>
      (...args: unknown[]) => {
        asked.push([name, ...args]);
        return answer();
      };
    fresh.provide(
      Channel,
      standIn<Channel>({
        windowMs: WINDOW_MS,
        humanAgentMs: 7 * WINDOW_MS,
        accountState: () => Promise.resolve(account),
        takeSlot: asking('any', () => Promise.resolve(token)),
        takeSlotFor: asking('for', () => Promise.resolve(token)),
        returnSlot: asking('return', () => returned),
      }),
    );
  });

  const ask = () => readiness.ask(LANE.workspaceId, LANE.accountId);

  it('asks the channel for the account’s state and takes a slot', async () => {
    account = { sendable: false, reason: 'revoked' };
    await expect(ask()).resolves.toMatchObject({ account, token: { granted: true } });
    token = { granted: false, waitMs: 70 };
    await expect(ask()).resolves.toMatchObject({ account, token });
    expect(asked).toEqual([
      ['any', LANE.accountId],
      ['any', LANE.accountId],
    ]);
  });

  it('takes the slot of a send that is known by its place in the queue', async () => {
    const send = entry('s', { origin: 'person', content: says('Hi') });
    await readiness.ask(LANE.workspaceId, LANE.accountId, send);
    expect(asked).toEqual([
      ['for', LANE.accountId, { id: 's', content: says('Hi'), priority: 'person', since: send.createdAt }],
    ]);
  });

  it.each([
    [true, 7 * WINDOW_MS],
    [false, 0],
    [undefined, 0],
  ])('lets people write longer only where the account has the feature: %s', async (humanAgent, humanAgentMs) => {
    account = { sendable: true, humanAgent };
    await expect(ask()).resolves.toMatchObject({ window: { windowMs: WINDOW_MS, humanAgentMs } });
  });

  it.each<[string, DirectoryWorkspace | null, string]>([
    ['is suspended', { id: LANE.workspaceId, suspended: true, requiresSecondFactor: false }, 'workspace suspended'],
    ['is gone', null, 'workspace gone'],
  ])('lets nothing out for a workspace that %s', async (_, state, reason) => {
    workspace = state;
    await expect(ask()).resolves.toMatchObject({ account: { sendable: false, reason } });
  });

  it('gives back what was not used, and goes on when that fails', async () => {
    readiness.giveBack(LANE.accountId, says('Hi'));
    expect(asked).toEqual([['return', LANE.accountId, says('Hi')]]);
    returned = Promise.reject(new Error('away'));
    readiness.giveBack(LANE.accountId);
    await returned.catch(() => undefined);
    await Promise.resolve();
    expect(telemetry.messages).toEqual(['slot not given back']);
  });

  it('stops the boot when no channel is contributed', () => {
    new SendReadinessService(contributions, telemetry);
    expect(() => contributions.onApplicationBootstrap()).toThrow('Channel is missing');
  });
});

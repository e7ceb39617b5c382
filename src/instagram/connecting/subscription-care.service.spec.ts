import { ManualClock } from '../../../test/support/manual-clock';
import { standIn } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { type AccountId, Secret, type WorkspaceId } from '../../shared/kernel';
import { GraphError, type GraphFailure, type MetaConnect } from '../../shared/providers/meta-graph';
import type { SecretBox } from '../../shared/security';
import type { AccountHealth } from '../account-health.service';
import { ALL_FIELDS, CORE_FIELDS } from '../domain/meta-limits';
import type { AccountUpkeepRepository } from '../repositories/account-upkeep.repository';
import type { InstagramAccountRow } from '../schemas/instagram-account.schema';
import { SubscriptionCare } from './subscription-care.service';

const refusal = (kind: GraphFailure['class']) =>
  new GraphError({ class: kind, code: '100', message: 'No.', retryAfterMs: 0 });

describe('SubscriptionCare', () => {
  const clock = new ManualClock();
  let found: string[] | null;
  let asked: (readonly string[])[];
  let refuses: (fields: readonly string[]) => GraphError | null;
  let noted: unknown[][];
  let health: unknown[][];
  let gaps: { lostAt: Date; healedAt: Date; noted: number }[];

  const care = () =>
    new SubscriptionCare(
      standIn<AccountUpkeepRepository>({ noteSubscription: async (...args) => void noted.push(args) }),
      standIn<MetaConnect>({
        readSubscription: async () => found,
        subscribe: async (_, fields) => {
          asked.push(fields);
          const error = refuses(fields);
          if (error !== null) throw error;
          found = [...fields];
        },
      }),
      standIn<AccountHealth>({
        noteFailure: async (...args) => void health.push(args),
        noteGap: async (_, lost) => void gaps.push({ ...lost, noted: noted.length }),
      }),
      standIn<SecretBox>({ open: () => new Secret('token') }),
      clock,
      new TelemetryProbe(),
    );

  const row = (part: Partial<InstagramAccountRow> = {}): InstagramAccountRow => ({
    _id: 'a1' as AccountId,
    workspaceId: 'w1' as WorkspaceId,
    loginKind: 'instagram',
    igUserId: '1',
    igScopedId: '2',
    username: 'luna',
    status: 'connected',
    token: { keyId: 'k', iv: '', tag: '', data: '' },
    tokenExpiresAt: null,
    createdAt: clock.now(),
    updatedAt: clock.now(),
    ...part,
  });

  beforeEach(() => {
    [found, asked, noted, health, gaps] = [null, [], [], [], []];
    refuses = () => null;
  });

  it('asks for all fields the first time, which is no loss', async () => {
    expect(await care().see(row())).toEqual({ fields: ALL_FIELDS, checkedAt: clock.now() });
    expect(noted).toHaveLength(1);
    expect(gaps).toEqual([]);
  });

  it('asks for those that matter alone when Meta does not know one of the others', async () => {
    refuses = (fields) => (fields.length > CORE_FIELDS.length ? refusal('final') : null);
    expect((await care().see(row())).fields).toEqual(CORE_FIELDS);
    expect(asked).toEqual([ALL_FIELDS, CORE_FIELDS]);
  });

  it('asks for nothing where all that matters is there', async () => {
    found = [...CORE_FIELDS];
    await care().see(row());
    expect(asked).toEqual([]);
    expect(gaps).toEqual([]);
  });

  it.each([null, [], ['messages']])('renews what was lost: %j is left', async (left) => {
    found = left;
    const checkedAt = new Date(clock.now().getTime() - 600_000);
    const record = await care().see(row({ subscription: { fields: [...ALL_FIELDS], checkedAt } }));
    expect(record).toMatchObject({ fields: ALL_FIELDS, lostAt: checkedAt, healedAt: clock.now() });
    // First the gap, then the record that says all is well.
    expect(gaps).toEqual([{ lostAt: checkedAt, healedAt: clock.now(), noted: 0 }]);
  });

  it.each<GraphFailure['class']>(['limited', 'transient', 'account'])('notes a failure that is %s', async (kind) => {
    refuses = () => refusal(kind);
    expect(await care().see(row())).toMatchObject({ fields: [], failure: { code: '100' } });
    expect(asked).toEqual([ALL_FIELDS]);
    expect(health).toHaveLength(1);
  });

  it('has nothing to ask with where there is no token', async () => {
    const { token: _token, ...rest } = row();
    expect(await care().see(rest)).toMatchObject({ fields: [] });
    expect(noted[0]?.[2]).toBeNull();
  });
});

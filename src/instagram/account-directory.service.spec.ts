import { ManualClock } from '../../test/support/manual-clock';
import { Deferred, standIn, turnOfTheLoop } from '../../test/support/stand-in';
import { TelemetryProbe } from '../../test/support/telemetry-probe';
import type { ErasedLanes } from '../conversations';
import { type AccountId, Secret, type WorkspaceId } from '../shared/kernel';
import type { ChangeFeed } from '../shared/redis';
import { SecretBox } from '../shared/security';
import { AccountDirectory, ACCOUNTS_TOPIC } from './account-directory.service';
import type { InstagramAccountsRepository } from './repositories/instagram-accounts.repository';
import type { InstagramAccountRow } from './schemas/instagram-account.schema';

const W1 = 'w1' as WorkspaceId;
const boxOf = (byte: number) =>
  new SecretBox({
    security: {
      encryptionKeys: [{ id: `k${byte}`, key: Buffer.alloc(32, byte).toString('base64') }],
      jwtKeys: [],
      accessTokenSeconds: 60,
    },
  });
const box = boxOf(1);

class World {
  readonly clock = new ManualClock();
  readonly telemetry = new TelemetryProbe();
  rows: InstagramAccountRow[] = [];
  queries: unknown[][] = [];
  away: Error | undefined;
  hints: (() => void)[] = [];
  readonly heard: unknown[] = [];
  /** Workspaces that are erased. */
  readonly closed = new Set<string>();
  /** Keeps polls waiting while it is set. */
  gate: Deferred | undefined;

  readonly directory = new AccountDirectory(
    standIn<InstagramAccountsRepository>({
      findByPlatformId: (id) =>
        this.query('findByPlatformId', id, (row) => row.igUserId === id || row.igScopedId === id),
      find: (workspaceId, id) => this.query('find', id, (row) => row._id === id && row.workspaceId === workspaceId),
      noteWebhooks: async (heard) => void this.heard.push([...heard]),
      changedSince: async (since) => {
        this.queries.push(['changedSince', since]);
        await this.gate?.promise;
        if (this.away !== undefined) throw this.away;
        return this.rows.filter(({ updatedAt }) => updatedAt >= since);
      },
    }),
    box,
    standIn<ChangeFeed>({
      subscribe: (topic, listener) => {
        if (topic === ACCOUNTS_TOPIC) this.hints.push(() => listener('a1'));
      },
    }),
    this.clock,
    this.telemetry,
    standIn<ErasedLanes>({ confirm: () => null, isClosed: (...ids) => ids.some((id) => this.closed.has(id)) }),
  );

  private query(name: string, id: string, fits: (row: InstagramAccountRow) => boolean) {
    this.queries.push([name, id]);
    return Promise.resolve(this.rows.find(fits) ?? null);
  }

  put(id: string, part: Partial<InstagramAccountRow> = {}): void {
    const _id = id as AccountId;
    const row: InstagramAccountRow = {
      _id,
      workspaceId: W1,
      loginKind: 'instagram',
      igUserId: `ig-${id}`,
      igScopedId: `app-${id}`,
      username: id,
      status: 'connected',
      token: box.seal(new Secret(`token of ${id}`), { workspaceId: W1, record: id, field: 'token' }),
      tokenExpiresAt: null,
      createdAt: this.clock.now(),
      updatedAt: this.clock.now(),
      ...part,
    };
    this.rows = [...this.rows.filter((other) => other._id !== _id), row];
  }

  get names() {
    return this.queries.map(([name]) => name);
  }
}

describe('AccountDirectory', () => {
  let world: World;
  const a1 = 'a1' as AccountId;

  beforeEach(() => {
    world = new World();
    world.put('a1');
  });

  it('looks an account up once, whichever of its ids a webhook carries, and knows its token', async () => {
    const byUser = await world.directory.ofPlatformId('ig-a1');
    expect(byUser).toMatchObject({ accountId: 'a1', workspaceId: 'w1', status: 'connected' });
    expect(byUser?.token.reveal()).toBe('token of a1');
    expect(await world.directory.ofPlatformId('app-a1')).toBe(byUser);
    expect(await world.directory.get(W1, a1)).toBe(byUser);
    expect(world.names).toEqual(['findByPlatformId']);
  });

  it('asks again for what it did not find: it may be connected in a moment', async () => {
    expect(await world.directory.ofPlatformId('ig-a2')).toBeNull();
    world.put('a2');
    expect(await world.directory.ofPlatformId('ig-a2')).toMatchObject({ accountId: 'a2' });
  });

  it('shows no workspace the account of another, cached or not', async () => {
    const other = 'w2' as WorkspaceId;
    expect(await world.directory.get(other, a1)).toBeNull();
    await world.directory.get(W1, a1);
    expect(await world.directory.get(other, a1)).toBeNull();
  });

  describe('poll', () => {
    it('forgets the accounts of a workspace that is erased, and them alone', async () => {
      world.put('a2', { workspaceId: 'w2' as WorkspaceId });
      await world.directory.refresh();
      world.rows = [];
      world.closed.add('w2');
      await world.directory.refresh();
      expect(await world.directory.ofPlatformId('ig-a2')).toBeNull();
      expect(await world.directory.ofPlatformId('app-a2')).toBeNull();
      expect(await world.directory.ofPlatformId('ig-a1')).toMatchObject({ accountId: 'a1' });
    });

    it('brings changes, then asks only for what may have changed since', async () => {
      await world.directory.refresh();
      world.clock.advance(60_000);
      world.put('a1', { status: 'revoked', statusReason: 'token' });
      const startedAt = world.clock.now();
      await world.directory.refresh();
      expect(await world.directory.get(W1, a1)).toMatchObject({ status: 'revoked', statusReason: 'token' });
      await world.directory.refresh();
      expect(world.queries.map(([, since]) => (since as Date).getTime())).toEqual([
        0,
        startedAt.getTime() - 65_000,
        startedAt.getTime() - 5_000,
      ]);
    });

    it('keeps what it has when nothing changed, so that a token is opened once', async () => {
      await world.directory.refresh();
      const before = await world.directory.get(W1, a1);
      await world.directory.refresh();
      expect(await world.directory.get(W1, a1)).toBe(before);
    });

    it('runs once at a time', async () => {
      world.gate = new Deferred();
      const both = Promise.all([world.directory.refresh(), world.directory.refresh()]);
      expect(world.names).toEqual(['changedSince']);
      world.gate.resolve();
      await both;
      await world.directory.refresh();
      expect(world.names).toHaveLength(2);
    });

    it('looks at the same time again after it failed, and keeps what it knows', async () => {
      await world.directory.get(W1, a1);
      world.away = new Error('no primary');
      await expect(world.directory.refresh()).resolves.toBeUndefined();
      expect(world.telemetry.messages).toEqual(['accounts not refreshed']);
      expect(await world.directory.get(W1, a1)).not.toBeNull();
      world.away = undefined;
      await world.directory.refresh();
      expect(world.queries.at(-1)).toEqual(['changedSince', new Date(0)]);
    });
  });

  it('puts on record when webhooks came, all together and twice a minute at most', async () => {
    const account = { workspaceId: W1, accountId: a1 };
    await world.directory.refresh();
    expect(world.heard).toEqual([]);
    world.directory.noteWebhook(account);
    world.directory.noteWebhook(account);
    const at = world.clock.now();
    await world.directory.refresh();
    expect(world.heard).toEqual([[{ ...account, at }]]);
    world.directory.noteWebhook(account);
    await world.directory.refresh();
    expect(world.heard).toHaveLength(1);
    world.clock.advance(30_000);
    await world.directory.refresh();
    expect(world.heard).toHaveLength(2);
  });

  describe('an account that was disconnected', () => {
    beforeEach(() => world.put('a1', { status: 'disconnected', igUserId: 'ig', igScopedId: 'app' }));

    it.each([[['a1', 'a2']], [['a2', 'a1']]])(
      'stands back behind the workspace that has it now, in whatever order they are read: %j',
      async (order) => {
        const put = {
          a1: () => world.put('a1', { status: 'disconnected', igUserId: 'ig', igScopedId: 'app' }),
          a2: () => world.put('a2', { igUserId: 'ig', igScopedId: 'app' }),
        };
        world.rows = [];
        for (const id of order) put[id as 'a1']();
        await world.directory.refresh();
        expect(await world.directory.ofPlatformId('ig')).toMatchObject({ accountId: 'a2' });
        expect(await world.directory.ofPlatformId('app')).toMatchObject({ accountId: 'a2' });
      },
    );

    it('is forgotten by the ids that it had before they were erased', async () => {
      await world.directory.refresh();
      world.clock.advance(1);
      world.put('a1', { status: 'disconnected', igUserId: 'x', igScopedId: 'x' });
      await world.directory.refresh();
      expect(await world.directory.ofPlatformId('ig')).toBeNull();
    });

    it('has no token', async () => {
      const { token: _token, ...rest } = world.rows[0] as InstagramAccountRow;
      world.rows = [rest];
      expect((await world.directory.get(W1, a1))?.token.reveal()).toBe('');
      expect(world.telemetry.messages).toEqual([]);
    });
  });

  it('begins with a poll, and looks at once when it gets a hint', async () => {
    world.directory.onApplicationBootstrap();
    await turnOfTheLoop();
    world.put('a1', { status: 'disconnected', updatedAt: new Date(world.clock.now().getTime() + 1) });
    for (const hint of world.hints) hint();
    await turnOfTheLoop();
    world.directory.onApplicationShutdown();
    expect(world.hints).toHaveLength(1);
    expect(world.names).toEqual(['changedSince', 'changedSince']);
    expect(await world.directory.get(W1, a1)).toMatchObject({ status: 'disconnected' });
  });

  describe('an account whose token cannot be read', () => {
    beforeEach(() => {
      const token = boxOf(2).seal(new Secret('t'), { workspaceId: W1, record: 'a1', field: 'token' });
      world.put('a1', { token });
    });

    it('is known, so that its webhooks are kept, but cannot send', async () => {
      expect(await world.directory.ofPlatformId('ig-a1')).toMatchObject({
        status: 'revoked',
        statusReason: expect.stringContaining('cannot be read') as string,
      });
      expect(world.telemetry.lines).toMatchObject([{ level: 'error', fields: { accountId: 'a1' } }]);
    });

    it('does not keep others from being refreshed', async () => {
      world.put('a2');
      await world.directory.refresh();
      world.queries = [];
      expect(await world.directory.ofPlatformId('ig-a2')).toMatchObject({ status: 'connected' });
      expect(world.queries).toEqual([]);
    });
  });
});

import { transientDatabaseError } from '../../../test/support/database-errors';
import {
  claimed,
  conversation,
  LANE,
  MESSAGE_PATH,
  message,
  msAfter,
  PATH_CONFIG,
  WINDOW,
} from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { Deferred, standIn, turnOfTheLoop } from '../../../test/support/stand-in';
import { TelemetryProbe } from '../../../test/support/telemetry-probe';
import { FIND_FRESH_MS, FIND_LIMIT } from '../domain/limits';
import type { LaneRepository } from '../repositories/lane.repository';
import type { ConversationRow } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { SendReadiness, SendReadinessService } from '../sending/send-readiness.service';
import type { CommitOutcome, Committed, LeasedTurn, TurnCommitter } from './turn-committer.service';
import { TurnRunner } from './turn-runner.service';

const committed = (part: Partial<Committed> = {}): CommitOutcome => ({
  kind: 'committed',
  committed: {
    conversation: conversation(),
    claimed: null,
    finished: Promise.resolve(),
    more: false,
    typing: false,
    ...part,
  },
});

class World {
  readonly clock = new ManualClock();
  readonly telemetry = new TelemetryProbe();
  found: LaneEvent[] = [message('m')];
  row: Partial<ConversationRow> = {};
  leaseTaken = false;
  /** How long the answer to lease and find takes. */
  beginMs = 0;
  outcome: CommitOutcome | Error = committed();
  ready: Promise<SendReadiness> = Promise.resolve({
    account: { sendable: true },
    token: { granted: true },
    window: WINDOW,
  });
  turns: LeasedTurn[] = [];
  begun: unknown[][] = [];
  releases: unknown[][] = [];
  givenBack: string[] = [];

  readonly runner = new TurnRunner(
    PATH_CONFIG,
    standIn<LaneRepository>({
      begin: (...args) => {
        this.begun.push(args);
        this.clock.advance(this.beginMs);
        const owner = this.leaseTaken ? 'somebody else' : args[1];
        const lease = { owner, fence: 7, until: msAfter(MESSAGE_PATH.leaseMs, this.clock.now()) };
        return Promise.resolve({ conversation: conversation({ lease, ...this.row }), found: this.found });
      },
      release: async (...args) => void this.releases.push(args),
    }),
    standIn<TurnCommitter>({
      commit: (turn) => {
        this.turns.push(turn);
        return this.outcome instanceof Error ? Promise.reject(this.outcome) : Promise.resolve(this.outcome);
      },
    }),
    standIn<SendReadinessService>({
      ask: () => this.ready,
      giveBack: (accountId) => void this.givenBack.push(accountId),
    }),
    this.clock,
    this.telemetry,
  );

  run() {
    return this.runner.run(LANE, 'corr');
  }
}

const GUARD = { ...LANE, fence: 7 };
const CLEAN = [[GUARD, { clean: true }]];

describe('TurnRunner', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  it('takes the lease and what is pending at once, under a name of its own for each turn', async () => {
    await Promise.all([world.run(), world.run()]);
    const [first, second] = world.begun;
    expect(first?.[2]).toEqual({ leaseMs: MESSAGE_PATH.leaseMs, find: FIND_LIMIT });
    expect(first?.[1]).not.toBe(second?.[1]);
  });

  it('busy: another worker has the lease, and nothing is touched', async () => {
    world.leaseTaken = true;
    await expect(world.run()).resolves.toEqual({ kind: 'busy' });
    expect([world.turns, world.releases]).toEqual([[], []]);
  });

  it('hands the committer the fence that it got', async () => {
    await world.run();
    expect(world.turns[0]).toMatchObject({ guard: GUARD, found: [{ _id: 'm' }] });
  });

  it('committed: passes on what came of it, and does not release again', async () => {
    world.outcome = committed({ more: true });
    await expect(world.run()).resolves.toMatchObject({ kind: 'committed', committed: { more: true } });
    expect(world.releases).toEqual([]);
    expect(await world.telemetry.value('parley_turns_total', { outcome: 'committed' })).toBe(1);
  });

  it('lost: the fence is another’s, so there is nothing to release', async () => {
    world.outcome = { kind: 'lost' };
    await expect(world.run()).resolves.toEqual({ kind: 'busy' });
    expect(world.releases).toEqual([]);
  });

  describe('idle', () => {
    it('releases cleanly when nothing is pending', async () => {
      world.found = [];
      await expect(world.run()).resolves.toEqual({ kind: 'idle', waiting: false });
      expect([world.turns, world.releases]).toEqual([[], CLEAN]);
    });

    it.each([true, false])('says whether something waits: %s', async (waiting) => {
      world.outcome = { kind: 'nothing', waiting };
      await expect(world.run()).resolves.toEqual({ kind: 'idle', waiting });
      expect(world.releases).toEqual(CLEAN);
    });

    it('takes back the attempt that a turn under suspicion has counted', async () => {
      const attempts = [{ id: 'm', count: 2 }];
      world.row = { turnsBegun: 2, attempts };
      world.outcome = { kind: 'nothing', waiting: true };
      await world.run();
      expect(world.releases).toEqual([[GUARD, { clean: true, attempts }]]);
    });
  });

  describe('stale: a commit may lie between find and lease', () => {
    it.each<[string, number, number, string]>([
      ['the last commit came while the find was on its way', 300, 299, 'stale'],
      ['the last commit came before the find was sent', 300, 300, 'committed'],
      ['the answer came at once', 0, 0, 'committed'],
    ])('%s', async (_, beginMs, commitAgeMs, kind) => {
      world.beginMs = beginMs;
      world.row = { lastCommitAt: new Date(world.clock.now().getTime() + beginMs - commitAgeMs) };
      await expect(world.run()).resolves.toMatchObject({ kind });
      expect(world.releases).toEqual(kind === 'stale' ? CLEAN : []);
    });
  });

  it('knows by its own clock when the find has become too old', async () => {
    await world.run();
    const [turn] = world.turns;
    world.clock.advance(FIND_FRESH_MS - 1);
    expect(turn?.isFresh()).toBe(true);
    world.clock.advance(1);
    expect(turn?.isFresh()).toBe(false);
  });

  it('counts the way of lease and find into the age of the find', async () => {
    world.beginMs = FIND_FRESH_MS;
    await world.run();
    expect(world.turns[0]?.isFresh()).toBe(false);
  });

  describe('failed', () => {
    it.each<[string, Error, boolean]>([
      ['a fault of the database accuses no event', transientDatabaseError(), true],
      ['any other fault makes the next turn suspect one', new Error('bug'), false],
    ])('%s', async (_, error, clean) => {
      world.outcome = error;
      await expect(world.run()).rejects.toBe(error);
      expect(world.releases).toEqual([[GUARD, { clean }]]);
      expect(world.telemetry.lines).toMatchObject([
        { level: 'error', fields: { conversationId: LANE.conversationId, correlationId: 'corr', err: error } },
      ]);
      expect(await world.telemetry.value('parley_turns_total', { outcome: 'failed' })).toBe(1);
    });
  });

  describe('the send token', () => {
    it('is kept by a commit that claimed with it', async () => {
      world.outcome = committed({ claimed: { entry: claimed('s'), claimedAt: 0 } });
      await world.run();
      await turnOfTheLoop();
      expect(world.givenBack).toEqual([]);
    });

    it.each<[string, (world: World) => void]>([
      ['a commit without a send', () => undefined],
      ['nothing pending', (given) => (given.found = [])],
      ['a busy conversation', (given) => (given.leaseTaken = true)],
      ['a turn that failed', (given) => (given.outcome = new Error('bug'))],
    ])('goes back once after %s', async (_, prepare) => {
      prepare(world);
      await Promise.allSettled([world.run()]);
      await turnOfTheLoop();
      expect(world.givenBack).toEqual([LANE.accountId]);
    });

    it('is no reason to wait, nor to fail', async () => {
      const late = new Deferred<SendReadiness>();
      world.ready = late.promise;
      await expect(world.run()).resolves.toMatchObject({ kind: 'committed' });
      late.reject(new Error('Redis is away'));
      await expect(world.turns[0]?.ready).resolves.toBeNull();
      await turnOfTheLoop();
      expect(world.givenBack).toEqual([]);
    });

    it('that was not granted is not given back', async () => {
      world.ready = Promise.resolve({
        account: { sendable: true },
        token: { granted: false, waitMs: 5 },
        window: WINDOW,
      });
      await world.run();
      await turnOfTheLoop();
      expect(world.givenBack).toEqual([]);
    });
  });
});

import {
  claimed,
  conversation,
  echo,
  entry,
  LANE,
  message,
  MESSAGE_PATH,
  msAfter,
  nothingDecided,
  PATH_CONFIG,
  says,
  WINDOW,
  WINDOW_MS,
} from '../../../test/support/lane-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { Deferred, standIn, turnOfTheLoop } from '../../../test/support/stand-in';
import type { Channel } from '../channel.port';
import type { Commit } from '../domain/commit';
import { foldTurn } from '../domain/fold-turn';
import { FIND_LIMIT, MAX_ATTEMPTS, RING_KEEP_MS } from '../domain/limits';
import type { CommitClaim } from '../repositories/commit-pipeline';
import type { LaneRepository } from '../repositories/lane.repository';
import type { ConversationRow } from '../schemas/conversation.schema';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { SendReadiness, SendReadinessService } from '../sending/send-readiness.service';
import { type LeasedTurn, TurnCommitter } from './turn-committer.service';
import type { Decided, TurnDecider } from './turn-decider.service';
import type { TurnRecorder } from './turn-recorder.service';

const READY: SendReadiness = { account: { sendable: true }, token: { granted: true }, window: WINDOW };
const GUARD = { ...LANE, fence: 7 };

class World {
  readonly clock = new ManualClock();
  row = conversation({ lease: { owner: 'me', fence: 7, until: new Date(0) } });
  found: LaneEvent[] = [message('m')];
  ready: Promise<SendReadiness | null> = Promise.resolve(READY);
  fresh = true;
  /** Versions that the database refuses, one conflict each. */
  conflicts = 0;
  reloads: (ConversationRow | null)[] = [];
  attemptCounted = true;
  rows: Promise<void> = Promise.resolve();
  /** For each time that rows were written: how many commits had been tried by then. */
  rowsWritten: number[] = [];
  decide: (row: ConversationRow, events: readonly LaneEvent[]) => Decided = (row, events) => this.answer(row, events);
  decidedFor: [number, string[]][] = [];
  commits: {
    turnVersion: number;
    fence: number;
    commit: Commit;
    kept: readonly string[];
    claim: CommitClaim | null;
  }[] = [];
  steps: unknown[][] = [];

  private readonly committer = new TurnCommitter(
    PATH_CONFIG,
    standIn<LaneRepository>({
      commit: ({ turnVersion, fence }, commit, kept, claim) => {
        this.commits.push({ turnVersion, fence, commit, kept, claim });
        if (this.conflicts-- > 0) return Promise.resolve(null);
        const outbox = commit.sends.map(({ id }, index) =>
          claim !== null && index === 0
            ? claimed(id, 'sending', {
                claim: { id: claim.id, owner: claim.owner, at: new Date(), deadline: new Date() },
              })
            : entry(id),
        );
        return Promise.resolve({ ...this.row, turnVersion: turnVersion + 1, outbox });
      },
      reload: () => Promise.resolve(this.reloads.length > 0 ? (this.reloads.shift() ?? null) : this.row),
      countAttempt: async (...args) => {
        this.steps.push(['countAttempt', ...args]);
        return Promise.resolve(this.attemptCounted);
      },
    }),
    standIn<TurnDecider>({
      decide: (read, events) => {
        const row = read as ConversationRow;
        this.decidedFor.push([row.turnVersion, events.map(({ _id }) => _id)]);
        return Promise.resolve(this.decide(row, events));
      },
    }),
    standIn<TurnRecorder>({
      redo: async (_row, events) => void this.steps.push(['redo', events.map(({ _id }) => _id)]),
      insertRows: () => {
        this.rowsWritten.push(this.commits.length);
        return this.rows;
      },
      finish: async (before, after, done) =>
        void this.steps.push([
          'finish',
          before.turnVersion,
          after.turnVersion,
          [...done.explained, ...done.events.map(({ _id }) => _id)],
          done.decided.map(({ event }) => event.kind),
        ]),
      finishParked: async (...args) => void this.steps.push(['finishParked', ...args]),
      markDone: async (ids) => void this.steps.push(['markDone', ids]),
    }),
    standIn<SendReadinessService>({
      channel: standIn<Channel>({
        windowMs: WINDOW_MS,
        isOrdinary: ({ kind }) => kind === 'text',
      }),
    }),
    this.clock,
  );

  answer(row: ConversationRow, events: readonly LaneEvent[]): Extract<Decided, { kind: 'fold' }> {
    const folded = foldTurn({
      conversation: row,
      events,
      now: this.clock.now(),
      windowMs: WINDOW_MS,
      partsOf: (content) => [content],
      decide: ({ event }) => ({
        ...nothingDecided({ at: row.turnVersion }),
        sends: [{ id: `re-${event.eventId}`, content: says('x') }],
      }),
    });
    return { kind: 'fold', folded, explained: [], more: false };
  }

  run() {
    const turn: LeasedTurn = {
      guard: GUARD,
      conversation: this.row,
      found: this.found,
      ready: this.ready,
      isFresh: () => this.fresh,
    };
    return this.committer.commit(turn);
  }

  stepsOf(name: string) {
    return this.steps.filter(([step]) => step === name);
  }
}

describe('TurnCommitter', () => {
  let world: World;

  beforeEach(() => {
    world = new World();
  });

  it('commits on the fence and on the version that was decided for, then records', async () => {
    const outcome = await world.run();
    expect(world.commits).toMatchObject([{ turnVersion: 3, fence: 7, commit: { consumed: [{ id: 'm' }] } }]);
    if (outcome.kind !== 'committed') throw new Error(outcome.kind);
    expect(outcome.committed).toMatchObject({ conversation: { turnVersion: 4 }, more: false });
    await outcome.committed.finished;
    expect(world.stepsOf('finish')).toEqual([['finish', 3, 4, ['m'], ['message']]]);
  });

  it('marks events done only after the rows are there', async () => {
    const rows = new Deferred();
    world.rows = rows.promise;
    const outcome = await world.run();
    await turnOfTheLoop();
    expect(world.stepsOf('finish')).toEqual([]);
    rows.resolve();
    if (outcome.kind === 'committed') await outcome.committed.finished;
    expect(world.stepsOf('finish')).toHaveLength(1);
  });

  it('writes rows beside the commit, but that of a foreign echo only once the commit stands', async () => {
    await world.run();
    expect(world.rowsWritten).toEqual([0]);
    world = new World();
    world.found = [echo('e')];
    world.conflicts = 1;
    const outcome = await world.run();
    expect(world.rowsWritten).toEqual([2]);
    if (outcome.kind === 'committed') await outcome.committed.finished;
    expect(world.stepsOf('finish')).toEqual([['finish', 3, 4, ['e'], ['hold']]]);
  });

  it('lets `finished` tell that rows are missing, and marks nothing then', async () => {
    const failure = new Error('no primary');
    world.rows = Promise.reject(failure);
    const outcome = await world.run();
    if (outcome.kind !== 'committed') throw new Error(outcome.kind);
    await expect(outcome.committed.finished).rejects.toBe(failure);
    expect(world.stepsOf('finish')).toEqual([]);
  });

  it('repeats the rows of events that were applied before, and decides only about the others', async () => {
    world.row.consumed = [{ id: 'a', at: world.clock.now() }];
    world.found = [message('a'), message('b')];
    await world.run();
    expect(world.stepsOf('redo')).toEqual([['redo', ['a']]]);
    expect(world.decidedFor).toEqual([[3, ['b']]]);
  });

  it('names explained echoes among the events that are done with', async () => {
    world.decide = (row, events) => ({ ...world.answer(row, events), explained: ['e'] });
    const outcome = await world.run();
    if (outcome.kind === 'committed') await outcome.committed.finished;
    expect(world.stepsOf('finish')).toEqual([['finish', 3, 4, ['e', 'm'], ['message']]]);
  });

  it.each<[string, number, boolean, boolean]>([
    ['events did not fit', 1, true, true],
    ['the find was full', FIND_LIMIT, false, true],
    ['neither', 1, false, false],
  ])('more: %s', async (_, found, didNotFit, more) => {
    world.found = Array.from({ length: found }, (__, index) => message(`m${index}`));
    world.decide = (row, events) => ({ ...world.answer(row, events.slice(0, 1)), more: didNotFit });
    await expect(world.run()).resolves.toMatchObject({ committed: { more } });
  });

  describe('the ring', () => {
    const oldAndYoung = (clock: ManualClock) => [
      { id: 'old', at: msAfter(-RING_KEEP_MS - 1, clock.now()) },
      { id: 'young', at: clock.now() },
    ];

    it('lets go of what is old', async () => {
      world.row.consumed = oldAndYoung(world.clock);
      await world.run();
      expect(world.commits[0]?.kept).toEqual(['young']);
    });

    it('lets go of nothing after a full find', async () => {
      world.row.consumed = oldAndYoung(world.clock);
      world.found = Array.from({ length: FIND_LIMIT }, (_, index) => message(`m${index}`));
      await world.run();
      expect(world.commits[0]?.kept).toEqual(['old', 'young']);
    });
  });

  describe('conflict', () => {
    it('decides again about the same find with the conversation as it is now', async () => {
      world.conflicts = 1;
      world.reloads = [{ ...world.row, turnVersion: 9 }];
      const outcome = await world.run();
      expect(world.decidedFor).toEqual([
        [3, ['m']],
        [9, ['m']],
      ]);
      expect(world.commits.map(({ turnVersion }) => turnVersion)).toEqual([3, 9]);
      expect(world.commits[1]?.commit.state).toEqual({ at: 9 });
      expect(outcome).toMatchObject({ kind: 'committed', committed: { conversation: { turnVersion: 10 } } });
    });

    it('lost: stops when the fence is another’s', async () => {
      world.conflicts = 1;
      world.reloads = [null];
      await expect(world.run()).resolves.toEqual({ kind: 'lost' });
      expect(world.commits).toHaveLength(1);
    });

    it('gives up after some rounds, and says that something is left', async () => {
      world.conflicts = 1_000;
      await expect(world.run()).resolves.toEqual({ kind: 'nothing', waiting: true });
      expect(world.commits).toHaveLength(10);
    });

    it('reads again when judging an echo has settled a send', async () => {
      const after = { ...world.row, turnVersion: 9 };
      world.reloads = [after];
      world.decide = (row, events) => (row.turnVersion === 9 ? world.answer(row, events) : { kind: 'reload' });
      await expect(world.run()).resolves.toMatchObject({ kind: 'committed' });
      expect(world.commits.map(({ turnVersion }) => turnVersion)).toEqual([9]);
    });
  });

  it('commits nothing when there is nothing to, but marks what was explained', async () => {
    world.decide = () => ({ kind: 'nothing', explained: ['e'], waiting: true });
    await expect(world.run()).resolves.toEqual({ kind: 'nothing', waiting: true });
    expect([world.commits, world.stepsOf('markDone')]).toEqual([[], [['markDone', ['e']]]]);
  });

  it('commits nothing on a find that has become too old while it was decided', async () => {
    world.fresh = false;
    await expect(world.run()).resolves.toEqual({ kind: 'nothing', waiting: false });
    expect(world.commits).toEqual([]);
  });

  describe('the head claimed in the commit', () => {
    it('is sent by this worker, timed from before the commit', async () => {
      const before = world.clock.monotonic();
      const outcome = await world.run();
      expect(world.commits[0]?.claim).toEqual({
        id: expect.any(String),
        owner: 'me',
        deadlineMs: MESSAGE_PATH.sendDeadlineMs,
        windowMs: WINDOW_MS,
      });
      expect(outcome).toMatchObject({ committed: { claimed: { entry: { id: 're-m' }, claimedAt: before } } });
    });

    it.each<[string, (given: World) => void]>([
      [
        'there is no token',
        (given) => (given.ready = Promise.resolve({ ...READY, token: { granted: false, waitMs: 9 } })),
      ],
      [
        'the account cannot send',
        (given) => (given.ready = Promise.resolve({ ...READY, account: { sendable: false } })),
      ],
      ['nobody could be asked', (given) => (given.ready = Promise.resolve(null))],
      ['the answer is not there yet', (given) => (given.ready = new Deferred<SendReadiness>().promise)],
    ])('is left to the sender when %s', async (_, prepare) => {
      prepare(world);
      await expect(world.run()).resolves.toMatchObject({ committed: { claimed: null } });
      expect(world.commits).toMatchObject([{ claim: null, commit: { sends: [{ id: 're-m' }] } }]);
    });

    it('asks for no claim without a send', async () => {
      world.decide = (row, events) => {
        const decided = world.answer(row, events);
        return { ...decided, folded: { ...decided.folded, commit: { ...decided.folded.commit, sends: [] } } };
      };
      await world.run();
      expect(world.commits[0]?.claim).toBeNull();
    });
  });

  describe('under suspicion', () => {
    beforeEach(() => {
      world.row.turnsBegun = 2;
      world.found = [message('a'), message('b')];
    });

    it('counts the attempt before it decides about the one event', async () => {
      await world.run();
      expect(world.stepsOf('countAttempt')).toEqual([['countAttempt', GUARD, 'a', 1]]);
      expect(world.decidedFor).toEqual([[3, ['a']]]);
    });

    it('decides nothing when the lease was lost meanwhile', async () => {
      world.attemptCounted = false;
      await expect(world.run()).resolves.toEqual({ kind: 'lost' });
      expect(world.decidedFor).toEqual([]);
    });

    it('parks an event that was tried too often, on the fence, and says that others may be left', async () => {
      world.row.attempts = [{ id: 'a', count: MAX_ATTEMPTS }];
      const outcome = await world.run();
      expect(world.decidedFor).toEqual([]);
      expect(world.commits).toMatchObject([
        {
          fence: 7,
          commit: { consumed: [{ id: 'a', parked: expect.stringContaining('5 times') }], sends: [] },
          claim: null,
        },
      ]);
      expect(outcome).toMatchObject({ kind: 'committed', committed: { more: true, claimed: null } });
      expect(world.stepsOf('finishParked')).toEqual([['finishParked', 'a', expect.any(String)]]);
    });

    it('does not say parked what the database refused to park', async () => {
      world.row.attempts = [{ id: 'a', count: MAX_ATTEMPTS }];
      world.conflicts = 1;
      await expect(world.run()).resolves.toEqual({ kind: 'nothing', waiting: false });
      expect(world.stepsOf('finishParked')).toEqual([]);
    });
  });
});

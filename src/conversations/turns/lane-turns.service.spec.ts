import { claimed, conversation, LANE, laneJob } from '../../../test/support/lane-fixtures';
import { standIn, turnOfTheLoop } from '../../../test/support/stand-in';
import type { Doorbell } from './doorbell.service';
import type { ErasedLanes } from '../receiving/erased-lanes.service';
import { LaneTurns } from './lane-turns.service';
import type { OutboxSender } from '../sending/outbox-sender.service';
import type { Signals } from '../sending/signals.service';
import type { TaskRunner } from './task-runner.service';
import type { Committed } from './turn-committer.service';
import type { TurnResult, TurnRunner } from './turn-runner.service';

const job = laneJob();
const row = conversation();
const committed = (part: Partial<Committed> = {}): TurnResult => ({
  kind: 'committed',
  committed: { conversation: row, claimed: null, finished: Promise.resolve(), more: false, typing: false, ...part },
});

describe('LaneTurns', () => {
  let results: TurnResult[];
  let steps: unknown[][];
  let sending: () => Promise<void>;
  let closed: string | undefined;

  const run = async (...given: TurnResult[]) => {
    results = given;
    steps = [];
    const turns = new LaneTurns(
      standIn<TurnRunner>({
        run: (lane) => {
          steps.push(['turn', lane.conversationId]);
          return Promise.resolve(results.length > 1 ? (results.shift() as TurnResult) : (results[0] as TurnResult));
        },
      }),
      standIn<OutboxSender>({
        drain: (...args) => {
          steps.push(['drain', ...args]);
          return sending();
        },
      }),
      standIn<TaskRunner>({ runNew: async (given) => void steps.push(['tasks', given]) }),
      standIn<Doorbell>({ putBack: async (given) => void steps.push(['putBack', given]) }),
      standIn<ErasedLanes>({ confirm: () => null, isClosed: (...ids) => ids.some((id) => id === closed) }),
      standIn<Signals>({ show: async (given, signal) => void steps.push([signal, given._id]) }),
    );
    await turns.run(job);
  };
  const names = () => steps.map(([name]) => name);

  beforeEach(() => {
    sending = () => Promise.resolve();
    closed = undefined;
  });

  it.each([
    ['conversation', LANE.conversationId],
    ['workspace', LANE.workspaceId],
  ])('begins no turn while its %s is being erased', async (_, id) => {
    closed = id;
    await run({ kind: 'idle', waiting: false });
    expect(steps).toEqual([]);
  });

  it.each<[string, TurnResult, string[]]>([
    ['another worker is at it', { kind: 'busy' }, ['turn', 'putBack']],
    ['something waits for a send', { kind: 'idle', waiting: true }, ['turn', 'putBack']],
    ['nothing is left', { kind: 'idle', waiting: false }, ['turn']],
  ])('when %s', async (_, result, expected) => {
    await run(result);
    expect(names()).toEqual(expected);
  });

  it('shows that somebody types when a turn wants it, and only then', async () => {
    await run(committed({ typing: true }));
    expect(steps).toContainEqual(['typing_on', LANE.conversationId]);
    await run(committed());
    expect(names()).not.toContain('typing_on');
  });

  it('begins again at once after a stale find', async () => {
    await run({ kind: 'stale' }, { kind: 'stale' }, { kind: 'idle', waiting: false });
    expect(names()).toEqual(['turn', 'turn', 'turn']);
  });

  it('sends what the commit claimed and starts its tasks', async () => {
    const claim = { entry: claimed('s'), claimedAt: 5 };
    await run(committed({ claimed: claim }));
    expect(steps).toEqual([
      ['turn', LANE.conversationId],
      ['drain', row, claim],
      ['tasks', row],
    ]);
  });

  it('goes on with the next turn while there is more, and not before the sends of this one', async () => {
    let release = () => undefined as void;
    sending = () => new Promise((resolve) => (release = resolve));
    const running = run(committed({ more: true }), committed());
    await turnOfTheLoop();
    expect(names()).toEqual(['turn', 'drain', 'tasks']);
    sending = () => Promise.resolve();
    release();
    await running;
    expect(names()).toEqual(['turn', 'drain', 'tasks', 'turn', 'drain', 'tasks']);
  });

  it('leaves a conversation that never ends to the next ring', async () => {
    await run(committed({ more: true }));
    expect(names().filter((name) => name === 'turn')).toHaveLength(20);
    expect(names().at(-1)).toBe('putBack');
  });

  it('fails when the rows could not be written, but only after the sends', async () => {
    let sent = false;
    sending = async () => {
      await turnOfTheLoop();
      sent = true;
    };
    const failure = new Error('no primary');
    const finished = Promise.reject<void>(failure);
    await expect(run(committed({ finished, more: true }))).rejects.toBe(failure);
    expect(sent).toBe(true);
    expect(names()).toEqual(['turn', 'drain', 'tasks']);
  });
});

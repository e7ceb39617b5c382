import {
  claimed,
  conversation,
  echo,
  entry,
  laneEvent,
  message,
  msAfter,
  NOW,
} from '../../../test/support/lane-fixtures';
import { CLOCK_MARGIN_MS, FIND_LIMIT, MAX_ATTEMPTS, RING_KEEP_MS, RING_SIZE } from './limits';
import { mayBeOursStill, planBatch } from './turn-batch';

const idsOf = (events: readonly { _id: string }[]) => events.map(({ _id }) => _id);
const old = msAfter(-RING_KEEP_MS - 1);
const manyOld = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `old${index}`, at: old }));

describe('mayBeOursStill', () => {
  const received = (ms: number) => echo('e', 'hi', { receivedAt: msAfter(ms) });
  const takenBack = (part: { fromAccount?: true }) =>
    laneEvent('u', { kind: 'unsend', participantId: 'p1', at: 0, dedupeKey: 'u', mid: 'm', ...part });

  it.each<[string, Parameters<typeof mayBeOursStill>, boolean]>([
    ['an echo that came while a send was on its way', [received(1), claimed('s')], true],
    ['an echo beside a send of unknown outcome', [received(1), claimed('s', 'unknown')], true],
    ['an echo that clocks may show too early', [received(-CLOCK_MARGIN_MS), claimed('s')], true],
    ['an echo from before the claim', [received(-CLOCK_MARGIN_MS - 1), claimed('s')], false],
    ['an echo beside a send that is still pending', [received(1), entry('s')], false],
    ['an echo with an empty outbox', [received(1), undefined], false],
    ['a message, whatever is on its way', [message('m'), claimed('s')], false],
    ['that the account takes back what may be on its way', [takenBack({ fromAccount: true }), claimed('s')], true],
    ['that the account takes something back', [takenBack({ fromAccount: true }), entry('s')], false],
    ['that the person takes something back', [takenBack({}), claimed('s')], false],
  ])('%s', (_, [event, head], expected) => {
    expect(mayBeOursStill(event, head)).toBe(expected);
  });
});

describe('planBatch', () => {
  it('tells events that a commit has applied from new ones, and keeps the order of both', () => {
    const row = conversation({
      consumed: [
        { id: 'b', at: NOW },
        { id: 'd', at: NOW },
      ],
    });
    const plan = planBatch(row, [message('a'), message('b'), message('c'), message('d')], NOW);
    expect(idsOf(plan.redo)).toEqual(['b', 'd']);
    expect(idsOf(plan.fresh)).toEqual(['a', 'c']);
    expect(plan.suspect).toBeNull();
  });

  it('takes fewer events when the ring could not remember more', () => {
    const young = Array.from({ length: RING_SIZE - 2 }, (_, index) => ({ id: `y${index}`, at: NOW }));
    const plan = planBatch(conversation({ consumed: young }), [message('a'), message('b'), message('c')], NOW);
    expect(idsOf(plan.fresh)).toEqual(['a', 'b']);
  });

  it('takes none when the ring is full, until it may forget', () => {
    const full = manyOld(RING_SIZE);
    const fullFind = Array.from({ length: FIND_LIMIT }, (_, index) => message(`m${index}`));
    expect(planBatch(conversation({ consumed: full }), fullFind, NOW).fresh).toEqual([]);
    expect(idsOf(planBatch(conversation({ consumed: full }), [message('m')], NOW).fresh)).toEqual(['m']);
  });

  describe('from the second turn without a commit on', () => {
    const suspicious = (attempts: { id: string; count: number }[] = []) => conversation({ turnsBegun: 2, attempts });

    it('tries the first event alone and counts', () => {
      const plan = planBatch(suspicious(), [message('a'), message('b')], NOW);
      expect(idsOf(plan.fresh)).toEqual(['a']);
      expect(plan.suspect).toMatchObject({ event: { _id: 'a' }, attempt: 1, park: false });
    });

    it('never lets an event inherit the attempts of another', () => {
      const plan = planBatch(suspicious([{ id: 'earlier', count: 4 }]), [message('a')], NOW);
      expect(plan.suspect?.attempt).toBe(1);
    });

    it.each([
      [MAX_ATTEMPTS - 1, MAX_ATTEMPTS, false],
      [MAX_ATTEMPTS, MAX_ATTEMPTS + 1, true],
    ])('after %i attempts makes number %i and parks: %s', (count, attempt, park) => {
      const plan = planBatch(suspicious([{ id: 'a', count }]), [message('a')], NOW);
      expect(plan.suspect).toMatchObject({ attempt, park });
    });

    it('passes over echoes that only wait for a send', () => {
      const row = conversation({ turnsBegun: 2, outbox: [claimed('s')] });
      expect(idsOf(planBatch(row, [echo('e'), message('a'), message('b')], NOW).fresh)).toEqual(['a']);
    });

    it('suspects nobody when all that is left waits', () => {
      const row = conversation({ turnsBegun: 2, outbox: [claimed('s')] });
      expect(planBatch(row, [echo('e1'), echo('e2')], NOW)).toMatchObject({
        fresh: [{ _id: 'e1' }, { _id: 'e2' }],
        suspect: null,
      });
    });

    it('still repeats the rows of what was applied', () => {
      const row = conversation({ turnsBegun: 2, consumed: [{ id: 'a', at: NOW }] });
      const plan = planBatch(row, [message('a'), message('b')], NOW);
      expect(idsOf(plan.redo)).toEqual(['a']);
      expect(plan.suspect?.event._id).toBe('b');
    });
  });
});

import { newLane } from './virtual-lane-state';
import { fitTimeline, note } from './virtual-timeline';

const lane = (entries: number) => {
  const state = newLane({ laneId: 'lane', now: 0, unanswered: 'fails' });
  for (let index = 1; index <= entries; index++) note(state, { kind: 'person', text: `text ${index}` });
  return state;
};

const numbersOf = ({ timeline }: ReturnType<typeof lane>) => timeline.map(({ number }) => number);

describe('the timeline of a simulation', () => {
  it('counts its entries, and forgets the oldest when it is full', () => {
    const state = lane(503);
    expect(numbersOf(state)).toHaveLength(500);
    expect([numbersOf(state)[0], state.entries]).toEqual([4, 503]);
  });

  it('fits into so many bytes, the newest entries first', () => {
    const state = lane(10);
    const bytes = Buffer.byteLength(JSON.stringify(state.timeline[0]));
    fitTimeline(state, 3 * bytes + 5);
    expect(numbersOf(state)).toEqual([8, 9, 10]);
  });

  it('keeps what fits as it is, and always the newest entry', () => {
    const state = lane(3);
    fitTimeline(state, 1_000_000);
    expect(numbersOf(state)).toEqual([1, 2, 3]);
    fitTimeline(state, 1);
    expect(numbersOf(state)).toEqual([3]);
  });
});

import { added, type Cost, costOfFlows, goalItems, itemsOf, sharedOut, sumOfCosts } from './cost-items';

const cost = (costUsd: number, tokens = costUsd * 100, calls = 1): Cost => ({ costUsd, tokens, calls });

describe('cost', () => {
  it('of flows adds up to all that was charged, with what no flow asked for and what is not told apart', () => {
    const goals = new Map([
      ['lead', cost(5, 500, 3)],
      ['outside', cost(2)],
    ]);
    const flows = new Map([
      ['v1', cost(3)],
      ['v2', cost(1)],
    ]);
    const items = costOfFlows(flows, goals);
    expect([...items.keys()]).toEqual(['v1', 'v2', 'outside', 'other']);
    expect(items.get('other')).toEqual(cost(1));
    expect(sumOfCosts(items.values())).toEqual(sumOfCosts(goals.values()));
    expect([...costOfFlows(new Map([['v1', cost(5, 500, 3)]]), goals).keys()]).toEqual(['v1', 'outside']);
  });

  it('is shared out by tokens, all of it', () => {
    const shared = sharedOut(cost(8, 100), new Map([...Object.entries({ v1: 30, v2: 10, v3: 0 })]));
    expect(itemsOf(shared)).toEqual([
      { key: 'v1', costUsd: 6, tokens: 75 },
      { key: 'v2', costUsd: 2, tokens: 25 },
    ]);
    expect(itemsOf(sharedOut(cost(8), new Map([['v1', 0]])))).toEqual([]);
  });

  it('of two times is added, the dearest first', () => {
    const both = added(new Map(Object.entries({ a: cost(1), b: cost(2) })), new Map(Object.entries({ a: cost(4) })));
    expect(itemsOf(both).map(({ key, costUsd }) => [key, costUsd])).toEqual([
      ['a', 5],
      ['b', 2],
    ]);
  });

  it('of a goal is told for each completion, of several at once for none', () => {
    const goals = new Map(Object.entries({ lead: cost(6), 'lead+booking': cost(3), order: cost(1) }));
    const items = goalItems(goals, { 'goal:lead:completed': 3, 'goal:lead:attempts': 9 });
    expect(items.map(({ costPerGoalUsd }) => costPerGoalUsd)).toEqual([2, null, null]);
  });
});

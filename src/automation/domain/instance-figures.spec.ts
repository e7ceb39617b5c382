import { figuresOf } from './instance-figures';

const group = (
  status: 'waiting' | 'completed' | 'expired' | 'handed_off',
  lastNodeId: string | null,
  sessions: number,
  withGoal = 0,
) => ({
  status,
  lastNodeId,
  sessions,
  withGoal,
});

describe('figuresOf', () => {
  it('says of each node who came, who went on, who is there and who was lost there', () => {
    const figures = figuresOf({
      groups: [
        group('waiting', 'ask', 2),
        group('expired', 'ask', 3),
        group('completed', 'thanks', 4, 4),
        group('handed_off', 'agent', 1),
      ],
      visits: [
        { nodeId: 'agent', entered: 1 },
        { nodeId: 'ask', entered: 12 },
        { nodeId: 'thanks', entered: 4 },
      ],
      goals: [
        { goal: 'lead', reached: 1 },
        { goal: 'booking', reached: 4 },
      ],
    });
    expect(figures).toEqual({
      started: 10,
      sessions: {
        active: 0,
        waiting: 2,
        paused: 0,
        handed_off: 1,
        completed: 4,
        failed: 0,
        expired: 3,
        superseded: 0,
        stopped: 0,
      },
      withGoal: 4,
      goals: [
        { goal: 'booking', reached: 4 },
        { goal: 'lead', reached: 1 },
      ],
      nodes: [
        { nodeId: 'ask', entered: 12, left: 7, waiting: 2, droppedOff: 3 },
        { nodeId: 'thanks', entered: 4, left: 4, waiting: 0, droppedOff: 0 },
        { nodeId: 'agent', entered: 1, left: 1, waiting: 0, droppedOff: 0 },
      ],
    });
  });

  it('is nothing of nothing, and never less', () => {
    expect(figuresOf({ groups: [], visits: [], goals: [] })).toMatchObject({ started: 0, withGoal: 0, nodes: [] });
    const { nodes } = figuresOf({
      groups: [group('expired', 'a', 5), group('expired', null, 1)],
      visits: [{ nodeId: 'a', entered: 1 }],
      goals: [],
    });
    expect(nodes).toEqual([{ nodeId: 'a', entered: 1, left: 0, waiting: 0, droppedOff: 5 }]);
  });
});

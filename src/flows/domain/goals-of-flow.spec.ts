import { anyMessage, compiled, flow, node } from '../../../test/support/flow-fixtures';
import { goalsOfFlow } from './goals-of-flow';

const capturing = (...goals: string[]) => {
  const ids = goals.map((_, place) => `g${place}`);
  const nodes = goals.map((goal, place) => node(ids[place] ?? '', 'capture_goal', { goal }));
  const path = ['start', ...ids, 'end'];
  const edges = path.slice(1).map((id, place) => `${path[place]} -> ${id}`);
  return compiled(flow([node('start', 'trigger', anyMessage), ...nodes, node('end', 'end')], edges));
};
const led = (tools: string[]) => {
  const agent = node('agent', 'ai_agent', { instructions: 'Help.', tools, timeoutSeconds: 300 });
  const person = node('person', 'handoff', { reason: 'r' });
  const exits = ['done', 'stopped', 'escalate', 'limit', 'timeout', 'error'];
  const edges = ['start -> agent', ...exits.map((exit) => `agent.${exit} -> person`)];
  return compiled(flow([node('start', 'trigger', anyMessage), agent, person], edges));
};

describe('what a flow is for', () => {
  it.each([
    [[], 'none'],
    [['lead'], 'lead'],
    [['order', 'lead', 'order'], 'lead+order'],
  ])('with %j captured is %s', (goals, named) => {
    const capturer = capturing(...goals);
    expect([goalsOfFlow(capturer), goalsOfFlow(capturer)]).toEqual([named, named]);
  });

  it('is anything where an agent captures what it finds', () => {
    expect(goalsOfFlow(led(['capture_goal', 'check_hours']))).toBe('any');
    expect(goalsOfFlow(led(['check_hours']))).toBe('none');
  });
});

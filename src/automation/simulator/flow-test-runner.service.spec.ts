import { compiled, edge, keywords, node } from '../../../test/support/flow-fixtures';
import { ManualClock } from '../../../test/support/manual-clock';
import { FlowTestRunner, flowTestsSchema } from '../../flows';
import { Contributions } from '../../shared/kernel';
import { SimulatedFlowTests } from './flow-test-runner.service';

const FLOW = compiled({
  nodes: [node('start', 'trigger', keywords('hi')), node('hello', 'send_message', { text: 'Hello!' })],
  edges: [edge('start -> hello')],
});

const TESTS = flowTestsSchema.parse([
  { name: 'greets', steps: [{ say: 'hi' }, { expect: { replies: ['Hello!'] } }] },
  { name: 'is silent', steps: [{ say: 'no' }, { expect: { noReply: true } }] },
]);

describe('SimulatedFlowTests', () => {
  it('is what plays the tests of whoever publishes', async () => {
    const contributions = new Contributions();
    const runner = new SimulatedFlowTests(contributions, new ManualClock());
    expect(contributions.one(FlowTestRunner)).toBe(runner);
    const report = await runner.run(FLOW, TESTS, { exposedFields: [] });
    expect(report.results.map(({ name, passed }) => [name, passed])).toEqual([
      ['greets', true],
      ['is silent', true],
    ]);
    expect(report.coverage.nodes).toEqual({ total: 2, covered: 2, missing: [] });
  });

  it('does not play what comes after its time is over', async () => {
    const clock = new ManualClock();
    const runner = new SimulatedFlowTests(new Contributions(), clock);
    const running = runner.run(FLOW, TESTS, { exposedFields: [] });
    clock.advance(20_000);
    const { passed, results } = await running;
    expect(passed).toBe(false);
    expect(results.map(({ failures }) => failures[0]?.at)).toEqual(['test', 'test']);
  });
});

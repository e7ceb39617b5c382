import fc from 'fast-check';
import { randomFlows } from '../../../../test/support/random-flows';
import { FlowGraph } from './flow-graph';
import { parseDefinition } from './parse-definition';
import { Reachability } from './reachability';

describe('Reachability', () => {
  it('says of every two nodes what a search would find', () => {
    fc.assert(
      fc.property(randomFlows, (drawing) => {
        const parsed = parseDefinition(drawing);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings));
        const graph = new FlowGraph(parsed.definition.nodes, parsed.definition.edges);
        const reachability = new Reachability(graph);
        graph.nodes.forEach((_from, from) => {
          const found = graph.reachableFrom(graph.linksOf(from).map(({ target }) => target));
          const told = graph.nodes.flatMap((_to, to) => (reachability.leads(from, to) ? [to] : []));
          expect(told).toEqual([...found].sort((a, b) => a - b));
        });
      }),
    );
  });
});

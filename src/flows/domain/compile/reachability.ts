import type { FlowGraph } from './flow-graph';
import { strongComponents } from './strong-components';

const BITS = 32;

/** Which nodes come after which, for all of them at once: a set of bits for each group of nodes that lead to one another. */
export class Reachability {
  private readonly group: readonly number[];
  private readonly behind: Uint32Array[] = [];

  constructor(graph: FlowGraph) {
    this.group = strongComponents(graph.nodes.length, (node) => graph.linksOf(node).map(({ target }) => target));
    const members: number[][] = [];
    this.group.forEach((number, node) => (members[number] ??= []).push(node));
    const words = Math.ceil(graph.nodes.length / BITS);
    // A group leads only to those of lower numbers, which are known by then, and to itself.
    for (const nodes of members) {
      const bits = new Uint32Array(words);
      for (const node of nodes) for (const { target } of graph.linksOf(node)) this.add(target, bits);
      this.behind.push(bits);
    }
  }

  /** Whether a way, of one edge or more, leads from the one to the other. */
  leads(from: number, to: number): boolean {
    const bits = this.behind[this.group[from] ?? -1];
    return bits !== undefined && ((bits[to >>> 5] ?? 0) & (1 << (to & 31))) !== 0;
  }

  private add(target: number, bits: Uint32Array): void {
    bits[target >>> 5] = (bits[target >>> 5] ?? 0) | (1 << (target & 31));
    this.behind[this.group[target] ?? -1]?.forEach((word, index) => (bits[index] = (bits[index] ?? 0) | word));
  }
}

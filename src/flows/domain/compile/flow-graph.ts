import type { FlowEdge } from '../dsl/flow-definition';
import { type FlowNode, kindOf } from '../engine/nodes';
import type { Handle } from '../engine/nodes/node-kind';

/** An edge between two nodes that exist. One from an exit that does not exist counts as waiting there. */
export interface Link {
  source: number;
  target: number;
  handle: Handle;
}

/** Nodes by number, with their exits and edges at hand, so that no check has to search for them. */
export class FlowGraph {
  readonly indexOf = new Map<string, number>();
  readonly handles: readonly (readonly Handle[])[];
  /** Of each node, the edges that start there. */
  readonly links: readonly (readonly Link[])[];
  /** Numbers of the triggers. */
  readonly starts: readonly number[];

  private readonly drawn = new Map<string, string[]>();

  constructor(
    readonly nodes: readonly FlowNode[],
    readonly edges: readonly FlowEdge[],
  ) {
    nodes.forEach(({ id }, index) => {
      if (!this.indexOf.has(id)) this.indexOf.set(id, index);
    });
    this.handles = nodes.map((node) => kindOf(node).handles(node.data));
    this.links = this.link();
    this.starts = nodes.flatMap(({ type }, index) => (type === 'trigger' ? [index] : []));
  }

  idOf(index: number): string {
    return this.nodes[index]?.id ?? '';
  }

  linksOf(index: number): readonly Link[] {
    return this.links[index] ?? [];
  }

  handleOf(index: number, name: string): Handle | undefined {
    return this.handles[index]?.find((handle) => handle.name === name);
  }

  /** Names of the exits at which edges start, whatever these lead to. */
  drawnFrom(nodeId: string): readonly string[] {
    return this.drawn.get(nodeId) ?? [];
  }

  /** Which nodes these lead to, these among them. */
  reachableFrom(starts: readonly number[]): ReadonlySet<number> {
    const reached = new Uint8Array(this.nodes.length);
    const open = [...starts];
    for (const node of open) {
      if (reached[node] === 1) continue;
      reached[node] = 1;
      for (const { target } of this.linksOf(node)) if (reached[target] === 0) open.push(target);
    }
    return new Set(open);
  }

  private link(): Link[][] {
    const links: Link[][] = this.nodes.map(() => []);
    for (const { source, sourceHandle, target } of this.edges) {
      this.drawn.set(source, [...this.drawnFrom(source), sourceHandle]);
      const [from, to] = [this.indexOf.get(source), this.indexOf.get(target)];
      if (from === undefined || to === undefined) continue;
      const handle = this.handleOf(from, sourceHandle) ?? { name: sourceHandle, required: false, waits: true };
      links[from]?.push({ source: from, target: to, handle });
    }
    return links;
  }
}

/**
 * Numbers each node by the group in which every node leads to every other (Tarjan). A node that leads back to itself
 * shares its group with another, or has an edge to itself. A group has a higher number than those that it leads to.
 */
export function strongComponents(nodes: number, targetsOf: (node: number) => readonly number[]): number[] {
  const order = new Array<number>(nodes).fill(-1);
  const lowest = new Array<number>(nodes).fill(-1);
  const group = new Array<number>(nodes).fill(-1);
  const open: number[] = [];
  let visited = 0;
  let groups = 0;
  const visit = (node: number): void => {
    order[node] = lowest[node] = visited++;
    open.push(node);
    for (const target of targetsOf(node)) {
      if (order[target] === -1) visit(target);
      if (group[target] === -1) lowest[node] = Math.min(lowest[node] ?? 0, lowest[target] ?? 0);
    }
    if (lowest[node] !== order[node]) return;
    let member: number | undefined;
    do {
      member = open.pop();
      if (member !== undefined) group[member] = groups;
    } while (member !== node && member !== undefined);
    groups += 1;
  };
  for (let node = 0; node < nodes; node += 1) if (order[node] === -1) visit(node);
  return group;
}

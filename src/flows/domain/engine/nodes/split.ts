import { z } from 'zod';
import type { DataProblem } from '../../compile/problem';
import { idSchema } from '../../dsl/ids';
import { stableFraction } from '../stable-choice';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

const branch = z.strictObject({
  /** Name of the exit. */
  id: idSchema,
  /** Share of the sessions, in relation to the other weights. */
  weight: z.int().min(1).max(1_000),
});

export const splitData = nodeData({ branches: z.array(branch).min(2).max(10) });
export type SplitData = z.infer<typeof splitData>;

/** Sends each session down one of its exits, by chance but always the same one for the same session. */
export const splitNode: NodeKind<'split', SplitData> = {
  ...PLAIN_NODE,
  type: 'split',
  handles: ({ branches }) => branches.map(({ id }) => ({ name: id, required: true, waits: false })),
  check: ({ branches }) =>
    branches.flatMap(({ id }, index): DataProblem[] =>
      branches.findIndex((other) => other.id === id) === index
        ? []
        : [{ code: 'duplicate_id', path: `branches.${index}.id`, message: `"${id}" names two branches` }],
    ),
  enter: ({ id, data: { branches } }, { sessionId }) => {
    const total = branches.reduce((sum, { weight }) => sum + weight, 0);
    const point = stableFraction(sessionId, id) * total;
    const handle = branchAt(branches, point);
    const operands = { point, weights: Object.fromEntries(branches.map((it) => [it.id, it.weight])) };
    return { because: [{ rule: 'split', operands, outcome: handle }], then: { kind: 'go', handle } };
  },
};

function branchAt(branches: SplitData['branches'], point: number): string {
  let end = 0;
  for (const { id, weight } of branches) {
    end += weight;
    if (point < end) return id;
  }
  return branches.at(-1)?.id ?? '';
}

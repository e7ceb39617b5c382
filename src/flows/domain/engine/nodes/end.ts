import type { z } from 'zod';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

export const endData = nodeData({});
export type EndData = z.infer<typeof endData>;

export const endNode: NodeKind<'end', EndData> = {
  ...PLAIN_NODE,
  type: 'end',
  enter: () => ({ then: { kind: 'end', status: 'completed' } }),
};

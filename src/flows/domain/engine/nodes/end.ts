import { z } from 'zod';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

export const endData = nodeData({
  /** What came of the session, for statistics: `booked`, `no interest`. */
  outcome: z.string().trim().min(1).max(60).optional(),
});
export type EndData = z.infer<typeof endData>;

/** The path ends here; paths that still wait in the queue go on. */
export const endNode: NodeKind<'end', EndData> = {
  ...PLAIN_NODE,
  type: 'end',
  enter: ({ data: { outcome } }) => ({ then: { kind: 'end', status: 'completed', outcome } }),
};

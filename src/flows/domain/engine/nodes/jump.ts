import type { z } from 'zod';
import { idSchema } from '../../dsl/ids';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

export const jumpData = nodeData({
  /** Id of the node of this flow at which it goes on. */
  to: idSchema,
});
export type JumpData = z.infer<typeof jumpData>;

/** An edge that is written down instead of drawn: the compiler leads its exit to the node it names. */
export const jumpNode: NodeKind<'jump', JumpData> = {
  ...PLAIN_NODE,
  type: 'jump',
  handles: () => [{ name: 'next', required: false, waits: false }],
  enter: () => ({ then: { kind: 'go', handle: 'next' } }),
};

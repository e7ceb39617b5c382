import { z } from 'zod';
import { foldText } from '../../text/fold-text';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

const keyword = z
  .string()
  .max(100)
  .refine((value) => foldText(value) !== '', 'must have a letter, digit or sign');

/** What starts the flow; where several triggers stand, each begins its own path. */
export const triggerData = nodeData({
  on: z.literal('dm_message').default('dm_message'),
  match: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('any') }),
    z.strictObject({ mode: z.literal('keywords'), keywords: z.array(keyword).min(1).max(100) }),
  ]),
});
export type TriggerData = z.infer<typeof triggerData>;

export const triggerNode: NodeKind<'trigger', TriggerData> = {
  ...PLAIN_NODE,
  type: 'trigger',
  handles: () => [{ name: 'next', required: true, waits: false }],
  enter: () => ({ then: { kind: 'go', handle: 'next' } }),
};

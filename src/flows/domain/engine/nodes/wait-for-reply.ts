import { z } from 'zod';
import { variableNameSchema } from '../../dsl/ids';
import { nodeData, type NodeKind, PLAIN_NODE } from './node-kind';

const MAX_TIMEOUT_SECONDS = 7 * 24 * 60 * 60;

export const waitForReplyData = nodeData({
  timeoutSeconds: z.int().min(1).max(MAX_TIMEOUT_SECONDS),
  /** Variable that keeps the reply's text, or the address of its first attachment when it has no text. */
  storeAs: variableNameSchema.optional(),
});
export type WaitForReplyData = z.infer<typeof waitForReplyData>;

export const waitForReplyNode: NodeKind<'wait_for_reply', WaitForReplyData> = {
  ...PLAIN_NODE,
  type: 'wait_for_reply',
  handles: () => [
    { name: 'reply', required: true, waits: true },
    { name: 'timeout', required: true, waits: true },
  ],
  variables: ({ storeAs }) => (storeAs === undefined ? [] : [storeAs]),
  enter: ({ data }) => ({ then: { kind: 'await-reply', timeoutMs: data.timeoutSeconds * 1_000 } }),
  resume: ({ data: { storeAs } }, arrival) => {
    if (arrival.kind === 'timeout') return { then: { kind: 'go', handle: 'timeout' } };
    if (arrival.kind !== 'message') return null;
    const reply = arrival.text === '' ? (arrival.attachmentUrl ?? '') : arrival.text;
    return { vars: storeAs === undefined ? {} : { [storeAs]: reply }, then: { kind: 'go', handle: 'reply' } };
  },
};

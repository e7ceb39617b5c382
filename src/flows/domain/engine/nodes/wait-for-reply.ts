import { z } from 'zod';
import { variableNameSchema } from '../../dsl/ids';
import type { FlowMessageIn } from '../event';
import { type Burst, burstIn, joined, joinSecondsData, MAX_JOINED, wholeOf } from './burst';
import { nodeData, type NodeKind, type NodeOf, PLAIN_NODE, type Step } from './node-kind';

const MAX_TIMEOUT_SECONDS = 7 * 24 * 60 * 60;

export const waitForReplyData = nodeData({
  timeoutSeconds: z.int().min(1).max(MAX_TIMEOUT_SECONDS),
  /** Variable that keeps the reply's text, or the address of its first attachment when it has no text. */
  storeAs: variableNameSchema.optional(),
  joinSeconds: joinSecondsData,
});
export type WaitForReplyData = z.infer<typeof waitForReplyData>;

type WaitForReply = NodeOf<'wait_for_reply', WaitForReplyData>;

export const waitForReplyNode: NodeKind<'wait_for_reply', WaitForReplyData> = {
  ...PLAIN_NODE,
  type: 'wait_for_reply',
  handles: () => [
    { name: 'reply', required: true, waits: true },
    { name: 'timeout', required: true, waits: true },
  ],
  variables: ({ storeAs }) => (storeAs === undefined ? [] : [storeAs]),
  longestSilence: ({ timeoutSeconds, joinSeconds = 0 }, handle) =>
    (handle === 'timeout' ? timeoutSeconds : joinSeconds) * 1_000,
  shortestSilence: ({ timeoutSeconds }, handle) => (handle === 'timeout' ? timeoutSeconds * 1_000 : 0),
  enter: ({ data }) => ({ then: { kind: 'await-reply', timeoutMs: data.timeoutSeconds * 1_000 } }),
  resume: (node, arrival, { memory }) => {
    const { joinSeconds } = node.data;
    const burst = burstIn(memory);
    if (arrival.kind === 'timeout') return burst === null ? byTimeout() : byBurst(node, burst);
    if (arrival.kind !== 'message') return null;
    if (joinSeconds === undefined) return byReply(node, arrival.message);
    const whole = joined(burst, arrival.message);
    return whole.texts.length < MAX_JOINED ? joining(whole, joinSeconds) : byBurst(node, whole);
  },
};

function byTimeout(): Step {
  return { then: { kind: 'go', handle: 'timeout' } };
}

function joining(burst: Burst, joinSeconds: number): Step {
  return { then: { kind: 'await-reply', timeoutMs: joinSeconds * 1_000, memory: burst } };
}

function byReply({ data: { storeAs } }: WaitForReply, { text, attachmentUrls }: FlowMessageIn): Step {
  const then = { kind: 'go', handle: 'reply' } as const;
  if (storeAs === undefined) return { then };
  return { vars: { [storeAs]: text === '' ? (attachmentUrls[0] ?? '') : text }, then };
}

function byBurst(node: WaitForReply, burst: Burst): Step {
  const heard = wholeOf(burst);
  return { ...byReply(node, heard), heard };
}

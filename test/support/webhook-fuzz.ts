import { z } from 'zod';
import type { InboxEventRow } from '../../src/conversations/schemas/inbox-event.schema';
import { conversationIdOf, type AccountId } from '../../src/shared/kernel';
import { IngestDesk } from './ingest-desk';
import { mutatedWebhook, seededRandom } from './webhook-mutations';

const id = z.string().min(1);
const base = {
  participantId: id,
  at: z.number().positive().max(8.64e15),
  dedupeKey: id,
  standby: z.literal(true).optional(),
};
const yes = z.literal(true).optional();
const attachment = z.strictObject({
  type: id,
  url: z.string().optional(),
  title: z.string().optional(),
  mediaId: id.optional(),
  isStory: yes,
  isEphemeral: yes,
});
const referral = z.strictObject({
  ref: z.string().optional(),
  source: z.string().optional(),
  type: z.string().optional(),
  adId: id.optional(),
  adTitle: z.string().optional(),
  productId: id.optional(),
});
const replyTo = z.strictObject({
  mid: id.optional(),
  story: z.strictObject({ id: id.optional(), url: z.string().optional() }).optional(),
});
const content = { mid: id, text: z.string().optional(), attachments: z.array(attachment), replyTo: replyTo.optional() };

/** What may be stored, whatever came: told here once more, on purpose. */
const storable = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('message'),
    ...base,
    ...content,
    quickReplyPayload: z.string().optional(),
    referral: referral.optional(),
    isUnsupported: yes,
  }),
  z.strictObject({
    kind: z.literal('postback'),
    ...base,
    mid: id.optional(),
    title: z.string().optional(),
    payload: z.string(),
    referral: referral.optional(),
  }),
  z.strictObject({ kind: z.literal('echo'), ...base, ...content, typedBy: z.literal('self').optional() }),
  z.strictObject({ kind: z.literal('seen'), ...base, mid: id }),
  z.strictObject({
    kind: z.literal('reaction'),
    ...base,
    mid: id,
    action: z.enum(['react', 'unreact']),
    reaction: z.string().optional(),
    emoji: z.string().optional(),
    fromAccount: yes,
  }),
  z.strictObject({
    kind: z.literal('edit'),
    ...base,
    mid: id,
    text: z.string(),
    editNumber: z.int().nonnegative(),
    fromAccount: yes,
  }),
  z.strictObject({ kind: z.literal('unsend'), ...base, mid: id, fromAccount: yes }),
  z.strictObject({ kind: z.literal('referral'), ...base, referral }),
  z.strictObject({
    kind: z.literal('comment'),
    ...base,
    commentId: id,
    parentId: id.optional(),
    text: z.string(),
    username: z.string().optional(),
    mediaId: id,
    mediaType: z.string().optional(),
    adId: id.optional(),
    adTitle: z.string().optional(),
    originalMediaId: id.optional(),
    isLive: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('mention'), ...base, mediaId: id, commentId: id.optional() }),
  z.strictObject({
    kind: z.literal('optin'),
    ...base,
    type: z.string().optional(),
    payload: z.string().optional(),
    title: z.string().optional(),
  }),
  z.strictObject({
    kind: z.literal('thread-control'),
    ...base,
    what: z.enum(['passed', 'taken', 'requested']),
    previousOwner: id.optional(),
    newOwner: id.optional(),
    requestedOwner: id.optional(),
    metadata: z.string().optional(),
  }),
]);

export interface FuzzReport {
  delivered: number;
  /** Bodies that were no webhook at all. */
  refused: number;
  /** What is wrong with rows that would have been stored. */
  faults: string[];
  counted: Record<string, number>;
  rows: number;
}

const HOUR_MS = 3_600_000;

function faultOf(row: InboxEventRow): string | null {
  if (row.payload.kind === 'unrecognised') return row.status === 'ignored' && row.workspaceId === null ? null : 'owned';
  const parsed = storable.safeParse(row.payload);
  if (!parsed.success) return JSON.stringify({ payload: row.payload, issues: parsed.error.issues });
  const lane = conversationIdOf('a1' as AccountId, parsed.data.participantId);
  const isAhead = row.platformAt.getTime() > row.receivedAt.getTime() + HOUR_MS;
  return row.conversationId === lane && row.workspaceId === 'w1' && !isAhead ? null : `misplaced: ${row._id}`;
}

/** Delivers so many mutated webhooks, rightly signed, or as many as the time allows, and judges what would have been stored. */
export async function fuzzWebhooks(count: number, seed: number, withinMs = Infinity): Promise<FuzzReport> {
  const startedAt = performance.now();
  const desk = new IngestDesk();
  const random = seededRandom(seed);
  let refused = 0;
  let delivered = 0;
  const faults: string[] = [];
  for (; delivered < count && performance.now() - startedAt < withinMs; delivered++) {
    const { status } = await desk.deliver(mutatedWebhook(random));
    if (status === 400) refused++;
    else if (status !== 200) faults.push(`answered with ${status}`);
  }
  for (const row of desk.rows.values()) {
    const fault = faultOf(row);
    if (fault !== null) faults.push(fault);
  }
  return { delivered, refused, faults: faults.slice(0, 5), counted: await desk.counted(), rows: desk.rows.size };
}

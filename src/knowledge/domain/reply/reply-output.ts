import { z } from 'zod';
import { REPLY_KINDS } from '../guardrails/reply-decision';

const MAX_REPLY = 4_000;

/** How urgent it is that a person looks, least urgent first. */
export const REPLY_SEVERITIES = ['low', 'normal', 'high', 'critical'] as const;
export type ReplySeverity = (typeof REPLY_SEVERITIES)[number];

const output = z.strictObject({
  reply: z.string().max(MAX_REPLY),
  kind: z.enum(REPLY_KINDS),
  citations: z.array(z.int().min(1).max(100)).max(20),
  escalate: z.boolean(),
  escalationReason: z.string().max(500).nullable(),
  // Models of other makers leave it out.
  severity: z.enum(REPLY_SEVERITIES).nullable().default(null),
  tags: z.array(z.string().max(60)).max(20),
});

/** What a model is asked for. */
export type ReplyOutput = z.infer<typeof output>;

/** Strict schema: every field required, none beside them. Bounds are checked by `replyOutputOf`. */
export const REPLY_SCHEMA = {
  name: 'reply',
  jsonSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['reply', 'kind', 'citations', 'escalate', 'escalationReason', 'severity', 'tags'],
    properties: {
      reply: { type: 'string' },
      kind: { type: 'string', enum: [...REPLY_KINDS] },
      citations: { type: 'array', items: { type: 'integer' } },
      escalate: { type: 'boolean' },
      escalationReason: { type: ['string', 'null'] },
      severity: { type: ['string', 'null'], enum: [...REPLY_SEVERITIES, null] },
      tags: { type: 'array', items: { type: 'string' } },
    },
  },
};

const TAG = /^[\p{L}\p{N}][\p{L}\p{N} _-]{0,39}$/u;
const MAX_TAGS = 10;

/** Null when it does not fit: nothing of it is used then. */
export function replyOutputOf(json: unknown): ReplyOutput | null {
  const parsed = output.safeParse(json);
  if (!parsed.success) return null;
  const tags = parsed.data.tags.map((tag) => tag.trim().toLowerCase()).filter((tag) => TAG.test(tag));
  return { ...parsed.data, tags: [...new Set(tags)].slice(0, MAX_TAGS) };
}

import { z } from 'zod';
import { idSchema, textSchema, variableNameSchema } from '../../dsl/ids';
import { nodeData, rateLimitData } from './node-kind';

const MAX_TIMEOUT_SECONDS = 7 * 24 * 60 * 60;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

const day = z.union([z.literal('today'), z.string().regex(DAY, 'must be "today" or a day such as 2026-03-01')]);

/** What is asked for. `min` and `max` are the length of a text in characters, or the bounds of a number. */
export const slotData = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('text'),
    min: z.int().min(1).max(1_000).optional(),
    max: z.int().min(1).max(1_000).optional(),
    /** In RE2's syntax, found anywhere in the text unless anchored. */
    pattern: z.string().min(1).max(500).optional(),
  }),
  z.strictObject({
    type: z.literal('number'),
    min: z.number().optional(),
    max: z.number().optional(),
    integer: z.boolean().default(false),
  }),
  z.strictObject({ type: z.literal('email') }),
  z.strictObject({ type: z.literal('phone') }),
  z.strictObject({
    type: z.literal('date'),
    /** How `1/2/2026` is read. */
    order: z.enum(['dmy', 'mdy']).default('dmy'),
    earliest: day.optional(),
    latest: day.optional(),
  }),
  z.strictObject({
    type: z.literal('choice'),
    /** Shown as quick replies; `value` is what is kept, otherwise the title. */
    choices: z
      .array(
        z.strictObject({
          id: idSchema,
          title: z.string().trim().min(1).max(200),
          value: z.string().max(200).optional(),
        }),
      )
      .min(2)
      .max(50),
  }),
]);
export type SlotData = z.infer<typeof slotData>;

export const collectInputData = nodeData({
  /** The question. */
  text: textSchema,
  slot: slotData,
  storeAs: variableNameSchema,
  /** How often it asks again after a reply that does not fit. */
  retries: z.int().min(0).max(5).default(2),
  /** Asked then; without it, the question again. */
  retryText: textSchema.optional(),
  timeoutSeconds: z.int().min(1).max(MAX_TIMEOUT_SECONDS),
  /** Writes the value into the contact, too: one of its own fields, or `fields.<key>`. */
  saveTo: z
    .string()
    .regex(/^(name|email|phone|fields\.[A-Za-z][A-Za-z0-9_]{0,63})$/, 'must be name, email, phone or fields.<key>')
    .optional(),
  rateLimit: rateLimitData,
});
export type CollectInputData = z.infer<typeof collectInputData>;

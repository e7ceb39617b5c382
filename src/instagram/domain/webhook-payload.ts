import { z } from 'zod';

/**
 * The shapes Meta sends (Instagram Platform "Webhooks", "Webhooks examples"). Ids are strings, times numbers or numeric
 * strings. Unknown fields are ignored, and so is what is malformed and not needed; an item without what is needed is
 * kept as it came.
 */

/** Of messages they have some 170 characters. */
export const id = z.string().min(1).max(512);

/** Up to the last moment that a Date can name. */
const MAX_TIME = 8.64e15;

/** Milliseconds since the epoch. Field evidence: some deliveries carry seconds, and the dashboard's tests carry texts. */
export const time = z
  .union([z.number(), z.string().regex(/^\d{1,16}$/)])
  .transform((value) => inMilliseconds(Number(value)))
  .pipe(z.number().positive().max(MAX_TIME));

/** Anything before 2001 in milliseconds must be seconds. */
function inMilliseconds(timestamp: number): number {
  return Math.round(timestamp < 1e12 ? timestamp * 1_000 : timestamp);
}

/** A part that is worth having, and nothing to lose an event for. */
export const extra = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined);

/** App ids come as numbers too. */
export const appId = z.union([id, z.number().int().positive()]).transform(String);

export const envelope = z.object({ object: z.string(), entry: z.array(z.unknown()) });

/** Only `changes` and flat entries need the time: items of `messaging` have their own. */
export const webhookEntry = z.looseObject({ id, time: extra(time) });

export type WebhookEntry = z.infer<typeof webhookEntry>;

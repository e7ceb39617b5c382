import { z } from 'zod';
import { textSchema } from './ids';

const MAX_SESSION_HOURS = 30 * 24;

/** What holds for a flow as a whole. */
export const flowSettingsSchema = z.strictObject({
  /** At most so many messages of a session in a fixed span of minutes that begins with the first; more wait. */
  rateLimit: z
    .strictObject({
      maxMessages: z.int().min(1).max(1_000),
      perMinutes: z
        .int()
        .min(1)
        .max(24 * 60),
    })
    .optional(),
  /** Sent before the first message of a session, so that people know that they write with an automated service. */
  disclosure: z.strictObject({ text: textSchema }).optional(),
  /** A session expires so many hours after its last activity, or after the end of the wait it is in. */
  sessionHours: z.int().min(1).max(MAX_SESSION_HOURS).optional(),
});

export type FlowSettings = z.infer<typeof flowSettingsSchema>;

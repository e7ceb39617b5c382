import { z } from 'zod';

const short = z.string().trim().min(1).max(200);
const MAX_FIELDS = 50;
const MAX_ANSWERS = 20;
const MAX_ANSWER_BYTES = 16 * 1_024;

const json = z.json();
const key = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'must be 1 to 64 letters, digits or "_"');
const fewEntries = (max: number) => (entries: object) => Object.keys(entries).length <= max;
const smallJson = (value: unknown) => Buffer.byteLength(JSON.stringify(value)) <= MAX_ANSWER_BYTES;

/** How a task comes out: with a value, or with an error. */
export const scriptedOutcomeSchema = z
  .union([
    z.strictObject({ value: z.record(z.string().max(64), json) }),
    z.strictObject({ error: z.string().trim().min(1).max(500) }),
  ])
  .refine(smallJson, `must be at most ${MAX_ANSWER_BYTES} bytes of JSON`);
export type ScriptedOutcome = z.infer<typeof scriptedOutcomeSchema>;

/** Who the made-up person is, as the CRM would know them, and how work outside comes out for them. */
export const personaSchema = z.strictObject({
  name: short.optional(),
  username: short.optional(),
  email: short.optional(),
  phone: short.optional(),
  stage: short.optional(),
  ownerId: short.optional(),
  profilePictureUrl: z.string().max(2_000).optional(),
  followerCount: z.number().int().nonnegative().optional(),
  isVerified: z.boolean().optional(),
  followsBusiness: z.boolean().optional(),
  followedByBusiness: z.boolean().optional(),
  tags: z.array(short).max(50).optional(),
  fields: z.record(key, json).refine(fewEntries(MAX_FIELDS), `must be at most ${MAX_FIELDS}`).optional(),
  /** BCP 47. */
  language: z.string().max(35).optional(),
  /** Whether they have written before. */
  returning: z.boolean().optional(),
  /** By the task's name; a task that is not named here fails, since nothing leaves the simulator. */
  answers: z
    .record(z.string().max(64), scriptedOutcomeSchema)
    .refine(fewEntries(MAX_ANSWERS), `must be at most ${MAX_ANSWERS}`)
    .optional(),
});
export type Persona = z.infer<typeof personaSchema>;

import { z } from 'zod';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Meta retries at once, then less and less often for about 36 hours, then drops the update. */
export const META_RETRY_DELAYS_MS: readonly number[] = [
  0,
  SECOND,
  2 * SECOND,
  5 * SECOND,
  10 * SECOND,
  30 * SECOND,
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  HOUR,
  3 * HOUR,
  6 * HOUR,
  12 * HOUR,
  13 * HOUR,
];

const limit = z.number().int().positive().nullable();

/** What may vary on Meta's side, or what Meta's pages contradict each other about. */
export const settingsSchema = z.strictObject({
  /** Sends an account may make within one second; Meta: 100. `null` = no limit. */
  sendsPerSecond: limit.default(null),
  /** Conversations API reads an account may make within one second; Meta: 2. */
  conversationReadsPerSecond: limit.default(null),
  /** Private replies an account may send within one hour; Meta: 750. */
  privateRepliesPerHour: limit.default(null),
  /** HTTP status of a throttled call; Meta's pages and the field disagree. */
  rateLimitStatus: z.union([z.literal(400), z.literal(403), z.literal(429)]).default(400),
  /** Pauses between delivery attempts, in simulator time; when they run out the webhook is dropped. */
  retryDelaysMs: z.array(z.number().int().nonnegative()).default([...META_RETRY_DELAYS_MS]),
  /** How long a callback may take to answer. */
  webhookTimeoutMs: z
    .number()
    .int()
    .positive()
    .default(5 * SECOND),
  /** Deliveries in flight for one account; more than 1 gives up the order. */
  webhookConcurrency: z.number().int().positive().default(1),
  /** Most updates in one webhook POST; Meta: up to 1000. */
  webhookBatchSize: z.number().int().min(1).max(1000).default(1),
  /** Failing this long unsubscribes the account, as the Messenger Platform page says (1 h). `null` = never. */
  unsubscribeAfterFailingMs: limit.default(null),
  /** Comments as `entry.changes[]` (seen in practice) or flat `entry.field/value` (Instagram Login pages). */
  commentEnvelope: z.enum(['changes', 'flat']).default('changes'),
  /** Meta cuts a long quick-reply title; refusing shows the mistake. */
  longQuickReplyTitle: z.enum(['refuse', 'cut']).default('refuse'),
  /** Meta documents only text in a private reply; field code also uses buttons. */
  privateReplyContent: z.enum(['text', 'any']).default('text'),
  /** Whether media that is sent by its address is fetched, as Meta does; the ledger then shows what was found. */
  fetchesMedia: z.boolean().default(false),
  /** Whether the app was approved for the Human Agent feature. */
  humanAgentApproved: z.boolean().default(true),
  /** Code exchange answer as `{data: [...]}` (documented) or bare (seen). */
  wrapCodeExchange: z.boolean().default(true),
  /** `GET /me` as `{data: [...]}` (seen) or bare. */
  wrapMe: z.boolean().default(false),
});

export type Settings = z.infer<typeof settingsSchema>;
export type SettingsChange = z.input<typeof settingsSchema>;

export const defaultSettings = (): Settings => settingsSchema.parse({});

const anyRecord = z.record(z.string(), z.unknown());

/** The settings with the given ones replaced; an unknown name or bad value throws a ZodError. */
export const changeSettings = (settings: Settings, change: unknown): Settings =>
  settingsSchema.parse({ ...settings, ...anyRecord.parse(change) });

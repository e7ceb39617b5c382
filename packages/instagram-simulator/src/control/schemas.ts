import { z } from 'zod';
import { WEBHOOK_KINDS } from '../faults/fault';

const text = z.string().min(1);

export const newPostSchema = z.strictObject({
  /** Made up when absent. */
  id: text.optional(),
  caption: z.string().optional(),
  mediaType: z.enum(['IMAGE', 'VIDEO', 'CAROUSEL_ALBUM']).default('IMAGE'),
  productType: z.enum(['FEED', 'REELS']).default('FEED'),
});

export type NewPost = z.input<typeof newPostSchema>;

export const newAccountSchema = z.strictObject({
  username: text,
  /** The professional account id that webhooks carry; made up when absent. */
  id: text.optional(),
  name: text.optional(),
  profilePictureUrl: z.string().nullable().default(null),
  followersCount: z.number().int().nonnegative().default(0),
  loginKind: z.enum(['instagram', 'facebook']).default('instagram'),
  /** As if `subscribed_apps` had been called with every field. */
  subscribed: z.boolean().default(false),
});

export const newCustomerSchema = z.strictObject({
  account: text,
  username: text,
  id: text.optional(),
  name: z.string().nullable().default(null),
  profilePic: z.string().nullable().default(null),
  followerCount: z.number().int().nonnegative().default(0),
  isVerified: z.boolean().default(false),
  followsBusiness: z.boolean().default(false),
  businessFollows: z.boolean().default(false),
});

export const customerChangeSchema = z.strictObject({
  name: z.string().nullable().optional(),
  profilePic: z.string().nullable().optional(),
  followsBusiness: z.boolean().optional(),
  businessFollows: z.boolean().optional(),
  blocked: z.boolean().optional(),
});

export const newTokenSchema = z.strictObject({
  kind: z.enum(['short', 'long']).default('long'),
  /** Default: all of the messaging permissions. */
  permissions: z.array(text).optional(),
  expiresInMs: z.number().int().optional(),
});

export const revokeSchema = z.strictObject({ subcode: z.number().int().default(460) });
export const clockSchema = z.strictObject({ advanceMs: z.number().int().nonnegative() });
export const subscriptionSchema = z.strictObject({
  fields: z.array(text).optional(),
  subscribed: z.boolean().optional(),
});

export const callbackSchema = z.strictObject({
  url: z.url(),
  verifyToken: text.optional(),
  /** Asks the callback first (hub.challenge); false just sets it. */
  verify: z.boolean().default(true),
});

export const releaseSchema = z.strictObject({
  webhook: z.enum(WEBHOOK_KINDS).optional(),
  account: text.optional(),
  customer: text.optional(),
});

const whole = z.coerce.number().int().nonnegative();

/** Query of every log: entries after an order number, optionally waiting for the first one. */
export const logQuerySchema = z.strictObject({
  after: whole.default(0),
  /** Real time, at most a minute. */
  waitMs: whole.max(60_000).default(0),
  account: text.optional(),
  customer: text.optional(),
});

export const idleQuerySchema = z.strictObject({ waitMs: whole.max(60_000).default(0) });

export type NewAccount = z.input<typeof newAccountSchema>;
export type NewCustomer = z.input<typeof newCustomerSchema>;
export type CustomerChange = z.input<typeof customerChangeSchema>;
export type NewToken = z.input<typeof newTokenSchema>;
export type CallbackChange = z.input<typeof callbackSchema>;
export type ReleaseFilterInput = z.input<typeof releaseSchema>;
export interface LogQuery {
  readonly after?: number;
  readonly waitMs?: number;
  readonly account?: string;
  readonly customer?: string;
}

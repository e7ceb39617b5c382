import { z } from 'zod';

const text = z.string().min(1);
const mid = text.optional();

/** What a customer can do. Every act answers `{ mid?, commentId?, at, … }` and sends the webhook Meta would. */
export const customerActSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('text'), text, replyToMid: mid }),
  z.strictObject({
    act: z.literal('attachment'),
    type: z.string().default('image'),
    url: z.string().optional(),
    payload: z.record(z.string(), z.unknown()).optional(),
  }),
  z.strictObject({ act: z.literal('unsupported') }),
  /** Taps a quick reply of the thread's newest message that has some, by title or payload. */
  z.strictObject({ act: z.literal('quick-reply'), title: text.optional(), payload: text.optional() }),
  /** Taps a quick reply that hands over contact data. */
  z.strictObject({ act: z.literal('contact-reply'), type: z.enum(['user_email', 'user_phone_number']), value: text }),
  /** Taps a template button by title or payload, in the newest message that has it (or in `mid`). */
  z.strictObject({ act: z.literal('button'), title: text.optional(), payload: text.optional(), mid }),
  /** Taps an ice breaker or a menu item: any title and payload. */
  z.strictObject({ act: z.literal('postback'), title: text, payload: text, ref: text.optional() }),
  z.strictObject({
    act: z.literal('comment'),
    text,
    mediaId: text.optional(),
    mediaProductType: z.string().default('FEED'),
    parentId: text.optional(),
    adId: text.optional(),
    live: z.boolean().default(false),
  }),
  z.strictObject({ act: z.literal('delete-comment'), commentId: text }),
  /** Names the account in a comment on a post that is not the account's, or in the caption of their own. */
  z.strictObject({ act: z.literal('mention'), inCaption: z.boolean().default(false), mediaId: text.optional() }),
  z.strictObject({ act: z.literal('story-reply'), text, storyId: text.optional() }),
  z.strictObject({ act: z.literal('story-mention') }),
  z.strictObject({ act: z.literal('ad-message'), text, adId: text.optional(), ref: text.default('spring_ad') }),
  /** Opens an ig.me link into the existing thread. */
  z.strictObject({ act: z.literal('referral'), ref: text }),
  z.strictObject({
    act: z.literal('react'),
    mid,
    reaction: z.string().default('love'),
    emoji: z.string().default('❤️'),
  }),
  z.strictObject({ act: z.literal('unreact'), mid }),
  z.strictObject({ act: z.literal('seen'), mid }),
  z.strictObject({ act: z.literal('unsend'), mid }),
  z.strictObject({ act: z.literal('edit'), mid, text }),
  z.strictObject({ act: z.literal('optin'), payload: text, title: text.optional() }),
  z.strictObject({ act: z.literal('typing'), on: z.boolean().default(true) }),
]);

/** What the owner can do in the Instagram app. */
export const ownerActSchema = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('text'), customer: text, text }),
  z.strictObject({
    act: z.literal('attachment'),
    customer: text,
    type: z.string().default('image'),
    url: z.string().optional(),
  }),
  z.strictObject({ act: z.literal('unsend'), mid: text }),
  z.strictObject({ act: z.literal('comment-reply'), commentId: text, text }),
  z.strictObject({ act: z.literal('pass-thread'), customer: text, toAppId: text, metadata: z.string().default('') }),
]);

export type CustomerAct = z.infer<typeof customerActSchema>;
/** The customer's act of this name. */
export type Act<K extends CustomerAct['act']> = Extract<CustomerAct, { act: K }>;
export type CustomerActInput = z.input<typeof customerActSchema>;
export type OwnerAct = z.infer<typeof ownerActSchema>;
export type OwnerActInput = z.input<typeof ownerActSchema>;

export interface ActResult {
  /** The message this act made or touched. */
  readonly mid?: string;
  readonly commentId?: string;
  /** Platform time, ms since 1970. */
  readonly at: number;
  /** Where a web_url button leads; no webhook is sent for it. */
  readonly openedUrl?: string;
}

/** An act that cannot be done (no such button, nothing to unsend); 409 over HTTP. */
export class ImpossibleAct extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ImpossibleAct';
  }
}

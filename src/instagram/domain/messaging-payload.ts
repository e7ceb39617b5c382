import { z } from 'zod';
import { appId, extra, id, time } from './webhook-payload';

/** In echoes a template stands under its own name; whichever it is, this is what the person reads first. */
const templateContent = z.object({
  text: extra(z.string()),
  button: extra(z.object({ text: z.string() })),
  generic: extra(z.object({ elements: z.array(z.object({ title: z.string() })) })),
});

const attachment = z.object({
  type: z.string().min(1).max(100),
  payload: extra(
    z.object({
      url: extra(z.string()),
      title: extra(z.string()),
      reel_video_id: extra(id),
      ig_post_media_id: extra(id),
      id: extra(id),
      ...templateContent.shape,
    }),
  ),
});

const referral = z.object({
  ref: extra(z.string()),
  source: extra(z.string()),
  type: extra(z.string()),
  ad_id: extra(id),
  ads_context_data: extra(z.object({ ad_title: extra(z.string()) })),
  product: extra(z.object({ id })),
});
export type ReferralPayload = z.infer<typeof referral>;

const message = z.object({
  mid: id,
  text: z.string().optional(),
  is_echo: z.boolean().optional(),
  is_self: z.boolean().optional(),
  is_deleted: z.boolean().optional(),
  is_unsupported: z.boolean().optional(),
  attachments: z.array(attachment).optional(),
  quick_reply: z.object({ payload: z.string() }).optional(),
  reply_to: extra(z.object({ mid: extra(id), story: extra(z.object({ id: extra(id), url: extra(z.string()) })) })),
  referral: extra(referral),
});
export type MessagePayload = z.infer<typeof message>;

const postback = z.object({
  mid: id.optional(),
  title: z.string().optional(),
  payload: z.string(),
  referral: extra(referral),
});

const reaction = z.object({
  mid: id,
  action: z.enum(['react', 'unreact']),
  reaction: extra(z.string()),
  emoji: extra(z.string()),
});

/** Meta's own sample quotes the number. */
const editNumber = z.union([z.number().int().nonnegative(), z.string().regex(/^\d{1,9}$/)]).transform(Number);
const edit = z.object({ mid: id, text: z.string(), num_edit: editNumber });

const optin = z.object({ type: extra(z.string()), payload: extra(z.string()), title: extra(z.string()) });

const control = z.object({
  previous_owner_app_id: extra(appId),
  new_owner_app_id: extra(appId),
  requested_owner_app_id: extra(appId),
  metadata: extra(z.string()),
});
export type ControlPayload = z.infer<typeof control>;

/** A member of `messaging` or `standby`; besides who and when, it holds one of the others. */
export const messagingItem = z.object({
  sender: z.object({ id }),
  recipient: z.object({ id }),
  timestamp: time,
  message: message.optional(),
  postback: postback.optional(),
  read: z.object({ mid: id }).optional(),
  reaction: reaction.optional(),
  message_edit: edit.optional(),
  referral: referral.optional(),
  optin: optin.optional(),
  pass_thread_control: control.optional(),
  take_thread_control: control.optional(),
  request_thread_control: control.optional(),
});
export type MessagingItem = z.infer<typeof messagingItem>;

import { z } from 'zod';

/**
 * The shapes Meta sends (Instagram Platform "Webhooks", "Webhooks examples"). Ids are strings, times numbers or numeric
 * strings. Unknown fields are ignored; an item that does not fit is kept as it came.
 */
const id = z.string().min(1).max(128);
/** Up to the last moment that a Date can name. */
const time = z.coerce.number().positive().max(8.64e15);
/** In echoes a template stands under its own name; whichever it is, this is what the person reads first. */
const templateContent = z.object({
  text: z.string().optional(),
  button: z.object({ text: z.string() }).optional().catch(undefined),
  generic: z
    .object({ elements: z.array(z.object({ title: z.string() })) })
    .optional()
    .catch(undefined),
});
const attachment = z.object({
  type: z.string(),
  payload: z.object({ url: z.string().optional(), ...templateContent.shape }).optional(),
});

const message = z.object({
  mid: id,
  text: z.string().optional(),
  is_echo: z.boolean().optional(),
  is_deleted: z.boolean().optional(),
  attachments: z.array(attachment).optional(),
  quick_reply: z.object({ payload: z.string() }).optional(),
  reply_to: z.object({ mid: id.optional() }).optional(),
});

export const messagingItem = z.object({
  sender: z.object({ id }),
  recipient: z.object({ id }),
  timestamp: time,
  message: message.optional(),
  postback: z.object({ mid: id.optional(), title: z.string().optional(), payload: z.string() }).optional(),
  read: z.object({ mid: id }).optional(),
});

export type MessagingItem = z.infer<typeof messagingItem>;

export const envelope = z.object({ object: z.string(), entry: z.array(z.unknown()) });

export const webhookEntry = z.looseObject({ id });

export type WebhookEntry = z.infer<typeof webhookEntry>;

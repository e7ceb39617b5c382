import { z } from 'zod';
import type { Attachment, Button, GenericElement, MessageContent, QuickReply, Template } from '../world/model';
import { BrokenRule, demand } from './broken-rule';
import { LIMITS } from './rules';

const rawAttachmentSchema = z.object({ type: z.string(), payload: z.record(z.string(), z.unknown()).optional() });

const rawMessageSchema = z.object({
  text: z.string().optional(),
  attachment: rawAttachmentSchema.optional(),
  attachments: z.array(rawAttachmentSchema).optional(),
  quick_replies: z.array(z.record(z.string(), z.unknown())).optional(),
});

const rawQuickReplySchema = z.object({
  content_type: z.enum(['text', 'user_phone_number', 'user_email']),
  title: z.string().optional(),
  payload: z.string().optional(),
  image_url: z.string().optional(),
});

const buttonSchema = z.union([
  z.object({ type: z.literal('web_url'), title: z.string().min(1), url: z.url() }),
  z.object({ type: z.literal('postback'), title: z.string().min(1), payload: z.string().min(1) }),
]);

const elementSchema = z.object({
  title: z.string(),
  subtitle: z.string().optional(),
  image_url: z.string().optional(),
  default_action: z.object({ type: z.string(), url: z.string() }).optional(),
  buttons: z.array(z.unknown()).optional(),
});

const MEDIA_TYPES: ReadonlySet<string> = new Set(['image', 'video', 'audio', 'file']);

export interface ContentOptions {
  readonly longQuickReplyTitle: 'refuse' | 'cut';
  /** Whether an attachment was uploaded under this id. */
  readonly isUploaded: (attachmentId: string) => boolean;
}

type RawMessage = z.infer<typeof rawMessageSchema>;

/** The content of a Send API `message`; throws BrokenRule for the first rule it breaks. */
export function readContent(raw: unknown, options: ContentOptions): MessageContent {
  const parsed = rawMessageSchema.safeParse(raw);
  if (!parsed.success) throw new BrokenRule('malformed');
  const message = parsed.data;
  const attachments = attachmentsOf(message);
  demand(message.text === undefined || attachments.length === 0, 'oneContent');
  demand(message.quick_replies === undefined || message.text !== undefined, 'quickReplyNeedsText');
  if (message.text !== undefined) return readText(message.text, message.quick_replies, options);
  demand(attachments.length > 0, 'empty');
  return readAttachments(attachments, options);
}

function attachmentsOf(message: RawMessage): Attachment[] {
  const list = message.attachment ? [message.attachment] : (message.attachments ?? []);
  return list.map(({ type, payload }) => ({ type, ...(payload && { payload }) }));
}

function readText(text: string, rawReplies: RawMessage['quick_replies'], options: ContentOptions): MessageContent {
  demand(text.length > 0, 'empty');
  demand(Buffer.byteLength(text, 'utf8') <= LIMITS.textBytes, 'textBytes');
  if (rawReplies === undefined) return { text };
  demand(rawReplies.length >= 1 && rawReplies.length <= LIMITS.quickReplies, 'quickReplyCount');
  return { text, quickReplies: rawReplies.map((reply) => readQuickReply(reply, options)) };
}

function readQuickReply(raw: unknown, options: ContentOptions): QuickReply {
  const parsed = rawQuickReplySchema.safeParse(raw);
  if (!parsed.success) throw new BrokenRule('malformed');
  const { content_type, payload, image_url } = parsed.data;
  let title = parsed.data.title;
  if (content_type === 'text') {
    demand(title !== undefined && title.length > 0, 'quickReplyTitle');
    const characters = Array.from(title);
    demand(characters.length <= LIMITS.quickReplyTitle || options.longQuickReplyTitle === 'cut', 'quickReplyTitle');
    title = characters.slice(0, LIMITS.quickReplyTitle).join('');
    demand(payload !== undefined, 'malformed');
  }
  return {
    content_type,
    ...(title !== undefined && { title }),
    ...(payload !== undefined && { payload }),
    ...(image_url !== undefined && { image_url }),
  };
}

function readAttachments(attachments: readonly Attachment[], options: ContentOptions): MessageContent {
  const [first] = attachments;
  if (attachments.length > 1 || first === undefined) {
    const allImages = attachments.every((attachment) => attachment.type === 'image');
    demand(allImages && attachments.length <= LIMITS.images, 'images');
  } else if (first.type === 'template') {
    return { template: readTemplate(first.payload ?? {}) };
  }
  for (const attachment of attachments) checkMedia(attachment, options);
  return { attachments };
}

function checkMedia({ type, payload }: Attachment, options: ContentOptions): void {
  if (type === 'like_heart') return;
  if (type === 'MEDIA_SHARE') return demand(typeof payload?.['id'] === 'string', 'malformed');
  demand(MEDIA_TYPES.has(type), 'attachmentType');
  const uploaded = payload?.['attachment_id'];
  if (typeof uploaded === 'string') return demand(options.isUploaded(uploaded), 'attachmentUnknown');
  demand(z.url({ protocol: /^https?$/ }).safeParse(payload?.['url']).success, 'malformed');
}

function readTemplate(payload: Readonly<Record<string, unknown>>): Template {
  switch (payload['template_type']) {
    case 'button':
      return readButtonTemplate(payload);
    case 'generic':
      return { template_type: 'generic', elements: readElements(payload['elements']) };
    default:
      throw new BrokenRule('templateType');
  }
}

function readButtonTemplate(payload: Readonly<Record<string, unknown>>): Template {
  const { text } = payload;
  const fits = typeof text === 'string' && text.length > 0 && Array.from(text).length <= LIMITS.buttonTemplateText;
  demand(fits, 'buttonText');
  const buttons = readButtons(payload['buttons']);
  demand(buttons.length >= 1 && buttons.length <= LIMITS.buttons, 'buttonCount');
  return { template_type: 'button', text, buttons };
}

function readElements(raw: unknown): GenericElement[] {
  demand(Array.isArray(raw) && raw.length >= 1 && raw.length <= LIMITS.genericElements, 'genericCount');
  return raw.map(readElement);
}

function readElement(raw: unknown): GenericElement {
  const parsed = elementSchema.safeParse(raw);
  demand(parsed.success, 'genericTitle');
  const { title, subtitle, image_url, default_action, buttons } = parsed.data;
  demand(title.length > 0 && Array.from(title).length <= LIMITS.genericTitle, 'genericTitle');
  demand(subtitle === undefined || Array.from(subtitle).length <= LIMITS.genericSubtitle, 'genericSubtitle');
  const read = buttons === undefined ? undefined : readButtons(buttons);
  demand(read === undefined || read.length <= LIMITS.buttons, 'genericButtons');
  return {
    title,
    ...(subtitle !== undefined && { subtitle }),
    ...(image_url !== undefined && { image_url }),
    ...(default_action && { default_action }),
    ...(read && { buttons: read }),
  };
}

function readButtons(raw: unknown): Button[] {
  demand(Array.isArray(raw), 'buttonCount');
  return raw.map((button) => {
    const parsed = buttonSchema.safeParse(button);
    demand(parsed.success, 'buttonType');
    return parsed.data;
  });
}

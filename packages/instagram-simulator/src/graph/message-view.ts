import type { Account, Attachment, Button, Message, Template } from '../world/model';
import type { World } from '../world/world';
import type { Readers } from './fields';
import { graphTime } from './graph-time';

interface Person {
  readonly id: string;
  readonly username: string;
}

/** How the Conversations API shows one message; `message` is its text. */
export function messageReaders(world: World, account: Account, message: Message): Readers {
  const customer = world.customers.get(message.customerId);
  const business: Person = { id: account.id, username: account.username };
  const person: Person = { id: message.customerId, username: customer?.username ?? '' };
  const [from, to] = message.origin === 'customer' ? [person, business] : [business, person];
  const { content } = message;
  return {
    id: () => message.mid,
    created_time: () => graphTime(message.createdAt),
    from: () => from,
    to: () => ({ data: [to] }),
    message: () => content.text ?? content.postback?.title ?? '',
    attachments: () => attachmentsView(world, message),
    shares: () => undefined,
    story: () => content.replyToStory && { reply_to: { link: content.replyToStory.url, id: content.replyToStory.id } },
    reply_to: () => (content.replyToMid === undefined ? undefined : { mid: content.replyToMid }),
    reactions: () => reactionsView(message, person, business),
    is_unsupported: () => content.unsupported,
  };
}

function attachmentsView(world: World, { content }: Message): unknown {
  const shown = [
    ...(content.attachments ?? []).map((attachment) => attachmentView(world, attachment)),
    ...(content.template ? templateView(content.template) : []),
  ];
  return shown.length > 0 ? { data: shown } : undefined;
}

/** Links are made anew at each read; a file that is gone has none. */
function attachmentView(world: World, { type, payload }: Attachment): Record<string, unknown> {
  const sent = payload?.['url'];
  const url = typeof sent === 'string' ? (world.media.renewed(sent) ?? undefined) : undefined;
  switch (type) {
    case 'image':
      return { image_data: { url } };
    case 'video':
      return { video_data: { url } };
    default:
      return { file_url: url };
  }
}

function templateView(template: Template): Record<string, unknown>[] {
  if (template.template_type === 'button') {
    return [{ generic_template: { title: template.text, cta: template.buttons.map(callToAction) } }];
  }
  return template.elements.map(({ title, subtitle, image_url, buttons }) => ({
    generic_template: {
      title,
      ...(subtitle !== undefined && { subtitle }),
      ...(image_url !== undefined && { media_url: image_url }),
      cta: (buttons ?? []).map(callToAction),
    },
  }));
}

const callToAction = ({ title, type, url }: Button): Record<string, unknown> => ({
  title,
  type,
  ...(url !== undefined && { url }),
});

function reactionsView(message: Message, person: Person, business: Person): unknown {
  if (message.reactions.length === 0) return undefined;
  return {
    data: message.reactions.map(({ by, reaction, emoji }) => ({
      reaction,
      emoji,
      users: [by === 'customer' ? person : business],
    })),
  };
}

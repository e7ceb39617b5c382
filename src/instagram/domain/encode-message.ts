import type { ContactRequest, MessageButton, MessageCard, OutgoingContent, QuickReply } from '../../conversations';
import { DomainError } from '../../shared/kernel';
import { problemOf } from './content-problem';

export type GraphMessage = Record<string, unknown>;

export interface MessageEnvelope {
  participantId: string;
  content: OutgoingContent;
  /** Written by a person after the window: the tag says so. */
  humanAgent?: boolean;
}

const ASKS: Readonly<Record<ContactRequest['asks'], string>> = { email: 'user_email', phone: 'user_phone_number' };

/** The body of Graph's send call; a file must have its address by now. @throws DomainError naming the limit that the content breaks. */
export function encodeMessage({ participantId, content, humanAgent = false }: MessageEnvelope): GraphMessage {
  const problem = problemOf(content);
  if (problem !== null) throw new DomainError('INSTAGRAM.CONTENT', 'invalid', problem);
  const recipient = { id: participantId };
  if (content.kind === 'reaction') return { recipient, ...reaction(content.mid, content.reaction) };
  if (content.kind === 'private-reply')
    return { recipient: { comment_id: content.commentId }, message: messageOf(content) };
  return {
    recipient,
    ...(humanAgent ? { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' } : {}),
    message: messageOf(content),
    ...(content.replyToMid === undefined ? {} : { reply_to: { mid: content.replyToMid } }),
  };
}

function messageOf(content: Exclude<OutgoingContent, { kind: 'reaction' }>): GraphMessage {
  if ('text' in content) return wordsOf(content);
  switch (content.kind) {
    case 'media':
      return { attachment: mediaAttachment(content) };
    case 'images':
      return { attachments: content.urls.map((url) => ({ type: 'image', payload: { url } })) };
    case 'cards':
      return template({ template_type: 'generic', elements: content.cards.map(encodeCard) });
    case 'post':
      return { attachment: { type: 'MEDIA_SHARE', payload: { id: content.mediaId } } };
    case 'sticker':
      return { attachment: { type: content.sticker } };
  }
}

function wordsOf(content: Extract<OutgoingContent, { text: string }>): GraphMessage {
  if (content.kind === 'text') return textMessage(content.text, content.quickReplies ?? []);
  const { text, buttons = [] } = content;
  return buttons.length === 0 ? { text } : buttonTemplate(text, buttons);
}

const reaction = (mid: string, value: string | null): GraphMessage =>
  value === null
    ? { sender_action: 'unreact', payload: { message_id: mid } }
    : { sender_action: 'react', payload: { message_id: mid, reaction: value } };

function textMessage(text: string, quickReplies: readonly (QuickReply | ContactRequest)[]): GraphMessage {
  if (quickReplies.length === 0) return { text };
  const replies = quickReplies.map((reply) =>
    'asks' in reply
      ? { content_type: ASKS[reply.asks] }
      : { content_type: 'text', title: reply.title, payload: reply.payload },
  );
  return { text, quick_replies: replies };
}

const template = (payload: GraphMessage): GraphMessage => ({ attachment: { type: 'template', payload } });

const buttonTemplate = (text: string, buttons: readonly MessageButton[]): GraphMessage =>
  template({ template_type: 'button', text, buttons: buttons.map(encodeButton) });

const encodeButton = ({ title, payload, url }: MessageButton): GraphMessage =>
  url === undefined ? { type: 'postback', title, payload: payload ?? title } : { type: 'web_url', title, url };

function mediaAttachment(content: Extract<OutgoingContent, { kind: 'media' }>): GraphMessage {
  const { mediaType: type, url, attachmentId } = content;
  if (attachmentId !== undefined) return { type, payload: { attachment_id: attachmentId } };
  if (url === undefined) throw new DomainError('INSTAGRAM.CONTENT', 'invalid', 'The file has no address yet.');
  return { type, payload: { url } };
}

const encodeCard = ({ title, subtitle, imageUrl, url, buttons = [] }: MessageCard): GraphMessage => ({
  title,
  ...(subtitle === undefined ? {} : { subtitle }),
  ...(imageUrl === undefined ? {} : { image_url: imageUrl }),
  ...(url === undefined ? {} : { default_action: { type: 'web_url', url } }),
  ...(buttons.length === 0 ? {} : { buttons: buttons.map(encodeButton) }),
});

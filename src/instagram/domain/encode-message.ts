import type { MessageButton, OutgoingContent } from '../../conversations';
import { DomainError } from '../../shared/kernel';
import { BUTTON_TEXT, BUTTON_TITLE, BUTTONS, QUICK_REPLIES, QUICK_REPLY_TITLE, TEXT_BYTES } from './meta-limits';

export type GraphMessage = Record<string, unknown>;

/** The body of Graph's send call. @throws DomainError naming the limit that the content breaks. */
export function encodeMessage(participantId: string, content: OutgoingContent): GraphMessage {
  const problem = problemOf(content);
  if (problem !== null) throw new DomainError('INSTAGRAM.CONTENT', 'invalid', problem);
  return {
    recipient: { id: participantId },
    message: content.kind === 'text' ? textMessage(content) : buttonTemplate(content),
  };
}

function textMessage(content: Extract<OutgoingContent, { kind: 'text' }>): GraphMessage {
  const replies = content.quickReplies?.map(({ title, payload }) => ({ content_type: 'text', title, payload }));
  return { text: content.text, ...(replies === undefined || replies.length === 0 ? {} : { quick_replies: replies }) };
}

function buttonTemplate(content: Extract<OutgoingContent, { kind: 'buttons' }>): GraphMessage {
  return {
    attachment: {
      type: 'template',
      payload: { template_type: 'button', text: content.text, buttons: content.buttons.map(encodeButton) },
    },
  };
}

const encodeButton = ({ title, payload, url }: MessageButton): GraphMessage =>
  url === undefined ? { type: 'postback', title, payload: payload ?? title } : { type: 'web_url', title, url };

export function problemOf(content: OutgoingContent): string | null {
  if (content.text.trim() === '') return 'A message needs a text.';
  if (content.kind === 'buttons') return problemOfButtons(content.text, content.buttons);
  if (Buffer.byteLength(content.text) > TEXT_BYTES) return `A text may have at most ${TEXT_BYTES} bytes in UTF-8.`;
  const replies = content.quickReplies ?? [];
  if (replies.length > QUICK_REPLIES) return `A message may have at most ${QUICK_REPLIES} quick replies.`;
  return tooLong(replies, QUICK_REPLY_TITLE, 'quick reply');
}

function problemOfButtons(text: string, buttons: readonly MessageButton[]): string | null {
  if ([...text].length > BUTTON_TEXT) return `The text above buttons may have at most ${BUTTON_TEXT} characters.`;
  if (buttons.length < 1 || buttons.length > BUTTONS) return `A message may have one to ${BUTTONS} buttons.`;
  return tooLong(buttons, BUTTON_TITLE, 'button');
}

function tooLong(items: readonly { title: string }[], limit: number, what: string): string | null {
  return items.some(({ title }) => [...title].length > limit)
    ? `The title of a ${what} may have at most ${limit} characters.`
    : null;
}

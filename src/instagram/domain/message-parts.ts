import type { OutgoingContent } from '../../conversations';
import { splitText } from '../../shared/kernel';
import { BUTTON_TEXT, TEXT_BYTES } from './meta-limits';

const fitsText = (part: string): boolean => Buffer.byteLength(part) <= TEXT_BYTES;
const fitsAboveButtons = (part: string): boolean => [...part].length <= BUTTON_TEXT;

/**
 * The messages that say this, in order: a long text is cut at the ends of sentences, never in a link. What can be tapped
 * stands below the last; an answer to a message is shown at the first. A private reply is one message, whatever it says.
 */
export function partsOf(content: OutgoingContent): OutgoingContent[] {
  if (content.kind === 'text' && !fitsText(content.text)) return textParts(content);
  if (content.kind === 'buttons' && !fitsAboveButtons(content.text)) return buttonParts(content);
  return [content];
}

function textParts({ text, quickReplies, replyToMid }: Extract<OutgoingContent, { kind: 'text' }>): OutgoingContent[] {
  const parts = splitText(text, fitsText);
  return parts.map((part, index) => ({
    kind: 'text',
    text: part,
    ...(index === parts.length - 1 && quickReplies !== undefined ? { quickReplies } : {}),
    ...inReply(index, replyToMid),
  }));
}

/** The last part is what fits above the buttons; what stands before it may be longer. */
function buttonParts(content: Extract<OutgoingContent, { kind: 'buttons' }>): OutgoingContent[] {
  const parts = splitText(content.text, fitsAboveButtons);
  return parts.map((text, index) =>
    index === parts.length - 1
      ? { kind: 'buttons', text, buttons: content.buttons, ...inReply(index, content.replyToMid) }
      : { kind: 'text', text, ...inReply(index, content.replyToMid) },
  );
}

const inReply = (index: number, replyToMid: string | undefined): { replyToMid?: string } =>
  index === 0 && replyToMid !== undefined ? { replyToMid } : {};

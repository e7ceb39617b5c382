import { z } from 'zod';
import { MESSAGE_FORMATS, type MessageFormat } from '../../compile/capabilities';
import { textSchema } from '../../dsl/ids';
import { renderTemplate } from '../../template/template';
import { clipText } from '../../text/clip-text';
import { choicePayload } from '../choice-payload';
import { type FlowCard, type FlowMessage, MEDIA_TYPES } from '../effect';
import { stableFraction } from '../stable-choice';
import type { Decision } from '../trace';
import { addressData, buttonsData, quickRepliesData, shownButtons, tappable } from './message-parts';
import {
  type Choice,
  type Handle,
  nodeData,
  type NodeKind,
  type NodeOf,
  type NodeView,
  PLAIN_NODE,
  rateLimitData,
  type Step,
} from './node-kind';
import { checkMessage } from './send-message-checks';

const NEXT = 'next';
const MAX_VARIANTS = 10;
const MAX_CARDS = 10;
const MAX_TYPING_SECONDS = 20;
const CARD_TEXT = { bytes: 320, characters: 80 };

const cardData = z.strictObject({
  /** Title and subtitle may be templates. */
  title: z.string().trim().min(1).max(200),
  subtitle: z.string().trim().min(1).max(200).optional(),
  imageUrl: addressData.optional(),
  buttons: buttonsData,
});

export const sendMessageData = nodeData({
  text: textSchema.optional(),
  /** Other ways to say it: each session gets one of them, or the text, always the same one. */
  variants: z.array(textSchema).max(MAX_VARIANTS).default([]),
  buttons: buttonsData,
  quickReplies: quickRepliesData,
  /** A picture, video, sound or file, sent before the text. */
  media: z.strictObject({ type: z.enum(MEDIA_TYPES), url: addressData }).optional(),
  /** A row of cards, sent after the text. */
  cards: z.array(cardData).max(MAX_CARDS).default([]),
  /** Waits so long first, as somebody who types would. */
  typingSeconds: z.int().min(1).max(MAX_TYPING_SECONDS).optional(),
  rateLimit: rateLimitData,
}).refine(({ text, media, cards }) => text !== undefined || media !== undefined || cards.length > 0, {
  path: ['text'],
  message: 'a message needs a text, media or cards',
});
export type SendMessageData = z.infer<typeof sendMessageData>;
type SendMessage = NodeOf<'send_message', SendMessageData>;

/**
 * Sends a message, perhaps with choices. Each choice is an exit. With an edge at `next` the flow goes on at once and the
 * choices stay open beside it; without one it waits for a choice.
 */
export const sendMessageNode: NodeKind<'send_message', SendMessageData> = {
  ...PLAIN_NODE,
  type: 'send_message',
  handles: (data) => [
    { name: NEXT, required: false, waits: false },
    ...choicesOf(data).map(({ id }): Handle => ({ name: id, required: true, waits: true })),
  ],
  choices: choicesOf,
  messages: ({ text, media, cards }) =>
    [text !== undefined, media !== undefined, cards.length > 0].filter(Boolean).length,
  formats: formatsOf,
  longestSilence: ({ typingSeconds = 0 }, handle) => (handle === NEXT ? typingSeconds * 1_000 : 0),
  check: checkMessage,
  enter: (node, view) => {
    const { typingSeconds } = node.data;
    if (typingSeconds === undefined) return sending(node, view);
    return { then: { kind: 'await-timer', dueAt: view.now + typingSeconds * 1_000, why: 'typing' } };
  },
  resume: (node, arrival, view) => (arrival.kind === 'timeout' ? sending(node, view) : null),
};

export function choicesOf({ buttons, quickReplies, cards }: SendMessageData): Choice[] {
  return [...tappable(buttons), ...quickReplies, ...cards.flatMap((card) => tappable(card.buttons))];
}

function formatsOf({ media, cards }: SendMessageData): MessageFormat[] {
  return MESSAGE_FORMATS.filter((format) => (format === 'media' ? media !== undefined : cards.length > 0));
}

function sending(node: SendMessage, view: NodeView): Step {
  const { data } = node;
  const variant = variantOf(node, view);
  const messages = messagesOf(node, variant?.text ?? data.text, view);
  const waits = !Object.hasOwn(node.next, NEXT) && choicesOf(data).length > 0;
  return {
    effects: messages.map((message) => ({ kind: 'send', message })),
    ...(variant !== null && { because: [variant.why] }),
    then: waits ? { kind: 'await-choice' } : { kind: 'go', handle: NEXT },
  };
}

/** Null when there is nothing to choose from. */
function variantOf({ id, data }: SendMessage, { sessionId }: NodeView): { text: string; why: Decision } | null {
  if (data.variants.length === 0) return null;
  const texts = data.text === undefined ? data.variants : [data.text, ...data.variants];
  const index = Math.floor(stableFraction(sessionId, id, 'variant') * texts.length);
  const why = { rule: 'variant', operands: { variants: texts.length }, outcome: String(index) };
  return { text: texts[index] ?? '', why };
}

function messagesOf(node: SendMessage, template: string | undefined, view: NodeView): FlowMessage[] {
  const { data } = node;
  const messages: FlowMessage[] = [];
  if (data.media !== undefined) {
    const url = renderTemplate(data.media.url, view.scope);
    messages.push({ text: '', buttons: [], quickReplies: [], media: { type: data.media.type, url } });
  }
  if (template !== undefined) messages.push(textMessage(node, template, view));
  if (data.cards.length > 0) messages.push({ text: '', buttons: [], quickReplies: [], cards: cardsOf(node, view) });
  // Quick replies vanish when another message follows, so they stand under what comes last.
  const last = messages.at(-1);
  if (last !== undefined) last.quickReplies = quickRepliesOf(node, view);
  return messages;
}

function textMessage({ id, data }: SendMessage, template: string, view: NodeView): FlowMessage {
  const limit = data.buttons.length > 0 ? view.limits.buttonText : view.limits.text;
  return {
    text: clipText(renderTemplate(template, view.scope), limit),
    buttons: shownButtons(data.buttons, view.sessionId, id),
    quickReplies: [],
  };
}

function quickRepliesOf({ id: nodeId, data }: SendMessage, { sessionId }: NodeView): FlowMessage['quickReplies'] {
  return data.quickReplies.map(({ id: choiceId, title }) => ({
    title,
    payload: choicePayload({ sessionId, nodeId, choiceId }),
  }));
}

function cardsOf({ id, data }: SendMessage, { scope, sessionId }: NodeView): FlowCard[] {
  const shown = (source: string) => clipText(renderTemplate(source, scope), CARD_TEXT);
  return data.cards.map(({ title, subtitle, imageUrl, buttons }) => ({
    title: shown(title),
    ...(subtitle !== undefined && { subtitle: shown(subtitle) }),
    ...(imageUrl !== undefined && { imageUrl: renderTemplate(imageUrl, scope) }),
    buttons: shownButtons(buttons, sessionId, id),
  }));
}

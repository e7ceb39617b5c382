import type { ContactRequest, MessageButton, MessageCard, OutgoingContent, QuickReply } from '../../conversations';
import {
  BUTTON_TEXT,
  BUTTON_TITLE,
  BUTTONS,
  CARD_SUBTITLE,
  CARD_TITLE,
  CARDS,
  IMAGES,
  PAYLOAD_CHARACTERS,
  QUICK_REPLIES,
  QUICK_REPLY_TITLE,
  REACTION_CHARACTERS,
  TEXT_BYTES,
} from './meta-limits';

/** The rule of Meta's that this content breaks, in words; null when it may be sent. */
export function problemOf(content: OutgoingContent): string | null {
  if ('text' in content) return problemOfWords(content);
  switch (content.kind) {
    case 'media':
      return problemOfMedia(content);
    case 'images':
      return problemOfImages(content.urls);
    case 'cards':
      return problemOfCards(content.cards);
    case 'post':
      return content.mediaId === '' ? 'A shared post needs its id.' : null;
    case 'reaction':
      return problemOfReaction(content.mid, content.reaction);
    case 'sticker':
      return null;
  }
}

function problemOfWords(content: Extract<OutgoingContent, { text: string }>): string | null {
  switch (content.kind) {
    case 'text':
      return problemOfText(content.text) ?? problemOfReplies(content.quickReplies ?? []);
    case 'buttons':
      return problemOfButtonText(content.text) ?? problemOfButtons(content.buttons, 1);
    case 'private-reply':
      return problemOfPrivateReply(content.text, content.buttons ?? []);
  }
}

const charactersOf = (text: string): number => [...text].length;

function problemOfText(text: string): string | null {
  if (text.trim() === '') return 'A message needs a text.';
  return Buffer.byteLength(text) > TEXT_BYTES ? `A text may have at most ${TEXT_BYTES} bytes in UTF-8.` : null;
}

function problemOfReplies(replies: readonly (QuickReply | ContactRequest)[]): string | null {
  if (replies.length > QUICK_REPLIES) return `A message may have at most ${QUICK_REPLIES} quick replies.`;
  const titled = replies.flatMap((reply) => ('asks' in reply ? [] : [reply]));
  return problemOfTitles(titled, QUICK_REPLY_TITLE, 'quick reply') ?? problemOfPayloads(titled);
}

function problemOfButtonText(text: string): string | null {
  if (text.trim() === '') return 'A message needs a text.';
  return charactersOf(text) > BUTTON_TEXT ? `The text above buttons may have at most ${BUTTON_TEXT} characters.` : null;
}

function problemOfButtons(buttons: readonly MessageButton[], least: 0 | 1): string | null {
  if (buttons.length < least || buttons.length > BUTTONS)
    return least === 1
      ? `A message may have one to ${BUTTONS} buttons.`
      : `A card may have at most ${BUTTONS} buttons.`;
  const addresses = buttons.flatMap(({ url }) => url ?? []);
  return (
    problemOfTitles(buttons, BUTTON_TITLE, 'button') ??
    problemOfPayloads(buttons) ??
    (addresses.every(isWebAddress) ? null : 'A button leads to an address that begins with https:// or http://.')
  );
}

const problemOfPrivateReply = (text: string, buttons: readonly MessageButton[]): string | null =>
  buttons.length === 0 ? problemOfText(text) : (problemOfButtonText(text) ?? problemOfButtons(buttons, 1));

function problemOfMedia(content: Extract<OutgoingContent, { kind: 'media' }>): string | null {
  const { url, attachmentId, fileKey } = content;
  const places = [url, attachmentId, fileKey].filter((place) => place !== undefined && place !== '');
  if (places.length !== 1) return 'Media needs exactly one of an address, an attachment id and a file.';
  return url === undefined || isWebAddress(url) ? null : 'Media needs an address that begins with https:// or http://.';
}

function problemOfImages(urls: readonly string[]): string | null {
  if (urls.length < 1 || urls.length > IMAGES) return `A message may have one to ${IMAGES} images.`;
  return urls.every(isWebAddress) ? null : 'An image needs an address that begins with https:// or http://.';
}

function problemOfCards(cards: readonly MessageCard[]): string | null {
  if (cards.length < 1 || cards.length > CARDS) return `A message may have one to ${CARDS} cards.`;
  for (const card of cards) {
    const problem = problemOfCard(card);
    if (problem !== null) return problem;
  }
  return null;
}

function problemOfCard(card: MessageCard): string | null {
  const { title, subtitle = '', imageUrl, url, buttons = [] } = card;
  if (title.trim() === '' || charactersOf(title) > CARD_TITLE)
    return `The title of a card needs one to ${CARD_TITLE} characters.`;
  if (charactersOf(subtitle) > CARD_SUBTITLE)
    return `The subtitle of a card may have at most ${CARD_SUBTITLE} characters.`;
  // Messenger Platform, "Generic template": a title alone is refused.
  if (hasTitleAlone(card)) return 'A card needs more than a title: a subtitle, an image, an address or a button.';
  const addresses = [imageUrl, url].flatMap((address) => address ?? []);
  if (!addresses.every(isWebAddress)) return 'Addresses of a card begin with https:// or http://.';
  return problemOfButtons(buttons, 0);
}

const hasTitleAlone = ({ subtitle, imageUrl, url, buttons = [] }: MessageCard): boolean =>
  [subtitle, imageUrl, url].every((part) => part === undefined) && buttons.length === 0;

function problemOfReaction(mid: string, reaction: string | null): string | null {
  if (mid === '') return 'A reaction needs the message that it is for.';
  if (reaction === null) return null;
  const fits = reaction !== '' && charactersOf(reaction) <= REACTION_CHARACTERS;
  return fits ? null : 'A reaction is `love` or one emoji.';
}

function problemOfTitles(items: readonly { title: string }[], limit: number, what: string): string | null {
  if (items.some(({ title }) => title.trim() === '')) return `A ${what} needs a title.`;
  return items.some(({ title }) => charactersOf(title) > limit)
    ? `The title of a ${what} may have at most ${limit} characters.`
    : null;
}

const problemOfPayloads = (items: readonly { payload?: string }[]): string | null =>
  items.some(({ payload }) => charactersOf(payload ?? '') > PAYLOAD_CHARACTERS)
    ? `What comes back when a choice is tapped may have at most ${PAYLOAD_CHARACTERS} characters.`
    : null;

function isWebAddress(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && (url.protocol === 'https:' || url.protocol === 'http:');
}

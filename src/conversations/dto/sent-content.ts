import { invalidRequest } from '../../shared/http';
import { knownFields } from '../../shared/kernel';
import type { ContactRequest, OutgoingContent, QuickReply, SentContent } from '../domain/content';
import type { WishedMessage } from '../messages/messages.service';
import type { QuickReplyRequest, SendMessageRequest } from './send-message.request';

/** What is said, without what is asked around it. */
type SaidRequest = Omit<SendMessageRequest, 'expectedLastMessageId'>;
type Field = Exclude<keyof SaidRequest, 'kind'>;

const FIELDS: Readonly<Record<OutgoingContent['kind'], { needed: readonly Field[]; allowed: readonly Field[] }>> = {
  text: { needed: ['text'], allowed: ['quickReplies', 'replyToMid'] },
  buttons: { needed: ['text', 'buttons'], allowed: ['replyToMid'] },
  media: { needed: ['mediaType'], allowed: ['url', 'attachmentId', 'fileKey', 'replyToMid'] },
  images: { needed: ['urls'], allowed: ['replyToMid'] },
  cards: { needed: ['cards'], allowed: ['replyToMid'] },
  post: { needed: ['mediaId'], allowed: ['replyToMid'] },
  sticker: { needed: ['sticker'], allowed: ['replyToMid'] },
  reaction: { needed: ['mid'], allowed: ['reaction'] },
  'private-reply': { needed: ['commentId', 'text'], allowed: ['buttons'] },
};

/** What the request wants said. @throws DomainError REQUEST.INVALID naming each field that is missing or belongs to another kind */
export function contentOf({ expectedLastMessageId: _expected, ...request }: SendMessageRequest): SentContent {
  const kind = request.kind ?? 'text';
  const { needed, allowed } = FIELDS[kind];
  const given = Object.entries(request).flatMap(([field, value]) => (value === undefined ? [] : [field]));
  const known: readonly string[] = ['kind', ...needed, ...allowed];
  const problems = [
    ...needed.filter((field) => request[field] === undefined).map((field) => problem(field, `is needed for ${kind}`)),
    ...given.filter((field) => !known.includes(field)).map((field) => problem(field, `does not belong to ${kind}`)),
  ];
  if (problems.length > 0) throw invalidRequest(problems);
  const reply = request.replyToMid === undefined ? {} : { replyToMid: request.replyToMid };
  return { ...BODIES[kind](request), ...reply };
}

const problem = (field: string, rule: string) => ({ field, rule });

/** What is needed is there by now. */
const BODIES: Readonly<Record<OutgoingContent['kind'], (request: SaidRequest) => SentContent>> = {
  text: ({ text = '', quickReplies = [] }) => textOf(text, quickReplies),
  buttons: ({ text = '', buttons = [] }) => ({ kind: 'buttons', text, buttons: buttons.map(knownFields) }),
  media: mediaOf,
  images: ({ urls = [] }) => ({ kind: 'images', urls }),
  cards: (request) => ({ kind: 'cards', cards: cardsOf(request) }),
  post: ({ mediaId = '' }) => ({ kind: 'post', mediaId }),
  sticker: ({ sticker = 'like_heart' }) => ({ kind: 'sticker', sticker }),
  reaction: ({ mid = '', reaction }) => ({ kind: 'reaction', mid, reaction: reaction ?? null }),
  'private-reply': ({ commentId = '', text = '', buttons = [] }) => ({
    kind: 'private-reply',
    commentId,
    text,
    ...(buttons.length === 0 ? {} : { buttons: buttons.map(knownFields) }),
  }),
};

function textOf(text: string, quickReplies: readonly QuickReplyRequest[]): SentContent {
  if (quickReplies.length === 0) return { kind: 'text', text };
  return { kind: 'text', text, quickReplies: quickReplies.map(quickReplyOf) };
}

function quickReplyOf({ title, payload, asks }: QuickReplyRequest, index: number): QuickReply | ContactRequest {
  if (asks !== undefined && title === undefined && payload === undefined) return { asks };
  if (asks === undefined && title !== undefined) return { title, payload: payload ?? title };
  throw invalidRequest([problem(`quickReplies.${index}`, 'has a title, or asks for something')]);
}

function mediaOf({ mediaType = 'file', url, attachmentId, fileKey }: SendMessageRequest): SentContent {
  return {
    kind: 'media',
    mediaType,
    ...(url === undefined ? {} : { url }),
    ...(attachmentId === undefined ? {} : { attachmentId }),
    ...(fileKey === undefined ? {} : { fileKey }),
  };
}

const cardsOf = ({ cards = [] }: SendMessageRequest) =>
  cards.map(({ buttons, ...card }) => ({
    ...knownFields(card),
    ...(buttons === undefined ? {} : { buttons: buttons.map(knownFields) }),
  }));

/** With what is asked around it. @throws DomainError as `contentOf` */
export const wishOf = (request: SendMessageRequest): WishedMessage => ({
  content: contentOf(request),
  ...knownFields({ expectedLastMessageId: request.expectedLastMessageId }),
});

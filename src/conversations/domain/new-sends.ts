import { stableId } from '../../shared/kernel';
import type { NewSend } from './commit';
import { OUTBOX_SIZE } from './limits';
import type { OutgoingContent } from './content';
import { priorityAfterTimer } from './send-priority';
import type { SendDraft } from './turn';

type SendBase = Pick<NewSend, 'correlationId' | 'createdAt' | 'answers'>;

/** What is around a bot's send when it is decided. */
export interface SendSurroundings {
  base: SendBase;
  afterTimer: boolean;
  lastInboundAt: Date | null;
}

export function botSend(
  { id, content, permittedUntil, priority, author }: SendDraft,
  around: SendSurroundings,
): NewSend {
  const { base, afterTimer, lastInboundAt } = around;
  const place = priority ?? (afterTimer ? priorityAfterTimer(lastInboundAt, base.createdAt) : 'reply');
  return {
    id,
    origin: 'bot',
    content,
    ...(permittedUntil === undefined ? permitOf(content) : { permittedUntil }),
    ...(place === 'reply' ? {} : { priority: place }),
    ...(author === undefined ? {} : { author }),
    ...base,
  };
}

/** Until when a private reply may go out, whatever the window says. */
export const permitOf = (content: OutgoingContent): { permittedUntil?: Date } =>
  content.kind === 'private-reply' ? { permittedUntil: content.permittedUntil } : {};

/** The sends of a message that may be too long for one, in order; the first keeps the id. */
export function inParts(send: NewSend, partsOf: (content: OutgoingContent) => OutgoingContent[]): NewSend[] {
  return partsOf(send.content).map((content, index) =>
    index === 0 ? { ...send, content } : { ...send, id: partId(send.id, index), content },
  );
}

const partId = (sendId: string, index: number): string => stableId('part', `${sendId}:${index}`);

/** Of a send in however many parts. */
export const partIds = (sendId: string): string[] => [
  sendId,
  ...Array.from({ length: OUTBOX_SIZE - 1 }, (_, index) => partId(sendId, index + 1)),
];

import type { DomainEvent, DomainEventType } from '../events';
import { toldOf } from '../events';
import type { FeedLine, FeedPosition } from '../redis';

/** What a live stream needs to know to tell an event, or not. */
export interface FeedEntry extends FeedPosition {
  /** Absent in an entry that only says that something was lost. */
  event?: TellableEvent;
}

export interface TellableEvent {
  type: DomainEventType;
  /** For nobody but this member. */
  userId?: string;
  /** As it stands on the wire, made once for all who hear it. */
  block: string;
}

/** What is stored: `body` is JSON without line breaks. */
type StoredEvent = Omit<TellableEvent, 'block'> & { body: string };

const POSITION = /^([\w-]{6,32})\.(\d{1,16})$/;

/** As clients send it back in `Last-Event-ID`. */
export const textOfPosition = ({ epoch, number }: FeedPosition): string => `${epoch}.${number}`;

/** Null for what no feed has given out. */
export function positionOf(text: string): FeedPosition | null {
  const [, epoch, number] = POSITION.exec(text) ?? [];
  return epoch === undefined ? null : { epoch, number: Number(number) };
}

/** What is stored of an event. */
export function storedText(event: DomainEvent): string {
  const { type, userId } = event;
  return JSON.stringify({ type, ...(userId === undefined ? {} : { userId }), body: JSON.stringify(toldOf(event)) });
}

export function entryOf({ text, ...place }: FeedLine): FeedEntry {
  if (text === undefined) return place;
  const { body, ...event } = JSON.parse(text) as StoredEvent;
  return { ...place, event: { ...event, block: blockOf(place, event.type, body) } };
}

/** One server-sent event, with its empty line. */
export const blockOf = (place: FeedPosition, name: string, data: string): string =>
  `id: ${textOfPosition(place)}\nevent: ${name}\ndata: ${data}\n\n`;

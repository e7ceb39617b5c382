import type { TurnEvent } from '../../conversations';
import { type FlowEvent, parseChoicePayload } from '../../flows';
import { assertNever } from '../../shared/kernel';

/** A turn's event as flows see it. */
export interface Incoming {
  event: FlowEvent;
  /** What may start an automation; null for what a person did not say. */
  triggerText: string | null;
}

/** A tap on a button that no flow gave out (an ice breaker, a menu) counts as its title, typed. */
export function incomingOf(event: TurnEvent): Incoming {
  switch (event.kind) {
    case 'message':
      return said(event.text, event.quickReplyPayload, event.attachments.find(({ url }) => url !== undefined)?.url);
    case 'postback':
      return said(event.title ?? event.payload, event.payload);
    case 'timer':
      return { event: { kind: 'timer', timerId: event.timerId }, triggerText: null };
    case 'task-result':
      return { event: { kind: 'task-result', taskId: event.taskId, outcome: event.outcome }, triggerText: null };
    default:
      return assertNever(event);
  }
}

function said(text: string, payload: string | undefined, attachmentUrl?: string): Incoming {
  const choice = payload === undefined ? null : parseChoicePayload(payload);
  if (choice !== null) return { event: { kind: 'choice', choice }, triggerText: text === payload ? null : text };
  const attachment = attachmentUrl === undefined ? {} : { attachmentUrl };
  return { event: { kind: 'message', text, ...attachment }, triggerText: text };
}

/** Too late to be answered: it may neither start nor move anything that writes. */
export function isUnanswerable(event: TurnEvent): boolean {
  return (event.kind === 'message' || event.kind === 'postback') && !event.answerable;
}

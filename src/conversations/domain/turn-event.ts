import { assertNever } from '../../shared/kernel';
import type { LaneEvent } from '../schemas/inbox-event.schema';
import type { MessageReceived, PostbackReceived } from './channel-event';
import type { TurnEvent } from './turn';

/** An event of the inbox as the TurnHandler sees it. That a person writes, here or in the app, is a hold to it. */
export function turnEventOf(event: LaneEvent, answerable: boolean): TurnEvent {
  const { payload, _id: eventId } = event;
  switch (payload.kind) {
    case 'message':
    case 'postback':
      return inboundOf(event, payload, answerable);
    case 'echo':
    case 'person-send':
    case 'hold':
      return { kind: 'hold', eventId };
    case 'timer':
      return { kind: 'timer', eventId, timerId: payload.timerId, data: payload.data };
    case 'task-result': {
      const { taskId, taskKind, outcome } = payload;
      return { kind: 'task-result', eventId, taskId, taskKind, outcome };
    }
    case 'command':
      return { kind: 'command', eventId, at: event.platformAt, command: payload.command, data: payload.data };
    default:
      return assertNever(payload);
  }
}

function inboundOf(event: LaneEvent, payload: MessageReceived | PostbackReceived, answerable: boolean): TurnEvent {
  const base = { eventId: event._id, at: event.platformAt, answerable };
  if (payload.kind === 'postback') return { kind: 'postback', ...base, payload: payload.payload, title: payload.title };
  const { text = '', quickReplyPayload, attachments } = payload;
  return { kind: 'message', ...base, text, quickReplyPayload, attachments };
}

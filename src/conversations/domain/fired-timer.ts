import { stableId } from '../../shared/kernel';
import type { TimerEntry } from '../schemas/conversation.schema';
import type { LaneEventPayload } from '../schemas/inbox-event.schema';

/** Of a message that was written ahead, also the id under which it appears. */
export const eventOfTimer = (timerId: string): string => stableId('timer', timerId);

export function payloadOfTimer({ id, data, send }: TimerEntry): LaneEventPayload {
  if (send === undefined) return { kind: 'timer', timerId: id, data };
  const author = send.userId === undefined ? {} : { userId: send.userId };
  return { kind: 'person-send', content: send.content, ...author, timerId: id };
}

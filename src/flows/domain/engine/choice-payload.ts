import type { ChoiceRef } from './event';

const PREFIX = 'pf';
const PAYLOAD = /^pf:([\w-]{1,64}):([\w-]{1,64}):([\w-]{1,64})$/;

/** What a button or quick reply of a flow carries, so that a tap is recognised however old its message is. */
export function choicePayload({ sessionId, nodeId, choiceId }: ChoiceRef): string {
  return [PREFIX, sessionId, nodeId, choiceId].join(':');
}

/** Null for a payload that no flow gave out, such as that of an ice breaker. */
export function parseChoicePayload(payload: string): ChoiceRef | null {
  const [, sessionId, nodeId, choiceId] = PAYLOAD.exec(payload) ?? [];
  if (sessionId === undefined || nodeId === undefined || choiceId === undefined) return null;
  return { sessionId, nodeId, choiceId };
}

import { z } from 'zod';
import type { Json, JsonObject } from '../../json';
import type { FlowMessageIn } from '../event';
import type { Scope } from '../../template/reference';

/** People write one thought in several messages: those that count as one. */
export type Burst = { texts: string[]; attachmentUrls: string[] };

/** Then a node goes on, however fast they come. */
export const MAX_JOINED = 20;
const MAX_JOIN_SECONDS = 60;

/** Messages that follow one another within so many seconds count as one. */
export const joinSecondsData = z.int().min(1).max(MAX_JOIN_SECONDS).optional();

/** One that begins with the message that a session is at. */
export const burstOfScope = ({ message }: Scope): Burst => ({
  texts: textsIn([message['text'] ?? '']),
  attachmentUrls: textsIn(message['attachmentUrls']),
});

export function joined(burst: Burst | null, { text, attachmentUrls }: FlowMessageIn): Burst {
  return {
    texts: [...(burst?.texts ?? []), text],
    attachmentUrls: [...(burst?.attachmentUrls ?? []), ...attachmentUrls],
  };
}

/** As one message. */
export const wholeOf = ({ texts, attachmentUrls }: Burst): FlowMessageIn => ({
  text: texts.filter((text) => text !== '').join('\n'),
  attachmentUrls,
});

/** Null: the node had kept none. */
export function burstIn(memory: JsonObject | undefined): Burst | null {
  return memory?.['texts'] === undefined
    ? null
    : { texts: textsIn(memory['texts']), attachmentUrls: textsIn(memory['attachmentUrls']) };
}

function textsIn(list: Json | undefined): string[] {
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
}

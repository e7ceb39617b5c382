import { visibleText } from '../text/visible-text';

/** Why nobody knows what a voice note says. */
export type VoiceProblem = 'silent' | 'not-understood' | 'no-budget' | 'unavailable';

/** later: the same call may pass in a while; in milliseconds, where the provider says so. */
export type HeardVoice =
  | { kind: 'heard'; text: string; model: string; language?: string }
  | { kind: 'later'; afterMs?: number }
  | { kind: 'none'; problem: VoiceProblem };

/** As long as the longest message that people can type, some times over. */
export const MOST_HEARD = 8_000;

export function heardFrom({ text, model, language }: { text: string; model: string; language?: string }): HeardVoice {
  const said = visibleText(text).replace(/\s+/g, ' ').trim().slice(0, MOST_HEARD);
  if (said === '') return { kind: 'none', problem: 'silent' };
  return { kind: 'heard', text: said, model, ...(language === undefined ? {} : { language }) };
}

export function problemOf(error: { class: string; retryAfterMs?: number }): HeardVoice {
  switch (error.class) {
    case 'limited':
    case 'transient':
      return { kind: 'later', ...(error.retryAfterMs === undefined ? {} : { afterMs: error.retryAfterMs }) };
    case 'budget':
      return { kind: 'none', problem: 'no-budget' };
    case 'invalid':
    case 'refused':
      return { kind: 'none', problem: 'not-understood' };
    default:
      return { kind: 'none', problem: 'unavailable' };
  }
}

import type { JsonObject } from '../../../conversations';
import { renderTemplate, type Scope, stableFraction } from '../../../flows';
import type { FollowupText } from './followup-policy';

const baseOf = (tag: string): string => tag.toLowerCase().split('-')[0] ?? '';

/** Those that the texts are in, by their base: `pt-BR` is `pt`. */
export const languagesOf = (texts: readonly FollowupText[]): string[] => [
  ...new Set(texts.map((text) => baseOf(text.language))),
];

/**
 * One of the texts in the first of these languages that there are texts in; in the language of the first text, where there are
 * none. Which one is drawn from the id, so that it is the same whenever it is asked.
 */
export function chosenText(
  texts: readonly FollowupText[],
  spoken: readonly string[],
  followupId: string,
): FollowupText | null {
  const known = languagesOf(texts);
  const wanted = spoken.map(baseOf).find((tag) => known.includes(tag)) ?? known[0];
  const fitting = texts.filter((text) => baseOf(text.language) === wanted);
  return fitting[Math.floor(stableFraction('followup', followupId) * fitting.length)] ?? null;
}

/** With the values in place that it shows. */
export function renderedText(text: string, seen: { contact: JsonObject; context: JsonObject }): string {
  const scope: Scope = { vars: {}, message: {}, config: {}, time: {}, ...seen };
  return renderTemplate(text, scope).trim();
}

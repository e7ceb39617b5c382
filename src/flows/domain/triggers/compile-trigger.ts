import type { TriggerData } from '../engine/nodes/trigger';
import { foldDiacritics } from '../text/fold-diacritics';
import { foldText } from '../text/fold-text';
import type { CompiledTrigger, TriggerHours } from './compiled-trigger';

/** A trigger as it is matched: words folded, defaults filled in. */
export function compileTrigger(nodeId: string, data: TriggerData): CompiledTrigger {
  const { on, match, foldDiacritics: plain, requires, refs, priority, accounts, media, once } = data;
  const fold = (words: readonly string[]) => [
    ...new Set(words.map((word) => (plain ? foldDiacritics(foldText(word)) : foldText(word)))),
  ];
  return {
    nodeId,
    on,
    match: match.mode === 'keywords' ? { ...match, keywords: fold(match.keywords) } : match,
    exclude: fold(data.exclude),
    foldDiacritics: plain,
    requires,
    refs,
    hours: hoursOf(data.hours),
    priority,
    ...(accounts === undefined || accounts.length === 0 ? {} : { accounts }),
    ...(media === undefined || media.length === 0 ? {} : { media }),
    ...(once === undefined ? {} : { once }),
  };
}

function hoursOf(hours: TriggerData['hours']): TriggerHours | null {
  if (hours === undefined) return null;
  if (typeof hours === 'string') return { when: hours };
  const { when, ...own } = hours;
  return { when, own };
}

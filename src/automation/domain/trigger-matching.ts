import { type CompiledTrigger, containsKeyword, foldText } from '../../flows';
import type { ActiveInstance } from './active-instance';

export interface TriggerMatch {
  instance: ActiveInstance;
  triggerNodeId: string;
}

/**
 * The automation that a message starts: one with a matching keyword before one that takes any message, and of several
 * the oldest. `instances` come oldest first. `keywordsOnly` leaves out those that take any message.
 */
export function matchTrigger(
  instances: readonly ActiveInstance[],
  text: string,
  { keywordsOnly }: { keywordsOnly: boolean },
): TriggerMatch | null {
  const folded = foldText(text);
  const byKeyword = firstMatch(instances, ({ keywords }) =>
    keywords.some((keyword) => containsKeyword(folded, keyword)),
  );
  if (byKeyword !== null || keywordsOnly) return byKeyword;
  return firstMatch(instances, ({ keywords }) => keywords.length === 0);
}

function firstMatch(
  instances: readonly ActiveInstance[],
  matches: (trigger: CompiledTrigger) => boolean,
): TriggerMatch | null {
  for (const instance of instances) {
    const trigger = instance.triggers.find((it) => it.on === 'dm_message' && matches(it));
    if (trigger !== undefined) return { instance, triggerNodeId: trigger.nodeId };
  }
  return null;
}

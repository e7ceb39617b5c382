import type { AgentProposal, AgentSlot, AgentTurnInput } from './agent-turn';

/**
 * An agent without a language model asks its questions one after another, takes each answer as it is given, and is done
 * when it has what is required. What it has no question for needs a person.
 */
export function agentByRules({ text, slots, turn }: AgentTurnInput): AgentProposal {
  const nothing = { slots: {}, stopped: false, calls: [], by: 'rules' as const };
  if (slots.length === 0)
    return { ...nothing, reply: '', done: false, escalate: true, reason: 'no language model is set up' };
  const asked = turn === 0 ? undefined : nextOf(slots);
  const heard = asked === undefined || text.trim() === '' ? {} : { [asked.key]: text.trim() };
  const open = slots.filter(({ key, value }) => value === null && !Object.hasOwn(heard, key));
  const next = nextOf(open);
  return { ...nothing, slots: heard, reply: next?.question ?? '', done: next === undefined, escalate: false };
}

/** Required ones first, in their order. */
function nextOf(slots: readonly AgentSlot[]): AgentSlot | undefined {
  const open = slots.filter(({ value }) => value === null);
  return open.find(({ required }) => required) ?? open[0];
}

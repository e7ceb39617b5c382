import type { JsonObject, OutgoingContent, TaskDraft, TurnDecision } from '../../conversations';
import type { FlowEffect, FlowMessage } from '../../flows';
import { assertNever } from '../../shared/kernel';

export const OPEN_ESCALATION = 'open_escalation';

type EffectOf<Kind extends FlowEffect['kind']> = Extract<FlowEffect, { kind: Kind }>;

/** What a flow wants done, in the words of the conversation. */
export function toDecision(state: JsonObject | null, effects: readonly FlowEffect[], now: Date): TurnDecision {
  const decision: TurnDecision = { state, sends: [], tasks: [], timers: { arm: [], cancel: [] } };
  for (const effect of effects) addEffect(decision, effect, now);
  return decision;
}

function addEffect(decision: TurnDecision, effect: FlowEffect, now: Date): void {
  switch (effect.kind) {
    case 'send':
      decision.sends.push({ id: effect.id, content: contentOf(effect.message) });
      return;
    case 'task':
      decision.tasks.push({ id: effect.id, kind: effect.task, input: effect.input });
      return;
    case 'handoff':
      decision.tasks.push(escalationTask(effect, now));
      decision.hold = { minutes: effect.holdMinutes, reason: 'handoff', sourceId: effect.id };
      return;
    case 'contact':
      decision.participant = { ...decision.participant, ...participantOf(effect) };
      return;
    case 'arm-timer':
      decision.timers.arm.push({ id: effect.id, dueAt: new Date(effect.dueAt), data: {} });
      if (effect.typing === true) decision.typing = true;
      return;
    case 'cancel-timer':
      decision.timers.cancel.push(effect.timerId);
      return;
    default:
      assertNever(effect);
  }
}

function contentOf({ text, buttons, quickReplies, media, cards }: FlowMessage): OutgoingContent {
  if (media !== undefined) return { kind: 'media', mediaType: media.type, url: media.url };
  if (cards !== undefined) return { kind: 'cards', cards };
  if (buttons.length > 0) return { kind: 'buttons', text, buttons };
  return quickReplies.length > 0 ? { kind: 'text', text, quickReplies } : { kind: 'text', text };
}

/** The time is the decision's, so that a task run again says the same. */
function escalationTask(effect: EffectOf<'handoff'>, now: Date): TaskDraft {
  const { id, reason, summary, topic, recommendedAction } = effect;
  const hints = [recommendedAction, topic].filter((hint) => hint !== undefined);
  const input: JsonObject = { reason, summary, at: now.toISOString() };
  return { id, kind: OPEN_ESCALATION, input: hints.length === 0 ? input : { ...input, hints } };
}

function participantOf({ name, username }: EffectOf<'contact'>): { name?: string; username?: string } {
  return { ...(name === undefined ? {} : { name }), ...(username === undefined ? {} : { username }) };
}

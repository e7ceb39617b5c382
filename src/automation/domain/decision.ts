import type { JsonObject, OutgoingContent, TaskDraft, TurnDecision, TurnEvent } from '../../conversations';
import type { HoldRule } from '../../escalations';
import type { FlowEffect, FlowMessage } from '../../flows';
import { assertNever } from '../../shared/kernel';

export const OPEN_ESCALATION = 'open_escalation';

type EffectOf<Kind extends FlowEffect['kind']> = Extract<FlowEffect, { kind: Kind }>;

/** That the assistant called for a person, and how urgent it takes that to be. */
export interface AiVerdict {
  severity?: string;
}

/** What a decision depends on besides the flow. */
export interface DecisionTerms {
  now: Date;
  /** Sends that answer nobody. */
  followups?: ReadonlySet<string>;
  /** Sends of earlier decisions that are pointless now. */
  calledOff?: readonly string[];
  hold: HoldRule;
  /** Of the result that the flow goes on with; absent: it has not called for a person. */
  verdict?: AiVerdict;
}

/** As long as nothing is settled: what a flow says, or an hour. */
export const USUAL_HOLD: HoldRule = { minutes: 60, isFixed: false, endsAtClose: true };

/** What the assistant said in the result of its work; null: nothing about a person. */
export function verdictOf(event: TurnEvent): AiVerdict | null {
  if (event.kind !== 'task-result' || !event.outcome.ok || event.outcome.value['escalate'] !== true) return null;
  const { severity } = event.outcome.value;
  return typeof severity === 'string' ? { severity } : {};
}

/** What a flow wants done, in the words of the conversation. */
export function toDecision(
  state: JsonObject | null,
  effects: readonly FlowEffect[],
  terms: DecisionTerms,
): TurnDecision {
  const decision: TurnDecision = { state, sends: [], tasks: [], timers: { arm: [], cancel: [] } };
  for (const effect of effects) addEffect(decision, effect, terms);
  if (terms.calledOff !== undefined && terms.calledOff.length > 0) decision.callsOff = [...terms.calledOff];
  for (const send of decision.sends) if (terms.followups?.has(send.id) === true) send.priority = 'follow-up';
  return decision;
}

function addEffect(decision: TurnDecision, effect: FlowEffect, terms: DecisionTerms): void {
  switch (effect.kind) {
    case 'send':
      decision.sends.push({ id: effect.id, content: contentOf(effect.message) });
      return;
    case 'task':
      decision.tasks.push({ id: effect.id, kind: effect.task, input: effect.input });
      return;
    case 'handoff':
      decision.tasks.push(escalationTask(effect, terms));
      addHold(decision, effect, terms);
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

/** The flow's minutes, unless the workspace's hold whatever a flow says. */
function addHold(decision: TurnDecision, { id, holdMinutes }: EffectOf<'handoff'>, { hold }: DecisionTerms): void {
  const minutes = hold.isFixed ? hold.minutes : (holdMinutes ?? hold.minutes);
  if (minutes !== null) decision.hold = { minutes, reason: 'handoff', sourceId: id };
}

function contentOf({ text, buttons, quickReplies, media, cards }: FlowMessage): OutgoingContent {
  if (media !== undefined) return { kind: 'media', mediaType: media.type, url: media.url };
  if (cards !== undefined) return { kind: 'cards', cards };
  if (buttons.length > 0) return { kind: 'buttons', text, buttons };
  return quickReplies.length > 0 ? { kind: 'text', text, quickReplies } : { kind: 'text', text };
}

/** The time is the decision's, so that a task run again says the same. */
function escalationTask(effect: EffectOf<'handoff'>, { now, verdict }: DecisionTerms): TaskDraft {
  const { id, reason, summary, topic, recommendedAction } = effect;
  const hints = [recommendedAction, topic].filter((hint) => hint !== undefined);
  const said = verdict === undefined ? {} : { from: 'ai', ...verdict };
  const input: JsonObject = { reason, summary, at: now.toISOString(), ...said };
  return { id, kind: OPEN_ESCALATION, input: hints.length === 0 ? input : { ...input, hints } };
}

function participantOf({ name, username }: EffectOf<'contact'>): { name?: string; username?: string } {
  return { ...(name === undefined ? {} : { name }), ...(username === undefined ? {} : { username }) };
}

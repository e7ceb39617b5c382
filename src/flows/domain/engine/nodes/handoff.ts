import { z } from 'zod';
import { textSchema } from '../../dsl/ids';
import { displayText, renderTemplate } from '../../template/template';
import { clipText, type TextLimit } from '../../text/clip-text';
import type { EffectDraft } from '../effect';
import { checkTemplate } from './check-template';
import { nodeData, type NodeKind, type NodeView, PLAIN_NODE } from './node-kind';
import { sendText } from './plain-message';

const MAX_HOLD_MINUTES = 7 * 24 * 60;
const MAX_REASON = { bytes: 1_000, characters: 200 };
const MAX_SUMMARY = { bytes: 1_000, characters: 140 };

const line = z.string().trim().min(1).max(MAX_REASON.characters);

export const handoffData = nodeData({
  /** Why a person is needed, for that person. This and the texts below may be templates. */
  reason: line,
  /** What it is about; without it, the reason and what the participant said last. */
  summary: line.optional(),
  topic: line.optional(),
  /** What the person should do first. */
  recommendedAction: line.optional(),
  /** How long the bot is silent; without it, as the workspace has settled. */
  holdMinutes: z.int().min(1).max(MAX_HOLD_MINUTES).optional(),
  /** Sent to the participant before the bot falls silent. */
  text: textSchema.optional(),
});
export type HandoffData = z.infer<typeof handoffData>;

const LINES = ['reason', 'summary', 'topic', 'recommendedAction'] as const satisfies (keyof HandoffData)[];

/** When the bot may speak again after a person had the conversation. */
const BACK = 'back';

/**
 * Gives the conversation to a person. The session ends here, unless `back` leads on: then it is paused with the bot, and goes
 * on there when the hold is over. Where the workspace lets the bot go on beside people, that is at once.
 */
export const handoffNode: NodeKind<'handoff', HandoffData> = {
  ...PLAIN_NODE,
  type: 'handoff',
  handles: () => [{ name: BACK, required: false, waits: true }],
  messages: ({ text }) => (text === undefined ? 0 : 1),
  // People take their time.
  longestSilence: () => Infinity,
  check: (data, context) => [
    ...LINES.flatMap((name) => checkTemplate(data[name] ?? '', name, context)),
    ...(data.text === undefined ? [] : checkTemplate(data.text, 'text', context, context.limits.text)),
  ],
  enter: ({ data, next }, view) => ({
    effects: [...farewell(data, view), { kind: 'handoff', ...holdOf(data), ...explain(data, view) }],
    // The timer rings under the hold, which keeps it for as long as it lasts.
    then:
      next[BACK] === undefined
        ? { kind: 'end', status: 'handed_off' }
        : { kind: 'await-timer', dueAt: view.now, why: 'delay' },
  }),
  resume: (_node, arrival) => (arrival.kind === 'timeout' ? { then: { kind: 'go', handle: BACK } } : null),
};

function farewell({ text }: HandoffData, { scope, limits }: NodeView): EffectDraft[] {
  return text === undefined ? [] : [sendText(renderTemplate(text, scope), limits)];
}

const holdOf = ({ holdMinutes }: HandoffData): { holdMinutes?: number } =>
  holdMinutes === undefined ? {} : { holdMinutes };

type Explanation = Omit<Extract<EffectDraft, { kind: 'handoff' }>, 'kind' | 'holdMinutes'>;

function explain({ reason, summary, topic, recommendedAction }: HandoffData, { scope }: NodeView): Explanation {
  const shown = (source: string, limit: TextLimit) => clipText(renderTemplate(source, scope), limit);
  const why = shown(reason, MAX_REASON);
  return {
    reason: why,
    summary: summary === undefined ? summaryOf(why, displayText(scope.message['text'])) : shown(summary, MAX_SUMMARY),
    ...(topic !== undefined && { topic: shown(topic, MAX_REASON) }),
    ...(recommendedAction !== undefined && { recommendedAction: shown(recommendedAction, MAX_REASON) }),
  };
}

/** The reason, and what the participant said last. */
function summaryOf(reason: string, said: string): string {
  return clipText(said === '' ? reason : `${reason}: "${said}"`, MAX_SUMMARY);
}

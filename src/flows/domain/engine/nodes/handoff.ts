import { z } from 'zod';
import { textSchema } from '../../dsl/ids';
import { displayText, renderTemplate } from '../../template/template';
import { clipText } from '../../text/clip-text';
import type { EffectDraft } from '../effect';
import { checkTemplate } from './check-template';
import { nodeData, type NodeKind, type NodeView, PLAIN_NODE } from './node-kind';

const DEFAULT_HOLD_MINUTES = 60;
const MAX_HOLD_MINUTES = 7 * 24 * 60;
const MAX_REASON = { bytes: 1_000, characters: 200 };
const MAX_SUMMARY = { bytes: 1_000, characters: 140 };

export const handoffData = nodeData({
  /** Why a person is needed, for that person. May be a template. */
  reason: z.string().trim().min(1).max(MAX_REASON.characters),
  holdMinutes: z.int().min(1).max(MAX_HOLD_MINUTES).default(DEFAULT_HOLD_MINUTES),
  /** Sent to the participant before the bot falls silent. */
  text: textSchema.optional(),
});
export type HandoffData = z.infer<typeof handoffData>;

/** Gives the conversation to a person: the session ends here. */
export const handoffNode: NodeKind<'handoff', HandoffData> = {
  ...PLAIN_NODE,
  type: 'handoff',
  messages: ({ text }) => (text === undefined ? 0 : 1),
  check: ({ reason, text }, context) => [
    ...checkTemplate(reason, 'reason', context),
    ...(text === undefined ? [] : checkTemplate(text, 'text', context, context.limits.text)),
  ],
  enter: ({ data: { reason, holdMinutes, text } }, view) => ({
    effects: [...farewell(text, view), { kind: 'handoff', holdMinutes, ...explain(reason, view) }],
    then: { kind: 'end', status: 'handoff' },
  }),
};

function farewell(text: string | undefined, { scope, limits }: NodeView): EffectDraft[] {
  if (text === undefined) return [];
  const message = { text: clipText(renderTemplate(text, scope), limits.text), buttons: [], quickReplies: [] };
  return [{ kind: 'send', message }];
}

/** The summary adds what the participant said last. */
function explain(template: string, { scope }: NodeView): { reason: string; summary: string } {
  const reason = clipText(renderTemplate(template, scope), MAX_REASON);
  const said = displayText(scope.message['text']);
  return { reason, summary: clipText(said === '' ? reason : `${reason}: "${said}"`, MAX_SUMMARY) };
}

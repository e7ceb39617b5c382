import { z } from 'zod';
import { textSchema } from '../../dsl/ids';
import type { ChannelLimits } from '../../compile/channel-limits';
import { isJsonObject } from '../../json';
import type { Scope } from '../../template/reference';
import { renderTemplate } from '../../template/template';
import { clipText } from '../../text/clip-text';
import { stableFraction } from '../stable-choice';
import { REPLY_TO_COMMENT } from '../tasks';
import { checkTemplate } from './check-template';
import { nodeData, type NodeKind, type NodeOf, type NodeView, PLAIN_NODE, type Step } from './node-kind';

const MAX_VARIANTS = 20;

export const replyToCommentData = nodeData({
  /** May be a template, as may the variants. */
  text: textSchema,
  /** Other ways to say it, so that not everybody reads the same: each session uses one of them, or the text. */
  variants: z.array(textSchema).max(MAX_VARIANTS).default([]),
});
export type ReplyToCommentData = z.infer<typeof replyToCommentData>;

/** Answers in public the comment that started the session; in a session that none started, it does nothing. */
export const replyToCommentNode: NodeKind<'reply_to_comment', ReplyToCommentData> = {
  ...PLAIN_NODE,
  type: 'reply_to_comment',
  handles: () => [{ name: 'next', required: false, waits: false }],
  tasks: () => [REPLY_TO_COMMENT],
  check: ({ text, variants }, context) => {
    const limit = limitOf(context.limits);
    return [
      ...checkTemplate(text, 'text', context, limit),
      ...variants.flatMap((variant, index) => checkTemplate(variant, `variants.${index}`, context, limit)),
    ];
  },
  enter: replying,
};

const limitOf = ({ commentText, text }: ChannelLimits) => commentText ?? text;

function replying({ id, data }: NodeOf<'reply_to_comment', ReplyToCommentData>, view: NodeView): Step {
  const then = { kind: 'go' as const, handle: 'next' };
  const commentId = commentIn(view.scope);
  if (commentId === null) return { then };
  const texts = [data.text, ...data.variants];
  const index = Math.floor(stableFraction(view.sessionId, id, 'variant') * texts.length);
  const text = clipText(renderTemplate(texts[index] ?? data.text, view.scope).trim(), limitOf(view.limits));
  if (text === '') return { then };
  const why = { rule: 'variant', operands: { variants: texts.length }, outcome: String(index) };
  return {
    effects: [{ kind: 'task', task: REPLY_TO_COMMENT, input: { commentId, text } }],
    ...(texts.length > 1 && { because: [why] }),
    then,
  };
}

function commentIn({ context: { trigger } }: Scope): string | null {
  const comment = isJsonObject(trigger) ? trigger['comment'] : undefined;
  const id = isJsonObject(comment) ? comment['id'] : undefined;
  return typeof id === 'string' ? id : null;
}

import { type FailedCheck, isBlocking } from './reply-checks';

/** `full_auto`: what passes the checks is sent; `assist`: what goes beyond knowledge waits for a person; `info_only`: knowledge only, all else goes to a person. */
export const DECISION_MODES = ['full_auto', 'assist', 'info_only'] as const;
export type DecisionMode = (typeof DECISION_MODES)[number];

/** What a reply is, as the model says. `commitment`: it promises or agrees to something. */
export const REPLY_KINDS = ['answer', 'question', 'small_talk', 'commitment', 'cannot_answer'] as const;
export type ReplyKind = (typeof REPLY_KINDS)[number];

export type ReplyAction = 'send' | 'draft' | 'handoff';

export const DECISION_REASONS = [
  'passed',
  'approval_wanted',
  'blocked',
  'doubtful',
  'model_escalates',
  'cannot_answer',
  'without_knowledge',
  'commitment',
  'orders_in_message',
] as const;
export type DecisionReason = (typeof DECISION_REASONS)[number];

export interface Decision {
  action: ReplyAction;
  reason: DecisionReason;
}

export interface ReplyToDecide {
  mode: DecisionMode;
  /** A person looks at every reply first. */
  approveReplies: boolean;
  kind: ReplyKind;
  /** The model wants a person. */
  escalate: boolean;
  /** Passages of knowledge that it rests on. */
  citations: number;
  /** Whether it states amounts, dates, links or the like. */
  statesFacts: boolean;
  /** The customer's message gives orders to a model. */
  ordersInMessage: boolean;
  failed: readonly FailedCheck[];
}

/** What becomes of a reply. The model proposes; only this decides. */
export function decisionOn(reply: ReplyToDecide): Decision {
  if (reply.escalate) return { action: 'handoff', reason: 'model_escalates' };
  if (reply.failed.some(isBlocking)) return { action: 'handoff', reason: 'blocked' };
  if (reply.kind === 'cannot_answer') return { action: 'handoff', reason: 'cannot_answer' };
  const doubt = doubtAbout(reply);
  if (doubt !== null) return { action: reply.mode === 'info_only' ? 'handoff' : 'draft', reason: doubt };
  return reply.approveReplies ? { action: 'draft', reason: 'approval_wanted' } : { action: 'send', reason: 'passed' };
}

function doubtAbout(reply: ReplyToDecide): DecisionReason | null {
  const { mode, kind, ordersInMessage, failed } = reply;
  if (failed.length > 0) return 'doubtful';
  const careful = mode !== 'full_auto' || ordersInMessage;
  if (!careful) return null;
  if (kind === 'commitment') return 'commitment';
  if (reply.citations > 0 || onlyTalks(reply)) return null;
  return mode === 'full_auto' ? 'orders_in_message' : 'without_knowledge';
}

const onlyTalks = ({ kind, statesFacts }: ReplyToDecide): boolean =>
  (kind === 'small_talk' || kind === 'question') && !statesFacts;

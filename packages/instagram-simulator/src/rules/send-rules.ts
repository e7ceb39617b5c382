import type { Comment, Customer, Message, Thread } from '../world/model';
import { BrokenRule, demand } from './broken-rule';
import { LIMITS } from './rules';

export interface RecipientFacts {
  readonly customer: Customer | undefined;
  readonly thread: Thread | undefined;
  readonly now: number;
}

export interface TagFacts {
  readonly messagingType: string | undefined;
  readonly tag: string | undefined;
  readonly humanAgentApproved: boolean;
}

const MESSAGING_TYPES: ReadonlySet<string> = new Set(['RESPONSE', 'UPDATE', 'MESSAGE_TAG']);

/** Whether the account may write to this person now. */
export function checkRecipient(facts: RecipientFacts, tag: TagFacts): void {
  const { customer } = facts;
  if (!customer) throw new BrokenRule('recipientUnknown');
  const reach = checkTag(tag);
  demand(!customer.blocked, 'recipientBlocked');
  const lastAct = facts.thread?.lastQualifyingActAt ?? null;
  if (lastAct === null) throw new BrokenRule('window');
  const age = facts.now - lastAct;
  if (reach === 'human-agent') demand(age <= LIMITS.humanAgentMs, 'humanAgentWindow');
  else demand(age <= LIMITS.windowMs, 'window');
}

/** HUMAN_AGENT is the only tag left on Instagram; Meta's own collection sends it without a messaging_type. */
function checkTag({ messagingType, tag, humanAgentApproved }: TagFacts): 'standard' | 'human-agent' {
  demand(messagingType === undefined || MESSAGING_TYPES.has(messagingType), 'malformed');
  if (tag === undefined) {
    demand(messagingType !== 'MESSAGE_TAG', 'tag');
    return 'standard';
  }
  demand(tag === 'HUMAN_AGENT', 'tag');
  demand(messagingType === undefined || messagingType === 'MESSAGE_TAG', 'tag');
  demand(humanAgentApproved, 'humanAgentFeature');
  return 'human-agent';
}

/** One private reply per comment, within 7 days, to somebody else's comment. */
export function checkPrivateReply(comment: Comment | undefined, now: number): asserts comment is Comment {
  demand(comment !== undefined && comment.fromId !== comment.accountId, 'privateReply');
  demand(!comment.deleted && comment.privateReplyMid === null, 'privateReply');
  demand(now - comment.createdAt <= LIMITS.privateReplyMs, 'privateReply');
}

/** A quoted or reacted-to message must be one of this thread and still exist. */
export function checkTarget(
  message: Message | undefined,
  customerId: string,
  rule: 'replyTarget' | 'reactionTarget',
): asserts message is Message {
  demand(message !== undefined && message.customerId === customerId && !message.deleted, rule);
}

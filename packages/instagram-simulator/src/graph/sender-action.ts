import { BrokenRule, demand } from '../rules/broken-rule';
import { checkRecipient, checkTarget } from '../rules/send-rules';
import type { Customer } from '../world/model';
import type { World } from '../world/world';
import type { GraphCall, GraphResult } from './graph-call';

const MARKS: ReadonlySet<string> = new Set(['typing_on', 'typing_off', 'mark_seen']);
const FORBIDDEN_COMPANIONS: readonly string[] = ['message', 'messaging_type', 'tag'];

/** typing_on, typing_off, mark_seen, react, unreact. */
export function performSenderAction(call: GraphCall, recipient: { readonly id?: string }): GraphResult {
  const { core, caller, params } = call;
  demand(!FORBIDDEN_COMPANIONS.some((name) => params.has(name)), 'senderActionAlone');
  const action = params.requiredText('sender_action');
  const customer = core.world.findCustomer(caller.account.id, recipient.id ?? '');
  const thread = core.world.threads.get(recipient.id ?? '');
  checkRecipient(
    { customer, thread, now: core.clock.now() },
    { messagingType: undefined, tag: undefined, humanAgentApproved: false },
  );
  demand(customer !== undefined, 'recipientUnknown');
  const mid = MARKS.has(action) ? undefined : react(call, customer, action);
  core.world.actions.append({
    account: caller.account.id,
    customer: customer.id,
    action,
    ...(mid !== undefined && { mid }),
    at: core.clock.now(),
  });
  show(call, customer, action);
  return { body: { recipient_id: customer.id } };
}

function react({ core, params }: GraphCall, customer: Customer, action: string): string {
  if (action !== 'react' && action !== 'unreact') throw new BrokenRule('senderAction');
  const { message_id: mid, reaction } = params.object('payload') ?? {};
  demand(typeof mid === 'string', 'reactionTarget');
  const message = core.world.messages.get(mid);
  checkTarget(message, customer.id, 'reactionTarget');
  message.reactions = message.reactions.filter(({ by }) => by !== 'account');
  if (action === 'react') {
    demand(typeof reaction === 'string' && reaction !== '', 'malformed');
    const emoji = reaction === 'love' ? '❤️' : reaction;
    message.reactions.push({ by: 'account', reaction: reaction === 'love' ? 'love' : 'other', emoji });
  }
  core.world.touch();
  return mid;
}

function show({ core }: GraphCall, { accountId: account, id: customer }: Customer, action: string): void {
  if (action === 'typing_on' || action === 'typing_off') {
    core.live.publish({ type: 'typing', account, customer, by: 'account', on: action === 'typing_on' });
    return;
  }
  if (action === 'mark_seen') markSeen(core.world, customer);
  core.live.publish({ type: 'thread', account, customer });
}

function markSeen(world: World, customerId: string): void {
  const newest = world.messagesOf(customerId).findLast(({ origin }) => origin === 'customer');
  const thread = world.threads.get(customerId);
  if (thread && newest) thread.accountSeenMid = newest.mid;
  world.touch();
}

import { BrokenRule, demand } from '../rules/broken-rule';
import { LIMITS } from '../rules/rules';
import type { Account, Message, Thread } from '../world/model';
import type { World } from '../world/world';
import { parseFields, readFields } from './fields';
import type { Field, Readers } from './fields';
import type { GraphCall, GraphResult } from './graph-call';
import { messageReaders } from './message-view';
import { page } from './paging';
import { graphTime } from './graph-time';

const DEFAULT_PAGE = 25;

/** `GET /me/conversations?platform=instagram[&user_id=IGSID]`: newest first. */
export function readConversations(call: GraphCall): GraphResult {
  const { core, caller, params } = call;
  throttle(call);
  demand(params.text('platform') === 'instagram', 'malformed');
  const wanted = params.text('user_id');
  const threads = core.world
    .threadsOf(caller.account.id)
    .filter((thread) => wanted === undefined || thread.customerId === wanted)
    .sort((a, b) => b.updatedAt - a.updatedAt);
  const asked = parseFields(params.text('fields') ?? 'id,updated_time');
  const { items, paging } = page(threads, call, DEFAULT_PAGE);
  const data = items.map((thread) => readFields('Conversation', threadReaders(call, thread), asked));
  return { body: { data, paging } };
}

/** `GET /{conversation}?fields=messages{…}`. */
export function readThread(call: GraphCall, thread: Thread): GraphResult {
  throttle(call);
  const asked = parseFields(call.params.text('fields') ?? 'id,updated_time');
  return { body: readFields('Conversation', threadReaders(call, thread), asked) };
}

/** `GET /{conversation}/messages`. */
export function readThreadMessages(call: GraphCall, thread: Thread): GraphResult {
  throttle(call);
  const asked = parseFields(call.params.text('fields') ?? 'id,created_time');
  const visible = visibleMessages(call.core.world, thread);
  const { items, paging } = page(visible, call, DEFAULT_PAGE);
  return { body: { data: items.map((message) => listedMessage(call, message, asked, detailedOf(visible))), paging } };
}

/** `GET /{message}`: details only for the thread's most recent 20. */
export function readMessage(call: GraphCall, message: Message): GraphResult {
  throttle(call);
  const thread = call.core.world.threads.get(message.customerId);
  if (!thread || !detailedOf(visibleMessages(call.core.world, thread)).has(message)) throw new BrokenRule('oldMessage');
  const asked = parseFields(call.params.text('fields') ?? 'id,created_time');
  return { body: readFields('Message', messageReaders(call.core.world, call.caller.account, message), asked) };
}

function throttle({ core, caller }: GraphCall): void {
  const limit = core.settings.conversationReadsPerSecond;
  demand(core.rates.conversationReads.allow(caller.account.id, core.clock.now(), limit), 'conversationRate');
}

function threadReaders(call: GraphCall, thread: Thread): Readers {
  const { world } = call.core;
  return {
    id: () => thread.id,
    updated_time: () => graphTime(thread.updatedAt),
    is_owner: () => thread.ownerAppId === null || thread.ownerAppId === call.core.app.id,
    participants: () => ({ data: participants(world, call.caller.account, thread) }),
    messages: (field) => nestedMessages(call, thread, field),
  };
}

function participants(world: World, account: Account, thread: Thread): { id: string; username: string }[] {
  const customer = world.customers.get(thread.customerId);
  return [
    { id: account.id, username: account.username },
    { id: thread.customerId, username: customer?.username ?? '' },
  ];
}

function nestedMessages(call: GraphCall, thread: Thread, field: Field): unknown {
  const all = visibleMessages(call.core.world, thread);
  const asked = field.fields ?? parseFields('id,created_time');
  const shown = all.slice(0, field.limit ?? DEFAULT_PAGE);
  return { data: shown.map((message) => listedMessage(call, message, asked, detailedOf(all))) };
}

/** Older messages are listed with no more than their id and time. */
function listedMessage(
  { core, caller }: GraphCall,
  message: Message,
  asked: readonly Field[],
  detailed: ReadonlySet<Message>,
): unknown {
  const whole = readFields('Message', messageReaders(core.world, caller.account, message), asked);
  return detailed.has(message) ? whole : { id: message.mid, created_time: graphTime(message.createdAt) };
}

/** Newest first, without what was unsent or does not show yet. */
function visibleMessages(world: World, thread: Thread): Message[] {
  return world
    .messagesOf(thread.customerId)
    .filter((message) => !message.deleted && message.visibleAt <= world.now())
    .reverse();
}

const detailedOf = (visible: readonly Message[]): ReadonlySet<Message> =>
  new Set(visible.slice(0, LIMITS.detailedMessages));

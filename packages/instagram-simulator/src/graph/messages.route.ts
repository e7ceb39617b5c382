import { PERMISSIONS } from '../app';
import { withFetchedMedia } from '../media/fetch-media';
import { demand } from '../rules/broken-rule';
import { readContent } from '../rules/content-rules';
import { checkPrivateReply, checkRecipient, checkTarget } from '../rules/send-rules';
import type { Account, Attachment, Comment, Customer, Message, MessageContent } from '../world/model';
import { messageEvent } from '../webhooks/payloads';
import { requireOwnNode } from './auth';
import type { CallFacts, CallTarget, GraphCall, GraphResult, GraphRoute } from './graph-call';
import { GraphError } from './graph-error';
import { isRecord } from './params';
import { performSenderAction } from './sender-action';

/** `POST /{ig-id|me}/messages`: messages, private replies and sender actions. */
export const messagesRoute: GraphRoute = {
  method: 'POST',
  url: '/:node/messages',
  permission: PERMISSIONS.messages,
  describe: describeSend,
  perform: (call) => {
    requireOwnNode(call.caller, call.node);
    if (call.params.has('sender_action')) return performSenderAction(call, recipientOf(call));
    return performSend(call);
  },
};

/** `POST /{ig-id|me}/message_attachments`: an upload for reuse. */
export const attachmentsRoute: GraphRoute = {
  method: 'POST',
  url: '/:node/message_attachments',
  permission: PERMISSIONS.messages,
  describe: () => ({ operation: 'upload' }),
  perform: ({ core, caller, node, params }) => {
    requireOwnNode(caller, node);
    const { attachments } = readContent(params.json('message'), { ...core.settings, isUploaded: () => false });
    const attachment: Attachment | undefined = attachments?.[0];
    demand(attachment?.payload?.['url'] !== undefined, 'malformed');
    const id = core.world.ids.attachment();
    core.world.uploads.set(id, attachment);
    core.world.touch();
    return { body: { attachment_id: id } };
  },
};

interface Recipient {
  readonly id?: string;
  readonly commentId?: string;
}

function recipientOf({ params }: CallTarget): Recipient {
  const { id, comment_id: commentId } = params.object('recipient') ?? {};
  if (typeof commentId === 'string') return { commentId };
  if (typeof id === 'string') return { id };
  throw GraphError.parameter('Param recipient must hold an id or a comment_id');
}

function describeSend({ core, params }: CallTarget): CallFacts {
  const recipient = looseRecord(params, 'recipient');
  const message = looseRecord(params, 'message');
  const commentId = recipient?.['comment_id'];
  const comment = typeof commentId === 'string' ? core.world.comments.get(commentId) : undefined;
  const customer = comment?.fromId ?? recipient?.['id'];
  return {
    operation: params.has('sender_action') ? 'sender-action' : commentId === undefined ? 'send' : 'private-reply',
    ...(typeof customer === 'string' && { customer }),
    ...(message && { text: textOf(message) }),
  };
}

/** For fault matching only: a malformed value is judged later, by the rules. */
function looseRecord(params: CallTarget['params'], name: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return params.object(name);
  } catch {
    return undefined;
  }
}

/** Everything a `textContains` matcher may find: the text, or the attachment as JSON. */
const textOf = (message: Readonly<Record<string, unknown>>): string =>
  typeof message['text'] === 'string' ? message['text'] : JSON.stringify(message);

async function performSend(call: GraphCall): Promise<GraphResult> {
  const { core, caller } = call;
  const recipient = recipientOf(call);
  const now = core.clock.now();
  demand(core.rates.sends.allow(caller.account.id, now, core.settings.sendsPerSecond), 'sendRate');
  const read = readMessage(call);
  const content = core.settings.fetchesMedia ? await withFetchedMedia(read) : read;
  return recipient.commentId === undefined
    ? accept(call, checkedCustomer(call, recipient.id ?? ''), content, undefined)
    : acceptPrivateReply(call, recipient.commentId, content);
}

function readMessage({ core, params }: GraphCall): MessageContent {
  const uploads = core.world.uploads;
  const content = readContent(params.json('message') ?? {}, {
    longQuickReplyTitle: core.settings.longQuickReplyTitle,
    isUploaded: (id) => uploads.has(id),
  });
  const replyTo = params.json('reply_to');
  if (!isRecord(replyTo) || typeof replyTo['mid'] !== 'string') return content;
  return { ...content, replyToMid: replyTo['mid'] };
}

function checkedCustomer({ core, caller, params }: GraphCall, customerId: string): Customer {
  const customer = core.world.findCustomer(caller.account.id, customerId);
  const thread = core.world.threads.get(customerId);
  checkRecipient(
    { customer, thread, now: core.clock.now() },
    {
      messagingType: params.text('messaging_type'),
      tag: params.text('tag'),
      humanAgentApproved: core.settings.humanAgentApproved,
    },
  );
  demand(customer !== undefined, 'recipientUnknown');
  const owner = thread?.ownerAppId ?? null;
  demand(owner === null || owner === core.app.id, 'threadOwner');
  return customer;
}

async function acceptPrivateReply(call: GraphCall, commentId: string, content: MessageContent): Promise<GraphResult> {
  const { core, caller } = call;
  const comment = ownComment(core.world.comments.get(commentId), caller.account);
  checkPrivateReply(comment, core.clock.now());
  demand(core.settings.privateReplyContent === 'any' || isPlainText(content), 'privateReplyContent');
  const limit = core.settings.privateRepliesPerHour;
  demand(core.rates.privateReplies.allow(caller.account.id, core.clock.now(), limit), 'privateReplyRate');
  const customer = core.world.findCustomer(caller.account.id, comment.fromId);
  demand(customer !== undefined, 'privateReply');
  demand(!customer.blocked, 'recipientBlocked');
  return accept(call, customer, content, comment);
}

const ownComment = (comment: Comment | undefined, account: Account): Comment | undefined =>
  comment?.accountId === account.id ? comment : undefined;

const isPlainText = ({ text, quickReplies }: MessageContent): boolean =>
  text !== undefined && quickReplies === undefined;

/** From here on the message truly exists: it is in the ledger and the echo is on its way. */
async function accept(
  call: GraphCall,
  customer: Customer,
  content: MessageContent,
  comment: Comment | undefined,
): Promise<GraphResult> {
  const { core, plan } = call;
  if (content.replyToMid !== undefined) {
    checkTarget(core.world.messages.get(content.replyToMid), customer.id, 'replyTarget');
  }
  const { message, entry } = core.world.addMessage({
    customer,
    origin: 'api',
    content,
    ...(comment && { commentId: comment.id }),
    hiddenForMs: plan.hiddenForMs,
  });
  if (comment) comment.privateReplyMid = message.mid;
  core.live.publish({ type: 'thread', account: customer.accountId, customer: customer.id });
  await echo(call, customer, message);
  return {
    body: { recipient_id: customer.id, message_id: message.mid },
    settled: (answer) => {
      entry.answer = answer;
    },
  };
}

/** Usually the echo follows the answer; it comes at once when the answer is late or never, and first when early-echo says so. */
async function echo({ core, caller, plan, answered }: GraphCall, customer: Customer, message: Message): Promise<void> {
  const thread = core.world.openThread(customer);
  const event = messageEvent({ account: caller.account, thread, appId: core.app.id }, message);
  const answerIsPrompt = plan.delayAfterMs === 0 && plan.timeoutAfter === null && plan.earlyEchoWaitMs === null;
  const delivered = core.dispatcher.enqueue(event, answerIsPrompt ? { after: answered } : {});
  if (plan.earlyEchoWaitMs === null) return;
  await Promise.race([delivered, sleep(plan.earlyEchoWaitMs)]);
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms).unref());

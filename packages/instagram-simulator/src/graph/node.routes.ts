import { PERMISSIONS } from '../app';
import type { Operation } from '../faults/fault';
import { deleteComment, hideComment, readComment } from './comments';
import { readConversations, readMessage, readThread, readThreadMessages } from './conversations';
import { requireOwnNode } from './auth';
import type { CallTarget, GraphCall, GraphResult, GraphRoute } from './graph-call';
import { GraphError } from './graph-error';
import { readAccount, readCustomer } from './profile';

type NodeOperation = Extract<Operation, 'me' | 'thread' | 'message' | 'comment' | 'profile'>;

/** What kind of node an id names; an id that names nothing counts as a profile. */
function operationOf({ core, node }: CallTarget): NodeOperation {
  if (node === 'me' || core.world.findAccount(node)) return 'me';
  if (core.world.findThreadById(node)) return 'thread';
  if (core.world.messages.has(node)) return 'message';
  if (core.world.comments.has(node)) return 'comment';
  return 'profile';
}

function readNode(call: GraphCall): GraphResult {
  switch (operationOf(call)) {
    case 'me':
      requireOwnNode(call.caller, call.node);
      return readAccount(call);
    case 'thread':
      return readThread(call, ownThread(call));
    case 'message':
      return readOwnMessage(call);
    case 'comment':
      return readComment(call);
    case 'profile':
      return readOwnCustomer(call);
  }
}

function readOwnCustomer(call: GraphCall): GraphResult {
  const customer = call.core.world.findCustomer(call.caller.account.id, call.node);
  if (!customer) throw GraphError.missing(call.node);
  return readCustomer(call, customer);
}

function readOwnMessage(call: GraphCall): GraphResult {
  const message = call.core.world.messages.get(call.node);
  if (!message || message.accountId !== call.caller.account.id) throw GraphError.missing(call.node);
  return readMessage(call, message);
}

function ownThread({ core, caller, node }: GraphCall): ReturnType<typeof core.world.openThread> {
  const thread = core.world.findThreadById(node);
  if (!thread || thread.accountId !== caller.account.id) throw GraphError.missing(node);
  return thread;
}

const describeNode = (target: CallTarget): ReturnType<GraphRoute['describe']> => {
  const operation = operationOf(target);
  return { operation, ...(operation === 'profile' && { customer: target.node }) };
};

/** Reads (and comment moderation) by id, whatever the id names. */
export const nodeRoutes: readonly GraphRoute[] = [
  { method: 'GET', url: '/:node', permission: PERMISSIONS.basic, describe: describeNode, perform: readNode },
  { method: 'POST', url: '/:node', permission: PERMISSIONS.comments, describe: describeNode, perform: hideComment },
  { method: 'DELETE', url: '/:node', permission: PERMISSIONS.comments, describe: describeNode, perform: deleteComment },
  {
    method: 'GET',
    url: '/:node/messages',
    permission: PERMISSIONS.messages,
    describe: () => ({ operation: 'thread' }),
    perform: (call) => readThreadMessages(call, ownThread(call)),
  },
  {
    method: 'GET',
    url: '/:node/conversations',
    permission: PERMISSIONS.messages,
    describe: ({ params }) => {
      const customer = params.text('user_id');
      return { operation: 'conversations', ...(customer !== undefined && { customer }) };
    },
    perform: (call) => {
      requireOwnNode(call.caller, call.node);
      return readConversations(call);
    },
  },
];

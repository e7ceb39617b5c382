import { PERMISSIONS } from '../app';
import { commentEvent } from '../webhooks/payloads';
import { publicReply } from '../world/comments';
import type { Comment } from '../world/model';
import type { World } from '../world/world';
import { parseFields, readFields } from './fields';
import type { Readers } from './fields';
import type { CallTarget, GraphCall, GraphResult, GraphRoute } from './graph-call';
import { GraphError } from './graph-error';
import { graphTime } from './graph-time';
import { page } from './paging';

const PAGE = 50;

const commentReaders = (world: World, comment: Comment): Readers => ({
  id: () => comment.id,
  text: () => comment.text,
  timestamp: () => graphTime(comment.createdAt),
  username: () => comment.fromUsername,
  from: () => ({ id: comment.fromId, username: comment.fromUsername }),
  hidden: () => comment.hidden,
  parent_id: () => comment.parentId,
  like_count: () => 0,
  media: () => ({ id: comment.mediaId, media_product_type: comment.mediaProductType }),
  replies: (field) => ({
    data: repliesTo(world, comment.id).map((reply) =>
      readFields('IGComment', commentReaders(world, reply), field.fields ?? parseFields('id,text,timestamp')),
    ),
  }),
});

const repliesTo = (world: World, commentId: string): Comment[] =>
  [...world.comments.values()].filter((comment) => comment.parentId === commentId && !comment.deleted);

function ownComment({ core, caller, node }: GraphCall): Comment {
  const comment = core.world.comments.get(node);
  if (!comment || comment.deleted || comment.accountId !== caller.account.id) throw GraphError.missing(node);
  return comment;
}

/** `GET /{comment}`. */
export function readComment(call: GraphCall): GraphResult {
  const asked = parseFields(call.params.text('fields') ?? 'id,text,timestamp');
  return { body: readFields('IGComment', commentReaders(call.core.world, ownComment(call)), asked) };
}

/** `POST /{comment}?hide=true|false`. */
export function hideComment(call: GraphCall): GraphResult {
  const hide = call.params.requiredText('hide');
  ownComment(call).hidden = hide === 'true';
  call.core.world.touch();
  return { body: { success: true } };
}

/** `DELETE /{comment}`. */
export function deleteComment(call: GraphCall): GraphResult {
  ownComment(call).deleted = true;
  call.core.world.touch();
  return { body: { success: true } };
}

const describeReply = ({ params }: CallTarget): ReturnType<GraphRoute['describe']> => {
  const text = params.text('message');
  return { operation: 'comment-reply', ...(text !== undefined && { text }) };
};

/** `/{comment}/replies` and `/{media}/comments`. Meta also sends the account's own reply back as a comment webhook. */
export const commentRoutes: readonly GraphRoute[] = [
  {
    method: 'POST',
    url: '/:node/replies',
    permission: PERMISSIONS.comments,
    describe: describeReply,
    perform: (call) => {
      const parent = ownComment(call);
      const text = call.params.requiredText('message');
      const { core, caller } = call;
      const reply = publicReply(core.world, parent, text, caller.account.username);
      void core.dispatcher.enqueue(commentEvent(caller.account, reply), { after: call.answered });
      core.live.publish({ type: 'thread', account: caller.account.id, customer: parent.fromId });
      return { body: { id: reply.id } };
    },
  },
  {
    method: 'GET',
    url: '/:node/replies',
    permission: PERMISSIONS.comments,
    describe: () => ({ operation: 'comment' }),
    perform: (call) => listComments(call, repliesTo(call.core.world, ownComment(call).id)),
  },
  {
    method: 'GET',
    url: '/:node/comments',
    permission: PERMISSIONS.comments,
    describe: () => ({ operation: 'comment' }),
    perform: (call) => {
      const { core, caller, node } = call;
      const onMedia = [...core.world.comments.values()].filter(
        ({ mediaId, accountId, deleted }) => mediaId === node && accountId === caller.account.id && !deleted,
      );
      return listComments(call, onMedia);
    },
  },
];

function listComments(call: GraphCall, comments: readonly Comment[]): GraphResult {
  const { core, params } = call;
  const asked = parseFields(params.text('fields') ?? 'id,text,timestamp');
  const { items, paging } = page(comments, call, PAGE);
  return {
    body: { data: items.map((comment) => readFields('IGComment', commentReaders(core.world, comment), asked)), paging },
  };
}

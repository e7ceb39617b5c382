import { PERMISSIONS } from '../app';
import type { Post } from '../world/model';
import type { World } from '../world/world';
import { requireOwnNode } from './auth';
import { parseFields, readFields } from './fields';
import type { Readers } from './fields';
import type { GraphCall, GraphResult, GraphRoute } from './graph-call';
import { graphTime } from './graph-time';
import { page } from './paging';

const PAGE = 25;

const postReaders = (world: World, post: Post): Readers => ({
  id: () => post.id,
  caption: () => post.caption,
  media_type: () => post.mediaType,
  media_product_type: () => post.productType,
  media_url: () => `https://cdn.instagram.example/${post.id}`,
  thumbnail_url: () => (post.mediaType === 'VIDEO' ? `https://cdn.instagram.example/${post.id}/thumbnail` : undefined),
  permalink: () => `https://www.instagram.example/p/${post.id}/`,
  timestamp: () => graphTime(post.createdAt),
  comments_count: () =>
    [...world.comments.values()].filter(({ mediaId, deleted }) => mediaId === post.id && !deleted).length,
  like_count: () => 0,
});

function listPosts(call: GraphCall): GraphResult {
  requireOwnNode(call.caller, call.node);
  const { core, caller, params } = call;
  const asked = parseFields(params.text('fields') ?? 'id');
  const own = [...core.world.posts.values()]
    .filter(({ accountId }) => accountId === caller.account.id)
    .sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
  const { items, paging } = page(own, call, PAGE);
  return { body: { data: items.map((post) => readFields('IGMedia', postReaders(core.world, post), asked)), paging } };
}

/** `GET /{ig-id}/media`: the account's posts, newest first. */
export const postRoutes: readonly GraphRoute[] = [
  {
    method: 'GET',
    url: '/:node/media',
    permission: PERMISSIONS.basic,
    describe: () => ({ operation: 'me' }),
    perform: listPosts,
  },
];

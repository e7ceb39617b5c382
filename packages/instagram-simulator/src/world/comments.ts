import type { Comment } from './model';
import type { World } from './world';

/** A comment of the account itself under somebody's comment. */
export function publicReply(world: World, parent: Comment, text: string, username: string): Comment {
  const reply: Comment = {
    id: world.ids.comment(),
    accountId: parent.accountId,
    fromId: parent.accountId,
    fromUsername: username,
    text,
    mediaId: parent.mediaId,
    mediaProductType: parent.mediaProductType,
    live: parent.live,
    parentId: parent.id,
    createdAt: world.now(),
    deleted: false,
    hidden: false,
    privateReplyMid: null,
  };
  world.put('comments', reply);
  return reply;
}

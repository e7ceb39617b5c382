import type { GraphAccount, GraphFailure } from './meta-graph.port';
import type { GraphPage } from './meta-history.port';

export interface GraphComment {
  id: string;
  text: string;
  at: Date;
  from: { id?: string; username?: string };
  hidden: boolean;
  likes: number;
  /** The comment that it answers. */
  parentId?: string;
}

/** What Graph said of a public reply. `unknown`: it may or may not stand there. */
export type GraphReplyResult =
  | { kind: 'posted'; id: string }
  | { kind: 'failed'; failure: GraphFailure }
  | { kind: 'unknown'; code: string; message: string };

/**
 * Comments under the posts of an account. Source: Instagram Platform, "Comment moderation". Every method but `reply`
 * @throws GraphError.
 */
export abstract class MetaComments {
  /** Newest first, at most 50 a page; those that answer another one are not among them. */
  abstract listOfMedia(account: GraphAccount, mediaId: string, after?: string): Promise<GraphPage<GraphComment>>;

  abstract listReplies(account: GraphAccount, commentId: string, after?: string): Promise<GraphPage<GraphComment>>;

  /** Answers in public. Never throws for what the network or Graph does, and is no call to be repeated blindly. */
  abstract reply(account: GraphAccount, commentId: string, text: string): Promise<GraphReplyResult>;

  abstract hide(account: GraphAccount, commentId: string, hidden: boolean): Promise<void>;

  abstract remove(account: GraphAccount, commentId: string): Promise<void>;
}

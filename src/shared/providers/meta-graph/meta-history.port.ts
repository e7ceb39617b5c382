import type { GraphAccount } from './meta-graph.port';

/** A conversation as Instagram keeps it; who takes part is told by its messages. */
export interface GraphThread {
  id: string;
  updatedAt: Date;
}

export interface GraphPerson {
  id: string;
  username?: string;
}

/** What hangs on a message that Instagram keeps: its kind in the words of webhooks. */
export interface GraphPastAttachment {
  type: string;
  url?: string;
}

export interface GraphPastMessage {
  mid: string;
  at: Date;
  from: GraphPerson;
  to: GraphPerson[];
  text: string;
  attachments: GraphPastAttachment[];
  replyToMid?: string;
  isUnsupported: boolean;
}

export interface GraphPage<T> {
  items: T[];
  /** For the next page; null after the last. */
  next: string | null;
}

/**
 * What Instagram remembers of an account's conversations. Two reads a second and account; details of the 20 newest
 * messages of a thread only. Source: Instagram Platform, "Conversations API". Every method @throws GraphError.
 */
export abstract class MetaHistory {
  /** The latest changed first. */
  abstract listThreads(account: GraphAccount, after?: string): Promise<GraphPage<GraphThread>>;

  /** Newest first. `null`: a message of which no more is told than that there is one. */
  abstract readMessages(
    account: GraphAccount,
    threadId: string,
    after?: string,
  ): Promise<GraphPage<GraphPastMessage | null>>;
}

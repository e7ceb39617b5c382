import type { Secret } from '../../kernel';

/** The account a call is made for. */
export interface GraphAccount {
  /** The professional account's id, as webhooks carry it. */
  igUserId: string;
  token: Secret;
}

export type GraphJson = Record<string, unknown>;

export interface GraphThreadMessage {
  mid: string;
  fromId: string;
  text: string;
  /** image, video, audio, file, template, share. */
  attachmentTypes: string[];
  at: Date;
}

/** How much of its limits an account has used, when that is worth knowing. */
export interface GraphUsage {
  percent: number;
  /** Access is gone for so long. */
  regainMs?: number;
}

type Refused = { kind: 'failed'; failure: GraphFailure } | { kind: 'unknown'; code: string; message: string };

/** What Graph said of a send. `unknown`: it may or may not have been delivered. */
export type GraphSendResult = ({ kind: 'sent'; mid: string } | Refused) & { usage?: GraphUsage };

/** What Graph said of an act that leaves no message: a reaction, a sign of life. Doing it again does no harm. */
export type GraphActResult = ({ kind: 'done' } | Refused) & { usage?: GraphUsage };

export type FailureClass =
  /** A limit: wait, then the same call may pass. */
  | 'limited'
  /** Surely did not happen; may be tried again soon. */
  | 'transient'
  /** The account's token or permission is gone. */
  | 'account'
  /** No consent, no such thing, outside the window: the same call will never pass. */
  | 'final';

export interface GraphFailure {
  class: FailureClass;
  /** `code/subcode` as Meta numbers them, or a word for what happened before Graph answered. */
  code: string;
  message: string;
  retryAfterMs: number;
  traceId?: string;
}

export class GraphError extends Error {
  constructor(readonly failure: GraphFailure) {
    super(failure.message);
    this.name = 'GraphError';
  }
}

/** Meta's Graph API as far as Parley uses it. Times in, times out; no retries: the caller decides by the class. */
export abstract class MetaGraph {
  /** Posts one message. Never throws for what the network or Graph does. */
  abstract send(account: GraphAccount, body: GraphJson): Promise<GraphSendResult>;
  /** Posts a sender action. Never throws for what the network or Graph does. */
  abstract act(account: GraphAccount, body: GraphJson): Promise<GraphActResult>;
  /** Has Meta fetch a file once, to be sent again by the id that is returned. @throws GraphError */
  abstract upload(account: GraphAccount, media: { type: string; url: string }): Promise<string>;
  /** The newest messages of the thread with a participant, newest first; at most the 20 that Graph gives details for. @throws GraphError */
  abstract readThread(account: GraphAccount, participantId: string): Promise<GraphThreadMessage[]>;
}

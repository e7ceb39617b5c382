import type { AccountId, WorkspaceId } from '../shared/kernel';
import type { OutgoingContent } from './domain/content';
import type { SendPriority } from './schemas/conversation.schema';

export type SendOutcome =
  /** A reaction has no id of its own. */
  | { kind: 'sent'; mid?: string }
  /** The platform proved that it did not accept the message. `advice`: what a person can do about it. */
  | { kind: 'refused'; retryable: false; code: string; message: string; advice?: string }
  /** `isWait`: nothing is wrong with the message; everything of the account waits, and no attempt is counted. */
  | {
      kind: 'refused';
      retryable: true;
      retryAfterMs: number;
      isWait: boolean;
      /** After so many tries it is refused for good; absent: a person must look then. */
      tries?: number;
      code: string;
      message: string;
      advice?: string;
    }
  /** It may or may not have been delivered: never resent blindly. */
  | { kind: 'unknown'; code: string; message: string };

export interface SendRequest {
  workspaceId: WorkspaceId;
  accountId: AccountId;
  participantId: string;
  content: OutgoingContent;
  /** The window is over: the message goes out as one that a person wrote. */
  humanAgent?: boolean;
  correlationId: string;
}

/** Who wants to send, for the queue of the account's budget. */
export interface SendWish {
  id: string;
  content: OutgoingContent;
  priority: SendPriority;
  since: Date;
}

export type SendSlot = { granted: true } | { granted: false; waitMs: number };

export const SIGNALS = ['typing_on', 'typing_off', 'mark_seen'] as const;
/** What a person sees of the account besides messages. */
export type Signal = (typeof SIGNALS)[number];

export interface ThreadMessage {
  mid: string;
  /** True when the account wrote it, false when the participant did. */
  fromAccount: boolean;
  text: string;
  /** In the channel's words; absent where the channel does not tell. */
  attachmentTypes?: readonly string[];
  at: Date;
}

/** What the claim of a send must know; at most one second old. */
export interface AccountState {
  sendable: boolean;
  reason?: string;
  /** Made up for demonstrations: nothing that it sends reaches anybody. */
  isMock?: true;
  /** The platform lets people of this account answer after the window. */
  humanAgent?: boolean;
}

/** The way out to a platform and the numbers of its policy. Declared here, contributed by instagram. */
export abstract class Channel {
  /** How long after the participant's last message the account may write. */
  abstract readonly windowMs: number;
  /** How long people of an account with the feature may. */
  abstract readonly humanAgentMs: number;

  /** The rule of the platform that this content breaks, in words; null when it may be sent. */
  abstract problemOf(content: OutgoingContent): string | null;

  abstract send(request: SendRequest): Promise<SendOutcome>;

  /** Newest messages first. @throws DomainError when the thread cannot be read now. */
  abstract readThread(
    request: Pick<SendRequest, 'workspaceId' | 'accountId' | 'participantId'>,
  ): Promise<ThreadMessage[]>;

  abstract accountState(workspaceId: WorkspaceId, accountId: AccountId): Promise<AccountState>;

  /** The messages that say this, in order: a text may be too long for one. */
  abstract partsOf(content: OutgoingContent): OutgoingContent[];

  /** Until when a comment of this time may be answered privately. */
  abstract commentAnswerableUntil(commentedAt: Date, isLive: boolean): Date;

  /** Best effort: says nothing of what came of it. */
  abstract signal(
    request: Pick<SendRequest, 'workspaceId' | 'accountId' | 'participantId'>,
    signal: Signal,
  ): Promise<void>;

  /** Whether a slot that was taken for nobody in particular will do for this. */
  abstract isOrdinary(content: OutgoingContent): boolean;

  /** Takes a slot for an ordinary send that is not known yet; the wait in milliseconds when there is none, or others wait. */
  abstract takeSlot(accountId: AccountId): Promise<SendSlot>;

  /** Takes a slot for this very send, which keeps its place in the queue of the account while it waits. */
  abstract takeSlotFor(accountId: AccountId, wish: SendWish): Promise<SendSlot>;

  /** A slot that was not used; `content`: of the send that it was taken for. */
  abstract returnSlot(accountId: AccountId, content?: OutgoingContent): Promise<void>;
}

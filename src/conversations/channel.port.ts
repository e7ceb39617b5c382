import type { AccountId, WorkspaceId } from '../shared/kernel';
import type { OutgoingContent } from './domain/content';

export type SendOutcome =
  | { kind: 'sent'; mid: string }
  /** The platform proved that it did not accept the message. */
  | { kind: 'refused'; retryable: false; code: string; message: string }
  | { kind: 'refused'; retryable: true; retryAfterMs: number; code: string; message: string }
  /** It may or may not have been delivered: never resent blindly. */
  | { kind: 'unknown'; code: string; message: string };

export interface SendRequest {
  workspaceId: WorkspaceId;
  accountId: AccountId;
  participantId: string;
  content: OutgoingContent;
  correlationId: string;
}

export interface ThreadMessage {
  mid: string;
  /** True when the account wrote it, false when the participant did. */
  fromAccount: boolean;
  text: string;
  at: Date;
}

/** What the claim of a send must know; at most one second old. */
export interface AccountState {
  sendable: boolean;
  reason?: string;
}

/** The way out to a platform and the numbers of its policy. Declared here, contributed by instagram. */
export abstract class Channel {
  /** How long after the participant's last message the account may write. */
  abstract readonly windowMs: number;

  /** The rule of the platform that this content breaks, in words; null when it may be sent. */
  abstract problemOf(content: OutgoingContent): string | null;

  abstract send(request: SendRequest): Promise<SendOutcome>;

  /** Newest messages first. @throws DomainError when the thread cannot be read now. */
  abstract readThread(
    request: Pick<SendRequest, 'workspaceId' | 'accountId' | 'participantId'>,
  ): Promise<ThreadMessage[]>;

  abstract accountState(workspaceId: WorkspaceId, accountId: AccountId): Promise<AccountState>;

  /** Takes one send out of the account's budget; the wait in milliseconds when there is none. */
  abstract takeSendToken(accountId: AccountId): Promise<{ granted: true } | { granted: false; waitMs: number }>;
}

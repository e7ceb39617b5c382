import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type AccountState,
  Channel,
  type OutgoingContent,
  type SendOutcome,
  type SendRequest,
  type ThreadMessage,
} from '../conversations';
import { type AccountId, Contributions, DomainError, type WorkspaceId } from '../shared/kernel';
import { GraphError, type GraphFailure, MetaGraph } from '../shared/providers/meta-graph';
import { AccountDirectory, type KnownAccount } from './account-directory.service';
import { AccountHealth } from './account-health.service';
import { maySend, reasonOf } from './domain/account-state';
import { encodeMessage, type GraphMessage, problemOf } from './domain/encode-message';
import { WINDOW_MS } from './domain/meta-limits';
import { type SendToken, SendTokens } from './send-tokens';

const ACCOUNT_RETRY_MS = 30_000;

@Injectable()
export class InstagramChannel extends Channel implements OnModuleInit {
  readonly windowMs = WINDOW_MS;

  constructor(
    private readonly directory: AccountDirectory,
    private readonly health: AccountHealth,
    private readonly graph: MetaGraph,
    private readonly tokens: SendTokens,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(Channel, this);
  }

  override problemOf(content: OutgoingContent): string | null {
    return problemOf(content);
  }

  override async send(request: SendRequest): Promise<SendOutcome> {
    const account = await this.directory.get(request.workspaceId, request.accountId);
    if (account === null)
      return {
        kind: 'refused',
        retryable: false,
        code: 'ACCOUNT.GONE',
        message: 'The Instagram account is not connected any more.',
      };
    const body = encoded(request);
    if (body instanceof DomainError)
      return { kind: 'refused', retryable: false, code: body.code, message: body.message };
    const result = await this.graph.send(account, body);
    return result.kind === 'failed' ? this.refusal(account, result.failure) : result;
  }

  override async readThread(
    lane: Pick<SendRequest, 'workspaceId' | 'accountId' | 'participantId'>,
  ): Promise<ThreadMessage[]> {
    const account = await this.directory.get(lane.workspaceId, lane.accountId);
    if (account === null)
      throw new DomainError('ACCOUNT.GONE', 'unavailable', 'The Instagram account is not connected any more.');
    const messages = await this.graph.readThread(account, lane.participantId).catch(async (error: unknown) => {
      if (error instanceof GraphError) await this.health.noteFailure(account, error.failure);
      throw error;
    });
    return messages.map(({ mid, fromId, text, at }) => ({
      mid,
      fromAccount: fromId === account.igUserId || fromId === account.igScopedId,
      text,
      at,
    }));
  }

  override async accountState(workspaceId: WorkspaceId, accountId: AccountId): Promise<AccountState> {
    const account = await this.directory.get(workspaceId, accountId);
    if (account === null) return { sendable: false, reason: 'not connected' };
    const { status, statusReason } = account;
    return maySend(status) ? { sendable: true } : { sendable: false, reason: reasonOf(status, statusReason) };
  }

  override takeSendToken(accountId: AccountId): Promise<SendToken> {
    return this.tokens.take(accountId);
  }

  private async refusal(account: KnownAccount, failure: GraphFailure): Promise<SendOutcome> {
    const { code, message } = failure;
    await this.health.noteSendFailure(account, failure);
    switch (failure.class) {
      case 'final':
        return { kind: 'refused', retryable: false, code, message };
      case 'account':
        // The queue waits, undiminished, until the account is connected again.
        return { kind: 'refused', retryable: true, retryAfterMs: ACCOUNT_RETRY_MS, code, message };
      case 'limited':
      case 'transient':
        return { kind: 'refused', retryable: true, retryAfterMs: failure.retryAfterMs, code, message };
    }
  }
}

function encoded(request: SendRequest): GraphMessage | DomainError {
  try {
    return encodeMessage(request.participantId, request.content);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
}

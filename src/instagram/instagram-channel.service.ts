import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type AccountState,
  Channel,
  type OutgoingContent,
  PRIORITY_RANKS,
  type SendOutcome,
  type SendRequest,
  type SendSlot,
  type SendWish,
  type Signal,
  type ThreadMessage,
} from '../conversations';
import { type AccountId, Contributions, DomainError, type WorkspaceId } from '../shared/kernel';
import { GraphError, MetaGraph } from '../shared/providers/meta-graph';
import { AccountDirectory } from './account-directory.service';
import { AccountHealth } from './account-health.service';
import { maySend, reasonOf } from './domain/account-state';
import { problemOf } from './domain/content-problem';
import { partsOf } from './domain/message-parts';
import { HUMAN_AGENT_MS, LIVE_MS, PRIVATE_REPLY_MS, WINDOW_MS } from './domain/meta-limits';
import { sentByMock } from './mock/sent-by-mock';
import { MessageSender } from './sending/message-sender.service';
import { RatePlan, rateUseOf } from './rate-plan.service';

const MAX_READ_TRIES = 5;
const LONGEST_READ_WAIT_MS = 2_000;

type Lane = Pick<SendRequest, 'workspaceId' | 'accountId' | 'participantId'>;

@Injectable()
export class InstagramChannel extends Channel implements OnModuleInit {
  readonly windowMs = WINDOW_MS;
  readonly humanAgentMs = HUMAN_AGENT_MS;

  constructor(
    private readonly directory: AccountDirectory,
    private readonly health: AccountHealth,
    private readonly graph: MetaGraph,
    private readonly sender: MessageSender,
    private readonly rates: RatePlan,
    private readonly contributions: Contributions,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(Channel, this);
  }

  override problemOf(content: OutgoingContent): string | null {
    for (const part of partsOf(content)) {
      const problem = problemOf(part);
      if (problem !== null) return problem;
    }
    return null;
  }

  override partsOf(content: OutgoingContent): OutgoingContent[] {
    return partsOf(content);
  }

  override commentAnswerableUntil(commentedAt: Date, isLive: boolean): Date {
    return new Date(commentedAt.getTime() + (isLive ? LIVE_MS : PRIVATE_REPLY_MS));
  }

  override async send(request: SendRequest): Promise<SendOutcome> {
    const account = await this.directory.get(request.workspaceId, request.accountId);
    if (account === null)
      return {
        kind: 'refused',
        retryable: false,
        code: 'ACCOUNT.GONE',
        message: GONE,
        advice: 'Connect the account again.',
      };
    return account.isMock === true ? sentByMock() : this.sender.send(account, request);
  }

  override async signal({ workspaceId, accountId, participantId }: Lane, signal: Signal): Promise<void> {
    const account = await this.directory.get(workspaceId, accountId);
    if (account === null || account.isMock === true || !maySend(account.status)) return;
    // Signs of life never take a slot that a message waits for.
    if (!(await this.rates.take(accountId, 'send')).granted) return;
    await this.graph.act(account, { recipient: { id: participantId }, sender_action: signal });
  }

  /** @throws DomainError CHANNEL.BUSY when the account may not be read again yet. */
  override async readThread(lane: Lane): Promise<ThreadMessage[]> {
    const account = await this.directory.get(lane.workspaceId, lane.accountId);
    if (account === null) throw new DomainError('ACCOUNT.GONE', 'unavailable', GONE);
    // What a mock sends is nowhere but in our own rows.
    if (account.isMock === true) return [];
    await this.takeRead(lane);
    const messages = await this.graph.readThread(account, lane.participantId).catch(async (error: unknown) => {
      if (error instanceof GraphError) await this.health.noteFailure(account, error.failure);
      throw error;
    });
    return messages.map(({ mid, fromId, text, attachmentTypes, at }) => ({
      mid,
      fromAccount: fromId === account.igUserId || fromId === account.igScopedId,
      text,
      attachmentTypes,
      at,
    }));
  }

  override async accountState(workspaceId: WorkspaceId, accountId: AccountId): Promise<AccountState> {
    const account = await this.directory.get(workspaceId, accountId);
    if (account === null) return { sendable: false, reason: 'not connected' };
    const { status, statusReason, humanAgent, isMock } = account;
    const feature = { ...(humanAgent === true ? { humanAgent } : {}), ...(isMock === true ? { isMock } : {}) };
    return maySend(status)
      ? { sendable: true, ...feature }
      : { sendable: false, reason: reasonOf(status, statusReason), ...feature };
  }

  override isOrdinary(content: OutgoingContent): boolean {
    return rateUseOf(content) === 'send';
  }

  override takeSlot(accountId: AccountId): Promise<SendSlot> {
    return this.rates.take(accountId, 'send');
  }

  override takeSlotFor(accountId: AccountId, { id, content, priority, since }: SendWish): Promise<SendSlot> {
    const ask = { id, rank: PRIORITY_RANKS[priority], since: since.getTime() };
    return this.rates.take(accountId, rateUseOf(content), ask);
  }

  override returnSlot(accountId: AccountId, content?: OutgoingContent): Promise<void> {
    return this.rates.giveBack(accountId, content === undefined ? 'send' : rateUseOf(content));
  }

  /** Before whatever else reads of this account: a message waits for it. */
  private async takeRead({ accountId, participantId }: Lane): Promise<void> {
    const ask = { id: `thread-${participantId}`, rank: 0, since: 0 };
    for (let tries = 0; tries < MAX_READ_TRIES; tries++) {
      const slot = await this.rates.take(accountId, 'reads', ask);
      if (slot.granted) return;
      if (slot.waitMs > LONGEST_READ_WAIT_MS) break;
      await pause(slot.waitMs);
    }
    throw new DomainError('CHANNEL.BUSY', 'unavailable', 'The account may not be read again yet.');
  }
}

const GONE = 'The Instagram account is not connected any more.';

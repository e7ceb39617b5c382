import { Injectable } from '@nestjs/common';
import { AccessDirectory } from '../../shared/auth';
import { type AccountId, Contributions, type WorkspaceId } from '../../shared/kernel';
import { Telemetry } from '../../shared/observability';
import { type AccountState, Channel, type SendSlot } from '../channel.port';
import type { OutgoingContent } from '../domain/content';
import { priorityOf } from '../domain/send-priority';
import type { WindowPolicy } from '../domain/window';
import type { OutboxEntry } from '../schemas/conversation.schema';

export interface SendReadiness {
  account: AccountState;
  token: SendSlot;
  window: WindowPolicy;
}

/**
 * Whether an account may send right now. Asked beside the lease, before it is known whether the turn will send at all; a
 * slot that was not used goes back to the account's budget.
 */
@Injectable()
export class SendReadinessService {
  constructor(
    private readonly contributions: Contributions,
    private readonly telemetry: Telemetry,
  ) {
    contributions.declare(Channel, 'one');
  }

  get channel(): Channel {
    return this.contributions.one(Channel);
  }

  /** `send`: it keeps its place in the queue; without one, the slot is for an ordinary send that is not known yet. */
  async ask(workspaceId: WorkspaceId, accountId: AccountId, send?: OutboxEntry): Promise<SendReadiness> {
    const [workspace, account, token] = await Promise.all([
      this.workspaceState(workspaceId),
      this.channel.accountState(workspaceId, accountId),
      send === undefined ? this.channel.takeSlot(accountId) : this.channel.takeSlotFor(accountId, wishOf(send)),
    ]);
    return { account: workspace.sendable ? account : workspace, token, window: this.windowOf(account) };
  }

  /** Whether the account, and its workspace, may send at all, budget or not; known to the second. */
  async canSend(workspaceId: WorkspaceId, accountId: AccountId): Promise<boolean> {
    const states = [this.workspaceState(workspaceId), this.channel.accountState(workspaceId, accountId)];
    return (await Promise.all(states)).every(({ sendable }) => sendable);
  }

  async windowPolicy(workspaceId: WorkspaceId, accountId: AccountId): Promise<WindowPolicy> {
    return (await this.facts(workspaceId, accountId)).window;
  }

  /** What is shown of an account beside its conversations. */
  async facts(workspaceId: WorkspaceId, accountId: AccountId): Promise<{ window: WindowPolicy; isMock: boolean }> {
    const account = await this.channel.accountState(workspaceId, accountId);
    return { window: this.windowOf(account), isMock: account.isMock === true };
  }

  /** Does not wait for it: a slot that gets lost is made up for in no time. */
  giveBack(accountId: AccountId, content?: OutgoingContent): void {
    this.channel
      .returnSlot(accountId, content)
      .catch((err: unknown) => this.telemetry.logger.event('warn', 'slot not given back', { accountId, err }));
  }

  private windowOf({ humanAgent }: AccountState): WindowPolicy {
    const { windowMs, humanAgentMs } = this.channel;
    return { windowMs, humanAgentMs: humanAgent === true ? humanAgentMs : 0 };
  }

  /** Known to the second: nothing is claimed for a workspace that is suspended or gone; it waits. */
  private async workspaceState(workspaceId: WorkspaceId): Promise<AccountState> {
    const workspace = await this.contributions.one(AccessDirectory).findWorkspace(workspaceId);
    if (workspace === null) return { sendable: false, reason: 'workspace gone' };
    return workspace.suspended ? { sendable: false, reason: 'workspace suspended' } : { sendable: true };
  }
}

const wishOf = (send: OutboxEntry) => ({
  id: send.id,
  content: send.content,
  priority: priorityOf(send),
  since: send.createdAt,
});

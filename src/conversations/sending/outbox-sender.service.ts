import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, faultPoint, newId } from '../../shared/kernel';
import { refusalOf } from '../domain/send-refusal';
import { mayWrite } from '../domain/window';
import { Doorbell } from '../turns/doorbell.service';
import { OutboxRepository } from '../repositories/outbox.repository';
import type { ConversationState, OutboxEntry } from '../schemas/conversation.schema';
import { type SendReadiness, SendReadinessService } from './send-readiness.service';
import { SendResults } from './send-results.service';
import type { ClaimedSend } from '../turns/turn-committer.service';

/** Names this process in claims. */
const OWNER = newId();
/** A head due this soon is taken now rather than by the next sweep. */
const SOON_MS = 50;
/** Who waits no longer is rung for at its time. */
const RING_WITHIN_MS = 5_000;

/** Sends what is in one conversation's outbox, head to tail, never two at once. */
@Injectable()
export class OutboxSender {
  constructor(
    @Inject(APP_CONFIG) private readonly config: Pick<AppConfig, 'messagePath'>,
    private readonly outbox: OutboxRepository,
    private readonly doorbell: Doorbell,
    private readonly readiness: SendReadinessService,
    private readonly results: SendResults,
    private readonly clock: Clock,
  ) {}

  /** Goes on until the outbox is empty, its head must wait, or another worker has it. */
  async drain(conversation: ConversationState, claimed: ClaimedSend | null): Promise<void> {
    let current: ConversationState | null = conversation;
    let next = claimed;
    while (current !== null) {
      if (next !== null) {
        current = await this.post(current, next);
        next = null;
      } else {
        const step = await this.claimHead(current);
        current = step.conversation;
        next = step.claimed;
      }
    }
  }

  /** Rate token first, then the claim: the claim is the moment of decision. */
  private async claimHead(
    conversation: ConversationState,
  ): Promise<{ conversation: ConversationState | null; claimed: ClaimedSend | null }> {
    const nothing = { conversation: null, claimed: null };
    const head = conversation.outbox[0];
    if (head === undefined || head.status !== 'pending' || head.dueAt.getTime() > this.clock.now().getTime() + SOON_MS)
      return nothing;
    const ready = await this.readiness.ask(conversation.workspaceId, conversation.accountId, head);
    const { account, token, window } = ready;
    const lane = { conversationId: conversation._id, workspaceId: conversation.workspaceId };
    if (!token.granted) {
      await this.outbox.postpone(lane, head.id, token.waitMs);
      // The sweep is punctual enough for what waits longer.
      if (token.waitMs <= RING_WITHIN_MS)
        await this.doorbell.ringLater(laneOf(conversation), token.waitMs, head.correlationId);
      return nothing;
    }
    if (account.sendable) {
      const claimedAt = this.clock.monotonic();
      const claim = {
        id: newId(),
        owner: OWNER,
        deadlineMs: this.config.messagePath.sendDeadlineMs,
        window,
      };
      const after = await this.outbox.claim(lane, head.id, claim);
      const entry = after?.outbox[0];
      if (after !== null && entry !== undefined) return { conversation: after, claimed: { entry, claimedAt } };
    }
    this.readiness.giveBack(conversation.accountId, head.content);
    return { conversation: await this.refused(conversation, head, ready), claimed: null };
  }

  private async refused(
    seen: ConversationState,
    head: OutboxEntry,
    { account, window }: SendReadiness,
  ): Promise<ConversationState | null> {
    const conversation = await this.outbox.read({ conversationId: seen._id, workspaceId: seen.workspaceId });
    if (conversation === null) return null;
    const refusal = refusalOf(conversation, head, { account, window, now: this.clock.now() });
    switch (refusal.kind) {
      case 'moved-on':
        return null;
      case 'wait':
        await this.outbox.postpone({ conversationId: seen._id, workspaceId: seen.workspaceId }, head.id, refusal.ms);
        return null;
      case 'drop':
        return this.results.failed(conversation, head, refusal.error);
    }
  }

  private async post(
    conversation: ConversationState,
    { entry, claimedAt }: ClaimedSend,
  ): Promise<ConversationState | null> {
    faultPoint('send.claimed');
    // By this process's own clock, so that one that slept past its claim stays silent.
    if (this.clock.monotonic() - claimedAt >= this.config.messagePath.sendDeadlineMs) return null;
    const { workspaceId, accountId, participantId } = conversation;
    const outcome = await this.readiness.channel.send({
      workspaceId,
      accountId,
      participantId,
      content: entry.content,
      ...(await this.markOf(conversation, entry)),
      correlationId: entry.correlationId,
    });
    faultPoint('send.posted');
    return this.results.apply(conversation, entry, outcome);
  }

  /** By the time of the claim, which is the decision. */
  private async markOf(
    conversation: ConversationState,
    { origin, claim }: OutboxEntry,
  ): Promise<{ humanAgent?: true }> {
    if (origin !== 'person') return {};
    const { workspaceId, accountId, lastInboundAt: openedAt } = conversation;
    const window = await this.readiness.windowPolicy(workspaceId, accountId);
    const verdict = mayWrite({ ...window, openedAt, now: claim?.at ?? this.clock.now() }, origin);
    return verdict.kind === 'allowed-as-human-agent' ? { humanAgent: true } : {};
  }
}

const laneOf = ({ _id: conversationId, workspaceId, accountId, participantId }: ConversationState) => ({
  conversationId,
  workspaceId,
  accountId,
  participantId,
});

import { Injectable } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { DiagnosticLog } from '../../shared/observability';
import type { AiPurpose, AskingFlow } from '../ai/ai-calls.port';
import type { ProposedChange } from '../domain/evals/proposed-change';
import type { ReplyProposal } from '../domain/reply/reply-proposal';
import type { PastMessage } from '../domain/reply/reply-request';
import { type ReplyCallOptions, ReplyComposer, REPLY_DEADLINE_MS } from './reply-composer.service';
import { ReplyPassages } from './reply-passages.service';
import { ReplySettingsReader, type StyleWishes } from './reply-settings.service';

export interface ReplyToPropose {
  workspaceId: WorkspaceId;
  conversationId?: string;
  /** What asks for it; absent: no flow. */
  flow?: AskingFlow;
  purpose?: AiPurpose;
  /** What the reply should do, as a flow puts it; may quote the customer. */
  task: string | null;
  message: { text: string; imageUrls?: readonly string[] };
  /** Oldest first, without the message itself; as many as the model should read. */
  history: readonly PastMessage[];
  summary: string | null;
  /** Where to search; null: in no knowledge. */
  knowledge: { itemIds?: readonly string[]; tags?: readonly string[] } | null;
  style?: StyleWishes;
  /** A change that is only tried out. */
  proposed?: ProposedChange | undefined;
}

/** Proposals of replies to customers, by the workspace's settings and knowledge. Whoever asks applies them. */
@Injectable()
export class Replies {
  constructor(
    private readonly settings: ReplySettingsReader,
    private readonly passages: ReplyPassages,
    private readonly composer: ReplyComposer,
    private readonly diagnostics: DiagnosticLog,
    private readonly clock: Clock,
  ) {}

  /** Ends within 20 seconds in a valid proposal. @throws AiError `cancelled`, when the caller's signal ends it. */
  async propose(reply: ReplyToPropose, options: ReplyCallOptions = {}): Promise<ReplyProposal> {
    const started = this.clock.monotonic();
    const [known, passages] = await Promise.all([
      this.settings.of(reply.workspaceId, reply.style, reply.proposed?.settings),
      this.passages.for({ ...reply, text: reply.message.text }, options.signal),
    ]);
    const { task, message, history, summary, workspaceId } = reply;
    const request = { ...known, task, message, history, summary, passages };
    const deadlineMs = (options.deadlineMs ?? REPLY_DEADLINE_MS) - (this.clock.monotonic() - started);
    const scope = {
      workspaceId,
      purpose: reply.purpose ?? 'reply',
      ...(reply.conversationId === undefined ? {} : { conversationId: reply.conversationId }),
      ...(reply.flow === undefined ? {} : { flow: reply.flow }),
    } as const;
    const proposal = await this.composer.compose(scope, request, { ...options, deadlineMs: Math.max(1, deadlineMs) });
    this.note(reply, proposal, this.clock.monotonic() - started);
    return proposal;
  }

  private note({ workspaceId, conversationId }: ReplyToPropose, proposal: ReplyProposal, ms: number): void {
    if (!this.diagnostics.isOn('ai_timing')) return;
    const { action, reason, mode, citations, failed, usage } = proposal;
    this.diagnostics.log({
      category: 'ai_timing',
      level: 'info',
      message: 'reply.proposed',
      workspaceId,
      ...(conversationId === undefined ? {} : { conversationId }),
      details: {
        action,
        reason,
        mode,
        ms: Math.round(ms),
        citations: citations.length,
        failed: failed.map(({ rule }) => rule).join(','),
        model: usage?.model ?? 'none',
      },
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Clock, DomainError, type WorkspaceId } from '../../shared/kernel';
import { DiagnosticLog, Telemetry } from '../../shared/observability';
import type { AiPurpose } from '../ai/ai-calls.port';
import type { ReplyProposal } from '../domain/reply/reply-proposal';
import type { Passage, PastMessage } from '../domain/reply/reply-request';
import { KnowledgeSearch } from '../search/knowledge-search.service';
import { type ReplyCallOptions, ReplyComposer, REPLY_DEADLINE_MS } from './reply-composer.service';
import { ReplySettingsReader, type StyleWishes } from './reply-settings.service';

const PASSAGES = 6;
const FLOOR = 0.2;
/** Shorter messages are searched together with the one before: `and to Spain?` */
const SHORT = 25;

export interface ReplyToPropose {
  workspaceId: WorkspaceId;
  conversationId?: string;
  nodeId?: string;
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
}

/** Proposals of replies to customers, by the workspace's settings and knowledge. Whoever asks applies them. */
@Injectable()
export class Replies {
  constructor(
    private readonly settings: ReplySettingsReader,
    private readonly knowledge: KnowledgeSearch,
    private readonly composer: ReplyComposer,
    private readonly diagnostics: DiagnosticLog,
    private readonly clock: Clock,
    private readonly telemetry: Telemetry,
  ) {}

  /** Ends within 20 seconds in a valid proposal. @throws AiError `cancelled`, when the caller's signal ends it. */
  async propose(reply: ReplyToPropose, options: ReplyCallOptions = {}): Promise<ReplyProposal> {
    const started = this.clock.monotonic();
    const [known, passages] = await Promise.all([
      this.settings.of(reply.workspaceId, reply.style),
      this.passagesFor(reply, options),
    ]);
    const { task, message, history, summary, workspaceId } = reply;
    const request = { ...known, task, message, history, summary, passages };
    const deadlineMs = (options.deadlineMs ?? REPLY_DEADLINE_MS) - (this.clock.monotonic() - started);
    const scope = {
      workspaceId,
      purpose: reply.purpose ?? 'reply',
      ...(reply.conversationId === undefined ? {} : { conversationId: reply.conversationId }),
      ...(reply.nodeId === undefined ? {} : { nodeId: reply.nodeId }),
    } as const;
    const proposal = await this.composer.compose(scope, request, { ...options, deadlineMs: Math.max(1, deadlineMs) });
    this.note(reply, proposal, this.clock.monotonic() - started);
    return proposal;
  }

  /** Without its knowledge a reply is still possible: the judge then lets less of it through. */
  private async passagesFor(
    { workspaceId, knowledge, message, history }: ReplyToPropose,
    { signal }: ReplyCallOptions,
  ): Promise<Passage[]> {
    if (knowledge === null) return [];
    const options = signal === undefined ? {} : { signal };
    try {
      const scope = { workspaceId, ...knowledge };
      const { chunks } = await this.knowledge.search(
        scope,
        queryOf(message.text, history),
        { limit: PASSAGES, floor: FLOOR },
        options,
      );
      return chunks.map(({ id, ...chunk }) => ({ ...chunk, chunkId: id }));
    } catch (err) {
      if (!(err instanceof DomainError)) throw err;
      this.telemetry.logger.event('warn', 'reply without knowledge', { workspaceId, code: err.code });
      return [];
    }
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

function queryOf(text: string, history: readonly PastMessage[]): string {
  if (text.length >= SHORT) return text;
  const before = history.findLast(({ from }) => from === 'customer')?.text;
  return before === undefined ? text : `${before}\n${text}`;
}

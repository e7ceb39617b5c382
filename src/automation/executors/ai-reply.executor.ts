import { Injectable } from '@nestjs/common';
import type { JsonObject, LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { AI_REPLY } from '../../flows';
import { KnowledgeGaps, leavesGap, Replies, type ReplyProposal } from '../../knowledge';
import { Contributions } from '../../shared/kernel';
import { ConversationMemory } from '../ai/conversation-memory';
import { ReplyDrafts } from '../drafts/reply-drafts.service';
import { aiOutcome } from './ai-outcome';
import { nodeAiOf } from './ai-settings-input';
import { HandoverWords } from './handover-words';
import { TaskExecutor } from './task-executor';
import { objectOf, textOf, textsOf } from './task-input';

/** A task that is at work for longer is given to another worker. */
const DEADLINE_MS = 12_000;
const MAX_PICTURES = 4;

/** Answers by the workspace's knowledge, settings and policy; what a person should see first waits as a draft. */
@Injectable()
export class AiReplyExecutor extends TaskExecutor {
  override readonly task = AI_REPLY;

  constructor(
    contributions: Contributions,
    private readonly replies: Replies,
    private readonly memory: ConversationMemory,
    private readonly drafts: ReplyDrafts,
    private readonly words: HandoverWords,
    private readonly gaps: KnowledgeGaps,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override run(lane: LaneView, { id, input, asker: flow }: TaskDraft): Promise<TaskOutcome> {
    return aiOutcome(async () => {
      const text = textOf(input, 'text');
      const { style, model, historyLength, usesKnowledge } = nodeAiOf(objectOf(input, 'settings'));
      const remembered = await this.memory.of(lane, text, { length: historyLength, flow });
      const itemIds = textsOf(input, 'knowledgeItemIds');
      const proposal = await this.replies.propose(
        {
          workspaceId: lane.workspaceId,
          conversationId: lane.conversationId,
          ...(flow === undefined ? {} : { flow }),
          task: textOf(input, 'instructions'),
          message: { text, imageUrls: textsOf(input, 'attachmentUrls').slice(0, MAX_PICTURES) },
          ...remembered,
          knowledge: usesKnowledge ? (itemIds.length === 0 ? {} : { itemIds }) : null,
          style,
        },
        { ...model, deadlineMs: DEADLINE_MS },
      );
      if (usesKnowledge && leavesGap(proposal, text)) await this.noteGap(lane, text);
      return this.apply(lane, proposal, { effectId: id, question: text });
    });
  }

  /** A question that nothing answers, for the report. */
  private async noteGap({ workspaceId, conversationId }: LaneView, question: string): Promise<void> {
    await this.gaps.note({ workspaceId, question, conversationId });
  }

  /** The flow goes on by `escalate` while a draft waits: a person has the word. */
  private async apply(
    lane: LaneView,
    proposal: ReplyProposal,
    { effectId, question }: { effectId: string; question: string },
  ): Promise<JsonObject> {
    const { action, text, reason, citations, escalationReason, mode } = proposal;
    const cited = citations.map(({ itemId, title }) => ({ itemId, title }));
    const why = { reason: escalationReason ?? reason, mode, citations: cited, ...usageOf(proposal) };
    if (action === 'send') return { text, ...why };
    if (action === 'handoff') {
      const { severity } = proposal;
      return { text: await this.words.of(lane, proposal), escalate: true, severity, ...why };
    }
    const draft = { text, question, reason, citations: cited };
    const { draftId } = await this.drafts.propose(lane, draft, effectId);
    return { text: '', escalate: true, ...why, draftId };
  }
}

/** For the trace: which model, and how much of it. */
function usageOf({ usage }: ReplyProposal): JsonObject {
  if (usage === null) return {};
  const { model, promptTokens, completionTokens } = usage;
  return { usage: { model, promptTokens, completionTokens } };
}

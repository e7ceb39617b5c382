import { Injectable } from '@nestjs/common';
import type { Json, JsonObject, LaneView, TaskDraft, TaskOutcome } from '../../conversations';
import { AI_AGENT } from '../../flows';
import { Agents, type AgentSlot, type JudgedAgentTurn } from '../../knowledge';
import { Contributions } from '../../shared/kernel';
import { AgentTools } from '../agent/agent-tools';
import { ConversationMemory } from '../ai/conversation-memory';
import { ReplyDrafts } from '../drafts/reply-drafts.service';
import { aiOutcome } from './ai-outcome';
import { nodeAiOf } from './ai-settings-input';
import { HandoverWords } from './handover-words';
import { TaskExecutor } from './task-executor';
import { objectOf, objectsIn, textOf, textsOf } from './task-input';

/** A task that is at work for longer is given to another worker. */
const DEADLINE_MS = 12_000;

/** One turn of a talk that an agent leads. */
@Injectable()
export class AiAgentExecutor extends TaskExecutor {
  override readonly task = AI_AGENT;

  constructor(
    contributions: Contributions,
    private readonly agents: Agents,
    private readonly tools: AgentTools,
    private readonly memory: ConversationMemory,
    private readonly drafts: ReplyDrafts,
    private readonly words: HandoverWords,
  ) {
    super();
    contributions.provide(TaskExecutor, this);
  }

  override run(lane: LaneView, task: TaskDraft): Promise<TaskOutcome> {
    return aiOutcome(async () => {
      const { id, input, asker: flow } = task;
      const text = textOf(input, 'text');
      const { style, model, historyLength } = nodeAiOf(objectOf(input, 'settings'));
      const { history } = await this.memory.of(lane, text, { length: historyLength, flow });
      const knowledgeItemIds = textsOf(input, 'knowledgeItemIds');
      const { workspaceId, conversationId } = lane;
      const turn = await this.agents.take(
        {
          workspaceId,
          conversationId,
          ...(flow === undefined ? {} : { flow }),
          instructions: textOf(input, 'instructions'),
          text,
          history,
          slots: objectsIn(input, 'slots').map(slotOf),
          endCondition: textOrNull(input['endCondition']),
          stopCondition: textOrNull(input['stopCondition']),
          turn: typeof input['turn'] === 'number' ? input['turn'] : 0,
          tools: this.tools.of(textsOf(input, 'tools'), { lane, taskId: id, knowledgeItemIds, flow }),
          style,
        },
        { ...model, deadlineMs: DEADLINE_MS },
      );
      return this.outcomeOf(lane, turn, { effectId: id, question: text });
    });
  }

  private async outcomeOf(
    lane: LaneView,
    turn: JudgedAgentTurn,
    { effectId, question }: { effectId: string; question: string },
  ): Promise<JsonObject> {
    const { draft, slots, done, stopped, escalate, severity = null, reason = '', calls } = turn;
    const reply = escalate ? await this.words.of(lane, { text: turn.reply, language: turn.language }) : turn.reply;
    const told = calls.map((call) => ({ tool: call.tool, arguments: jsonOf(call.arguments), ok: call.ok }));
    const outcome = { reply, slots, done, stopped, escalate, ...(escalate ? { severity } : {}), reason };
    const shown: JsonObject = told.length === 0 ? outcome : { ...outcome, calls: told };
    if (draft === undefined) return shown;
    const { draftId } = await this.drafts.propose(lane, { text: draft, question, reason, citations: [] }, effectId);
    return { ...shown, draftId };
  }
}

function slotOf(slot: JsonObject): AgentSlot {
  const { required, kind, value } = slot;
  return {
    key: textOf(slot, 'key'),
    question: textOf(slot, 'question'),
    required: required === true,
    ...(typeof kind === 'string' ? { kind } : {}),
    value: value === null || value === undefined ? null : typeof value === 'string' ? value : JSON.stringify(value),
  };
}

const textOrNull = (value: Json | undefined): string | null => (typeof value === 'string' ? value : null);

/** Arguments came as JSON. */
const jsonOf = (args: Record<string, unknown>): JsonObject => JSON.parse(JSON.stringify(args)) as JsonObject;

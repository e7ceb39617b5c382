import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import type { AiPurpose, AskingFlow } from '../ai/ai-calls.port';
import type { ProposedChange } from '../domain/evals/proposed-change';
import { type Alarm, alarmOf } from '../domain/guardrails/safety-rules';
import { SEVERITY_OF_ALARM } from '../domain/reply/alarm-severity';
import { handoffLine } from '../domain/reply/fixed-lines';
import { judgedReply } from '../domain/reply/judged-reply';
import type { Passage, PastMessage, ReplyRequest } from '../domain/reply/reply-request';
import { statesFacts } from '../domain/reply/reply-sources';
import { certainLanguageOf, languageFor } from '../reply/customer-language';
import { ReplySettingsReader, type StyleWishes } from '../reply/reply-settings.service';
import { type AgentOptions, AgentTurns } from './agent-turns';
import type { AgentProposal, AgentSlot, AgentTool } from './domain/agent-turn';

export interface AgentToLead {
  workspaceId: WorkspaceId;
  conversationId?: string;
  /** What asks for it; absent: no flow. */
  flow?: AskingFlow;
  instructions: string;
  text: string;
  /** Oldest first, without the text itself. */
  history: readonly PastMessage[];
  slots: readonly AgentSlot[];
  endCondition: string | null;
  stopCondition: string | null;
  turn: number;
  tools: readonly AgentTool[];
  style?: StyleWishes;
  /** A change that is only tried out. */
  proposed?: ProposedChange | undefined;
  /** What the calls serve; `agent` where it is not told. */
  purpose?: AiPurpose;
}

/** What may be said and kept of an agent's proposal. */
export interface JudgedAgentTurn extends Omit<AgentProposal, 'by'> {
  /** What a person should look at before it is said; then nothing else is, nor where abuse is handed over. */
  draft?: string;
  /** BCP 47, of the customer. */
  language: string;
}

/** Tools whose outcomes the business answers for. */
const BEARS_OUT: readonly string[] = ['search_knowledge', 'check_hours', 'http_request'];

/** Leads a talk turn by turn. The model proposes; what it says goes by the same judge as every reply. */
@Injectable()
export class Agents {
  constructor(
    private readonly turns: AgentTurns,
    private readonly settings: ReplySettingsReader,
  ) {}

  /** @throws AiError */
  async take(talk: AgentToLead, options: AgentOptions): Promise<JudgedAgentTurn> {
    const alarm = alarmOf(talk.text);
    const request = await this.requestOf(talk);
    const language = languageFor(request);
    if (alarm !== null) return handedOver(alarm, language);
    const borneOut: Passage[] = [];
    const boundary = randomBytes(8).toString('hex');
    const proposal = await this.turns.take(
      scopeOf(talk),
      { ...inputOf(talk), language, maxSentences: request.settings.style.maxSentences, boundary },
      talk.tools.map((tool) => remembering(tool, borneOut)),
      options,
    );
    return judged(proposal, request, { language, boundary, borneOut });
  }

  private async requestOf({
    workspaceId,
    style,
    proposed,
    instructions,
    history,
    text,
  }: AgentToLead): Promise<ReplyRequest> {
    const known = await this.settings.of(workspaceId, style, proposed?.settings);
    return { ...known, task: instructions, history, summary: null, passages: [], message: { text } };
  }
}

const scopeOf = ({ workspaceId, conversationId, flow, purpose = 'agent' }: AgentToLead) => ({
  workspaceId,
  purpose,
  ...(conversationId === undefined ? {} : { conversationId }),
  ...(flow === undefined ? {} : { flow }),
});

const inputOf = ({ instructions, text, history, slots, endCondition, stopCondition, turn }: AgentToLead) => ({
  instructions,
  text,
  history: history.map(({ from, text: said }) => ({
    from: from === 'customer' ? ('customer' as const) : ('business' as const),
    text: said,
  })),
  slots,
  endCondition,
  stopCondition,
  turn,
});

/** What a tool told counts as said by the business, where the business answers for it. */
function remembering(tool: AgentTool, borneOut: Passage[]): AgentTool {
  if (!BEARS_OUT.includes(tool.name)) return tool;
  return {
    ...tool,
    run: async (args) => {
      const outcome = await tool.run(args);
      const { name } = tool;
      if (outcome.ok)
        borneOut.push({
          chunkId: name,
          itemId: name,
          title: name,
          text: outcome.told,
          score: 1,
          source: { kind: 'text' },
        });
      return outcome;
    },
  };
}

function judged(
  { by, ...proposal }: AgentProposal,
  request: ReplyRequest,
  { language, boundary, borneOut }: { language: string; boundary: string; borneOut: readonly Passage[] },
): JudgedAgentTurn {
  // Without a model it asks what the author of the flow wrote.
  if (by === 'rules' || proposal.reply === '')
    return proposal.escalate ? { ...proposal, language, reply: handoffLine(language) } : { ...proposal, language };
  const kind = statesFacts(proposal.reply) ? ('answer' as const) : ('question' as const);
  const { text, failed, decision } = judgedReply(
    request,
    { text: proposal.reply, kind, escalate: proposal.escalate, cited: borneOut },
    { language, boundary, languageOf: certainLanguageOf },
  );
  if (decision.action === 'send') return { ...proposal, language, reply: text };
  const rules = failed.map(({ rule }) => rule).join(', ');
  const reason = rules === '' ? decision.reason : `${decision.reason}: ${rules}`;
  const kept = { ...proposal, language, escalate: true, reason: proposal.reason ?? reason };
  if (decision.action === 'draft') return { ...kept, reply: '', draft: text };
  return { ...kept, reply: handoffLine(language) };
}

/** Unread by any model. Abuse gets no answer. */
const handedOver = (reason: Alarm, language: string): JudgedAgentTurn => ({
  reply: reason === 'abuse' ? '' : handoffLine(language),
  language,
  slots: {},
  done: false,
  stopped: false,
  escalate: true,
  severity: SEVERITY_OF_ALARM[reason],
  reason,
  calls: [],
});

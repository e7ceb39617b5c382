import { Injectable } from '@nestjs/common';
import { type AiCompletion, AiError, type AiMessage, type AiToolCall } from '../../shared/providers/ai';
import { AiCalls, type AiScope } from '../ai/ai-calls.port';
import { agentByRules } from './domain/agent-by-rules';
import { type AgentAnswer, agentAnswer, agentMessages, answerSchema, quoted } from './domain/agent-prompt';
import type { AgentCall, AgentProposal, AgentTool, AgentTurnInput } from './domain/agent-turn';

/** Calls of the model in one turn: after them it has to answer. */
const MAX_STEPS = 5;
/** Calls of tools in one turn. */
const MAX_CALLS = 8;
const MAX_TOKENS = 800;

export interface AgentOptions {
  /** From now, for the whole turn, its tools included. */
  deadlineMs: number;
  signal?: AbortSignal;
  model?: string;
  temperature?: number;
}

/**
 * One turn of an agent: it may have tools run, and then proposes what to say and what it has found out. Tools run only
 * if they were handed over, and with arguments that fit; code decides about everything else.
 */
@Injectable()
export class AgentTurns {
  constructor(private readonly calls: AiCalls) {}

  /** @throws AiError */
  async take(
    scope: Omit<AiScope, 'purpose'> & { purpose?: AiScope['purpose'] },
    input: AgentTurnInput,
    tools: readonly AgentTool[],
    options: AgentOptions,
  ): Promise<AgentProposal> {
    const { generates } = await this.calls.abilitiesOf(scope.workspaceId);
    if (!generates) return agentByRules(input);
    const talk = new AgentTalk(input, tools);
    const endsAt = performance.now() + options.deadlineMs;
    for (let step = 1; step <= MAX_STEPS; step += 1) {
      const deadlineMs = Math.floor(endsAt - performance.now());
      if (deadlineMs <= 0) break;
      const request = talk.request(step < MAX_STEPS, options);
      const completion = await this.calls.complete({ purpose: 'agent', ...scope }, request, { ...options, deadlineMs });
      if (completion.finish !== 'tools') return talk.proposalOf(completion);
      await talk.run(completion);
    }
    throw new AiError('invalid', 'The model did not come to an answer.');
  }
}

/** The messages between the model and its tools, of one turn. */
class AgentTalk {
  private readonly messages: AiMessage[];
  private readonly made: AgentCall[] = [];

  constructor(
    private readonly input: AgentTurnInput,
    private readonly tools: readonly AgentTool[],
  ) {
    this.messages = agentMessages(input);
  }

  request(mayCall: boolean, { model, temperature }: AgentOptions) {
    const offered = mayCall && this.made.length < MAX_CALLS ? this.tools : [];
    return {
      messages: [...this.messages],
      schema: { name: 'agent_turn', jsonSchema: answerSchema(this.input.slots) },
      ...(offered.length === 0
        ? {}
        : { tools: offered.map(({ name, description, parameters }) => ({ name, description, parameters })) }),
      ...(model === undefined ? {} : { model }),
      ...(temperature === undefined ? {} : { temperature }),
      maxTokens: MAX_TOKENS,
    };
  }

  /** One after another: what a tool changes, the next one may read. */
  async run({ text, toolCalls }: AiCompletion): Promise<void> {
    this.messages.push({ role: 'assistant', content: text, toolCalls });
    for (const call of toolCalls) {
      const told = await this.outcomeOf(call);
      this.messages.push({
        role: 'tool',
        toolCallId: call.id,
        content: quoted('outcome', told, this.input.boundary),
      });
    }
  }

  /** @throws AiError when it is no answer */
  proposalOf({ finish, json, text }: AiCompletion): AgentProposal {
    const known = { calls: this.made, by: 'model' as const };
    if (finish === 'refused')
      return { ...known, reply: '', slots: {}, done: false, stopped: false, escalate: true, reason: 'refused' };
    const answer = agentAnswer(json);
    if (finish !== 'stop' || answer === null)
      throw new AiError('invalid', 'The model gave no answer that fits.', { detail: `${finish}/${text.length}` });
    return { ...known, ...this.shown(answer) };
  }

  private shown({ reply, slots, done, stopped, escalate, severity, reason }: AgentAnswer) {
    const own = this.input.slots.flatMap(({ key }): [string, string][] => {
      const value = Object.hasOwn(slots, key) ? slots[key] : null;
      return typeof value === 'string' && value.trim() !== '' ? [[key, value.trim()]] : [];
    });
    return {
      reply: reply.trim(),
      slots: Object.fromEntries(own),
      done,
      stopped,
      escalate,
      ...(escalate && severity !== null ? { severity } : {}),
      ...(reason === '' ? {} : { reason }),
    };
  }

  private async outcomeOf({ name, arguments: args }: AiToolCall): Promise<string> {
    const tool = this.tools.find((it) => it.name === name);
    const mayRun = tool !== undefined && this.made.length < MAX_CALLS;
    const { ok, told } = mayRun ? await tool.run(args) : { ok: false, told: 'There is no such tool.' };
    this.made.push({ tool: name.slice(0, 64), arguments: mayRun ? args : {}, ok });
    return told;
  }
}

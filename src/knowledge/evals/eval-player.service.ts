import { Injectable } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { AiError } from '../../shared/providers/ai';
import { Agents } from '../agent/agents.service';
import type { EvalAgent, EvalCase, EvalResult } from '../domain/evals/eval-case';
import { type PlayedCase, problemsOf } from '../domain/evals/judge-case';
import type { ProposedChange } from '../domain/evals/proposed-change';
import type { ReplyProposal } from '../domain/reply/reply-proposal';
import { guessedLanguageOf } from '../reply/customer-language';
import { Replies } from '../reply/replies.service';

const AGENT_DEADLINE_MS = 15_000;

/** What a case came to, with how. */
type Played = PlayedCase & Pick<EvalResult, 'reason' | 'mode'> & { model?: string };

/** Plays a case against a workspace as it is, or as it would be. Nothing is sent. */
@Injectable()
export class EvalPlayer {
  constructor(
    private readonly replies: Replies,
    private readonly agents: Agents,
    private readonly clock: Clock,
  ) {}

  async play(workspaceId: WorkspaceId, one: EvalCase, proposed?: ProposedChange): Promise<EvalResult> {
    const started = this.clock.monotonic();
    const { agent } = one;
    const played =
      agent === undefined
        ? await this.reply(workspaceId, one, proposed)
        : await this.lead(workspaceId, one, agent, proposed);
    return resultOf(one, played, Math.round(this.clock.monotonic() - started));
  }

  private async reply(workspaceId: WorkspaceId, one: EvalCase, proposed?: ProposedChange): Promise<Played> {
    const { message, history } = one;
    const wanted = { task: null, message: { text: message }, history, summary: null, knowledge: {} };
    return playedReply(await this.replies.propose({ workspaceId, purpose: 'eval', proposed, ...wanted }));
  }

  private async lead(
    workspaceId: WorkspaceId,
    { message, history }: EvalCase,
    { instructions, slots }: EvalAgent,
    proposed?: ProposedChange,
  ): Promise<Played> {
    const talk = {
      ...{ workspaceId, purpose: 'eval' as const, proposed, instructions, text: message, history },
      slots: slots.map((slot) => ({ ...slot, required: true, value: null })),
      ...{ endCondition: null, stopCondition: null, turn: 0, tools: [] },
    };
    try {
      const turn = await this.agents.take(talk, { deadlineMs: AGENT_DEADLINE_MS });
      const text = turn.draft ?? turn.reply;
      const action = turn.draft !== undefined ? 'draft' : turn.escalate ? 'handoff' : 'send';
      const language = guessedLanguageOf(text) ?? '';
      return {
        action,
        text,
        language,
        citations: [],
        slots: turn.slots,
        reason: turn.reason ?? 'passed',
        mode: 'agent',
      };
    } catch (error) {
      if (!(error instanceof AiError)) throw error;
      const failed = { action: 'handoff' as const, text: '', language: '', citations: [], slots: {} };
      return { ...failed, reason: error.class, mode: 'agent' };
    }
  }
}

export function playedReply(proposal: ReplyProposal): Played {
  const { action, reason, mode, text, language, citations, usage } = proposal;
  return { action, reason, mode, text, language, citations, ...(usage === null ? {} : { model: usage.model }) };
}

/** A case with what came of it. */
export function resultOf({ id, message, expect }: EvalCase, played: Played, durationMs: number): EvalResult {
  const problems = problemsOf(expect, played);
  const { action, reason, mode, text, citations, slots, model } = played;
  return {
    caseId: id,
    message,
    passed: problems.length === 0,
    problems,
    action,
    reason,
    mode,
    text,
    citedItemIds: [...new Set(citations.map(({ itemId }) => itemId))],
    ...(slots === undefined ? {} : { slots }),
    ...(model === undefined ? {} : { model }),
    durationMs,
  };
}

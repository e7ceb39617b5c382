import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/kernel';
import {
  type AiCompletion,
  type AiCompletionRequest,
  AiError,
  type AiReasoningEffort,
} from '../../shared/providers/ai';
import { AiCalls, type AiScope } from '../ai/ai-calls.port';
import { ExtractiveComposer } from '../ask/extractive-composer';
import { PLATFORM_KNOWLEDGE } from '../domain/knowledge-item';
import { alarmOf } from '../domain/guardrails/safety-rules';
import { type Judgement, judgedReply, type JudgementContext, type ProposedText } from '../domain/reply/judged-reply';
import { correction, type ReplyPrompt, replyPrompt } from '../domain/reply/prompt';
import { REPLY_SCHEMA, type ReplyOutput, replyOutputOf } from '../domain/reply/reply-output';
import type { FallbackReason, ReplyProposal, ReplyUsage } from '../domain/reply/reply-proposal';
import type { ReplyRequest } from '../domain/reply/reply-request';
import { certainLanguageOf, languageFor } from './customer-language';
import { fallbackReasonOf } from './fallback-reason';
import { answered, fallback, forAlarm, type Origin } from './proposals';
import { promptMessages } from './prompt-messages';
import { withinDeadline } from './within-deadline';

/** A reply is there after this time, whatever the provider does. */
export const REPLY_DEADLINE_MS = 18_000;
/** With less time left, a reply that broke rules is not written again. */
const TIME_TO_CORRECT_MS = 5_000;
const MAX_TOKENS = 700;
const TEMPERATURE = 0.35;

export interface ReplyCallOptions {
  signal?: AbortSignal;
  /** From now; at most `REPLY_DEADLINE_MS`, which is also the default. */
  deadlineMs?: number;
  model?: string;
  temperature?: number;
  reasoningEffort?: AiReasoningEffort;
  maxTokens?: number;
}

type Scope = Omit<AiScope, 'purpose'> & { purpose?: AiScope['purpose'] };

interface Attempt {
  output: ReplyOutput;
  judgement: Judgement;
}

/**
 * Proposes what becomes of a customer's message, from plain input. A model may write the text, code judges it. It ends
 * within its deadline in a valid proposal, whatever the provider does.
 */
@Injectable()
export class ReplyComposer {
  constructor(
    private readonly calls: AiCalls,
    private readonly extractive: ExtractiveComposer,
    private readonly clock: Clock,
  ) {}

  /** @throws AiError `cancelled`, when the caller's signal ends it. */
  async compose(scope: Scope, request: ReplyRequest, options: ReplyCallOptions = {}): Promise<ReplyProposal> {
    const talk = new Talk(
      request,
      this.clock.monotonic() + Math.min(options.deadlineMs ?? Infinity, REPLY_DEADLINE_MS),
    );
    const alarm = alarmOf(request.message.text);
    if (alarm !== null) return forAlarm(talk, alarm);
    try {
      const { generates } = await this.calls.abilitiesOf(scope.workspaceId);
      if (!generates) return this.fromKnowledge(scope, talk, 'no_provider');
      return await this.written(scope, talk, options);
    } catch (error) {
      return this.fromKnowledge(scope, talk, reasonOf(error, options.signal));
    }
  }

  /** @throws AiError */
  private async written(scope: Scope, talk: Talk, options: ReplyCallOptions): Promise<ReplyProposal> {
    const first = await this.attempt(scope, talk, options);
    if (first === null) return this.fromKnowledge(scope, talk, talk.lastFailure);
    if (first.judgement.failed.length === 0 || this.timeLeft(talk) < TIME_TO_CORRECT_MS) return proposalOf(talk, first);
    talk.correct(first.judgement);
    // The first reply is there; a second that does not come leaves it.
    const second = await this.attempt(scope, talk, options).catch((error: unknown) => {
      if (isCancelled(error, options.signal)) throw error;
      return null;
    });
    return proposalOf(talk, second ?? first);
  }

  /** Null when no usable reply came. @throws AiError */
  private async attempt(scope: Scope, talk: Talk, options: ReplyCallOptions): Promise<Attempt | null> {
    const deadlineMs = Math.max(1, Math.floor(this.timeLeft(talk)));
    const completion = await withinDeadline(
      (signal) => this.calls.complete({ purpose: 'reply', ...scope }, talk.call(options), { signal, deadlineMs }),
      deadlineMs,
      options.signal,
    );
    return talk.judged(completion);
  }

  /** Without a model's reply: what the knowledge says, word by word, where it is about the question; else a person. */
  private fromKnowledge({ workspaceId }: Scope, talk: Talk, reason: FallbackReason): ReplyProposal {
    const { passages, message } = talk.request;
    const chunks = passages.map(({ chunkId, ...passage }) => ({ ...passage, id: chunkId }));
    const answer = this.extractive.compose({
      workspaceId: workspaceId ?? PLATFORM_KNOWLEDGE,
      question: message.text,
      chunks,
    });
    if (!answer.answered) return fallback(talk, reason);
    const cited = answer.citations.flatMap(({ chunkId }) => passages.find((one) => one.chunkId === chunkId) ?? []);
    const proposed: ProposedText = { text: answer.text, cited, kind: 'answer', escalate: false };
    const judgement = judgedReply(talk.request, proposed, talk.context);
    if (judgement.decision.action === 'handoff') return fallback(talk, reason);
    return answered(talk, judgement, { mode: 'extractive', cited, tags: [], escalationReason: null, severity: null });
  }

  private timeLeft({ endsAt }: Talk): number {
    return endsAt - this.clock.monotonic();
  }
}

/** One message on its way to a proposal: what was asked of the model, and what has come of it. */
class Talk implements Origin {
  readonly language: string;
  readonly context: JudgementContext;
  readonly prompt: ReplyPrompt;
  usage: ReplyUsage | null = null;
  lastFailure: FallbackReason = 'invalid_output';

  constructor(
    readonly request: ReplyRequest,
    readonly endsAt: number,
  ) {
    const boundary = randomBytes(8).toString('hex');
    this.language = languageFor(request);
    this.context = { language: this.language, languageOf: certainLanguageOf, boundary };
    this.prompt = replyPrompt(request, this.language, boundary);
  }

  call({ model, temperature, reasoningEffort, maxTokens }: ReplyCallOptions): AiCompletionRequest {
    return {
      messages: promptMessages(this.prompt),
      schema: REPLY_SCHEMA,
      temperature: temperature ?? TEMPERATURE,
      maxTokens: maxTokens ?? MAX_TOKENS,
      ...(model === undefined ? {} : { model }),
      ...(reasoningEffort === undefined ? {} : { reasoningEffort }),
    };
  }

  judged(completion: AiCompletion): Attempt | null {
    this.count(completion);
    this.lastFailure = completion.finish === 'refused' ? 'refused' : 'invalid_output';
    const output = completion.finish === 'stop' ? replyOutputOf(completion.json) : null;
    if (output === null) return null;
    return { output, judgement: judgedReply(this.request, this.proposed(output), this.context) };
  }

  /** Passages by the numbers that the model gave; numbers of none count for nothing. */
  citedBy({ citations }: ReplyOutput) {
    return [...new Set(citations)].flatMap((number) => this.request.passages[number - 1] ?? []);
  }

  correct({ failed }: Judgement): void {
    this.prompt.user.push(correction(failed.map(({ rule }) => rule)));
  }

  private proposed(output: ReplyOutput): ProposedText {
    return { text: output.reply, kind: output.kind, escalate: output.escalate, cited: this.citedBy(output) };
  }

  private count({ provider, model, usage: { promptTokens, completionTokens } }: AiCompletion): void {
    this.usage = {
      provider,
      model,
      promptTokens: (this.usage?.promptTokens ?? 0) + promptTokens,
      completionTokens: (this.usage?.completionTokens ?? 0) + completionTokens,
      calls: (this.usage?.calls ?? 0) + 1,
    };
  }
}

function proposalOf(talk: Talk, { output, judgement }: Attempt): ReplyProposal {
  return answered(talk, judgement, {
    mode: 'generated',
    cited: talk.citedBy(output),
    tags: output.tags,
    escalationReason: output.escalationReason,
    severity: output.severity,
  });
}

const isCancelled = (error: unknown, signal: AbortSignal | undefined): boolean =>
  signal?.aborted === true && error instanceof AiError;

/** @throws AiError `cancelled`, and what is no failure of a call. */
function reasonOf(error: unknown, signal: AbortSignal | undefined): FallbackReason {
  if (!(error instanceof AiError) || isCancelled(error, signal)) throw error;
  return fallbackReasonOf(error);
}

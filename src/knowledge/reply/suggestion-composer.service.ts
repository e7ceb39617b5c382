import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type AiCompletion, AiError } from '../../shared/providers/ai';
import { AiCalls, type AiScope } from '../ai/ai-calls.port';
import { ExtractiveComposer } from '../ask/extractive-composer';
import { alarmOf } from '../domain/guardrails/safety-rules';
import { PLATFORM_KNOWLEDGE } from '../domain/knowledge-item';
import { judgedReply, type JudgementContext, type ProposedText } from '../domain/reply/judged-reply';
import { replyPrompt } from '../domain/reply/prompt';
import type { FallbackReason, ReplyUsage } from '../domain/reply/reply-proposal';
import type { Passage, ReplyRequest } from '../domain/reply/reply-request';
import {
  different,
  isForPeople,
  MOST_SUGGESTIONS,
  severalRules,
  type Suggestion,
  type Suggestions,
  SUGGESTIONS_SCHEMA,
  suggestionsOf,
} from '../domain/reply/suggestions';
import { certainLanguageOf, languageFor } from './customer-language';
import { fallbackReasonOf } from './fallback-reason';
import { promptMessages } from './prompt-messages';
import { withinDeadline } from './within-deadline';

const DEADLINE_MS = 15_000;
const MAX_TOKENS = 1_200;
/** Warmer than a reply that is sent unseen: they shall differ. */
const TEMPERATURE = 0.7;

type Scope = Omit<AiScope, 'purpose'>;

/** Several replies for a person to choose from, by the rules and the judge of those that are sent. Nothing is sent. */
@Injectable()
export class SuggestionComposer {
  constructor(
    private readonly calls: AiCalls,
    private readonly extractive: ExtractiveComposer,
  ) {}

  /** At most `count`, best first. Never fails: without a model, sentences of the knowledge are quoted. */
  async compose(scope: Scope, request: ReplyRequest, count = MOST_SUGGESTIONS): Promise<Suggestions> {
    const language = languageFor(request);
    const boundary = randomBytes(8).toString('hex');
    const context = { language, languageOf: certainLanguageOf, boundary };
    const none = { language, usage: null };
    const alarm = alarmOf(request.message.text);
    if (alarm !== null) return { ...none, suggestions: [], reason: alarm };
    const quoted = (reason: FallbackReason): Suggestions => ({
      ...none,
      suggestions: this.quoted(scope, request, context).slice(0, count),
      reason,
    });
    try {
      const { generates } = await this.calls.abilitiesOf(scope.workspaceId);
      if (!generates) return quoted('no_provider');
      const completion = await this.ask(scope, request, { ...context, count });
      const written = this.written(request, completion, context);
      if (written === null) return quoted(completion.finish === 'refused' ? 'refused' : 'invalid_output');
      const suggestions = different(written).slice(0, count);
      const usage = usageOf(completion);
      return { suggestions, reason: suggestions.length === 0 ? 'nothing_passed' : 'made', language, usage };
    } catch (error) {
      if (!(error instanceof AiError)) throw error;
      return quoted(fallbackReasonOf(error));
    }
  }

  /** @throws AiError */
  private ask(
    scope: Scope,
    request: ReplyRequest,
    { language, boundary, count }: JudgementContext & { count: number },
  ): Promise<AiCompletion> {
    const prompt = replyPrompt(request, language, boundary);
    const system = [...prompt.system, { name: 'rules' as const, text: severalRules(count) }];
    const call = {
      messages: promptMessages({ ...prompt, system }),
      schema: SUGGESTIONS_SCHEMA,
      temperature: TEMPERATURE,
      maxTokens: MAX_TOKENS,
    };
    return withinDeadline(
      (signal) => this.calls.complete({ ...scope, purpose: 'suggestion' }, call, { signal, deadlineMs: DEADLINE_MS }),
      DEADLINE_MS,
    );
  }

  /** Null when nothing usable came. */
  private written(request: ReplyRequest, completion: AiCompletion, context: JudgementContext): Suggestion[] | null {
    const outputs = completion.finish === 'stop' ? suggestionsOf(completion.json) : null;
    if (outputs === null) return null;
    return outputs.flatMap(({ reply, kind, citations }) => {
      if (kind === 'cannot_answer') return [];
      const cited = [...new Set(citations)].flatMap((number) => request.passages[number - 1] ?? []);
      return judged(request, { text: reply, kind, escalate: false, cited }, context, 'generated');
    });
  }

  /** What each passage says of the question, word by word. */
  private quoted({ workspaceId }: Scope, request: ReplyRequest, context: JudgementContext): Suggestion[] {
    const question = request.message.text;
    const quotes = request.passages.flatMap((passage) => {
      const { chunkId, ...chunk } = passage;
      const chunks = [{ ...chunk, id: chunkId }];
      const answer = this.extractive.compose({ workspaceId: workspaceId ?? PLATFORM_KNOWLEDGE, question, chunks });
      if (!answer.answered) return [];
      const proposed = { text: answer.text, kind: 'answer' as const, escalate: false, cited: [passage] };
      return judged(request, proposed, context, 'extractive');
    });
    return different(quotes);
  }
}

function judged(
  request: ReplyRequest,
  proposed: ProposedText,
  context: JudgementContext,
  mode: Suggestion['mode'],
): Suggestion[] {
  const judgement = judgedReply(request, proposed, context);
  if (!isForPeople(judgement)) return [];
  const { text, failed, decision } = judgement;
  return [{ text, mode, reason: decision.reason, failed, citations: proposed.cited.map(citationOf) }];
}

const citationOf = ({ chunkId, itemId, title }: Passage) => ({ chunkId, itemId, title });

const usageOf = ({ provider, model, usage: { promptTokens, completionTokens } }: AiCompletion): ReplyUsage => ({
  provider,
  model,
  promptTokens,
  completionTokens,
  calls: 1,
});

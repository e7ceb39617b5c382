import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { AiError } from '../../shared/providers/ai';
import { AiCalls } from '../ai/ai-calls.port';
import { AnswerComposer, type ComposedAnswer, type QuestionToAnswer } from '../ask/answer-composer.port';
import { ANSWER_RULES, ANSWER_SCHEMA, answerMaterial, type AnswerOutput, answerOutputOf } from '../domain/reply/answer';
import { answerIsSupported } from '../domain/reply/answer-checks';
import { PLATFORM_KNOWLEDGE } from '../domain/knowledge-item';
import { withinDeadline } from './within-deadline';

const DEADLINE_MS = 15_000;
const MAX_TOKENS = 600;

/** Has a model answer a question from chunks of knowledge. What the chunks do not bear out is not passed on. */
@Injectable()
export class GeneratedAnswers extends AnswerComposer {
  constructor(
    private readonly calls: AiCalls,
    contributions: Contributions,
  ) {
    super();
    contributions.provide(AnswerComposer, this);
  }

  override compose(question: QuestionToAnswer, options: { signal?: AbortSignal } = {}): Promise<ComposedAnswer | null> {
    return this.answer(question, { role: '', ...options });
  }

  /** `role`: who answers, in trusted words. Null when it cannot. */
  async answer(
    question: QuestionToAnswer,
    { role, signal }: { role: string; signal?: AbortSignal },
  ): Promise<ComposedAnswer | null> {
    const workspaceId = question.workspaceId === PLATFORM_KNOWLEDGE ? null : question.workspaceId;
    try {
      const { generates } = await this.calls.abilitiesOf(workspaceId);
      if (!generates) return null;
      return await this.written(question, role, signal);
    } catch (error) {
      if (!(error instanceof AiError) || signal?.aborted === true) throw error;
      return null;
    }
  }

  /** @throws AiError */
  private async written(
    question: QuestionToAnswer,
    role: string,
    caller?: AbortSignal,
  ): Promise<ComposedAnswer | null> {
    const boundary = randomBytes(8).toString('hex');
    const forPlatform = question.workspaceId === PLATFORM_KNOWLEDGE;
    const scope = {
      workspaceId: forPlatform ? null : question.workspaceId,
      purpose: forPlatform ? ('assistant' as const) : ('answer' as const),
    };
    const request = {
      messages: [
        { role: 'system' as const, content: [role, ANSWER_RULES, `Boundary: ${boundary}`].filter(Boolean).join('\n') },
        { role: 'user' as const, content: answerMaterial(question, boundary) },
      ],
      schema: ANSWER_SCHEMA,
      temperature: 0,
      maxTokens: MAX_TOKENS,
    };
    const completion = await withinDeadline(
      (signal) => this.calls.complete(scope, request, { signal, deadlineMs: DEADLINE_MS }),
      DEADLINE_MS,
      caller,
    );
    const output = completion.finish === 'stop' ? answerOutputOf(completion.json) : null;
    return output === null ? null : composed(question, output, boundary);
  }
}

function composed(question: QuestionToAnswer, output: AnswerOutput, boundary: string): ComposedAnswer | null {
  if (!output.answered) return { answered: false };
  const cited = [...new Set(output.citations)].flatMap((number) => question.chunks[number - 1] ?? []);
  if (!answerIsSupported(output.answer, cited, boundary)) return null;
  const citations = cited.map(({ id, itemId, title, text }) => ({ chunkId: id, itemId, title, quote: text }));
  return { answered: true, text: output.answer.trim(), citations, mode: 'generated' };
}

import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { KnowledgeGaps } from '../gaps/knowledge-gaps.service';
import { languageOf } from '../ingest/language-of';
import type { FoundKnowledge, KnowledgeScope } from '../domain/found-chunks';
import { KnowledgeSearch } from '../search/knowledge-search.service';
import { AnswerComposer, type Citation, type ComposedAnswer, type QuestionToAnswer } from './answer-composer.port';
import { ExtractiveComposer } from './extractive-composer';

const CHUNKS = 6;
/** What has less of the question than this is not about it. */
export const SUPPORT_FLOOR = 0.34;

export interface KnowledgeAnswer {
  answered: boolean;
  /** Absent when nothing in the knowledge base answers the question. */
  text?: string;
  citations: readonly Citation[];
  /** How the answer was made: `extractive` sentences are quoted, not written. */
  answerMode: 'extractive' | 'generated' | 'none';
  searchMode: FoundKnowledge['mode'];
}

/** Answers questions from the knowledge base, or says that it cannot. */
@Injectable()
export class KnowledgeAsk {
  constructor(
    private readonly search: KnowledgeSearch,
    private readonly extractive: ExtractiveComposer,
    private readonly gaps: KnowledgeGaps,
    private readonly contributions: Contributions,
  ) {
    contributions.declare(AnswerComposer, 'many');
  }

  /** A question without an answer is noted as a gap. @throws DomainError KNOWLEDGE.SEARCH_UNAVAILABLE */
  async ask(
    scope: KnowledgeScope,
    question: string,
    { signal }: { signal?: AbortSignal } = {},
  ): Promise<KnowledgeAnswer> {
    const options = signal === undefined ? {} : { signal };
    const { chunks, mode } = await this.search.search(
      scope,
      question,
      { limit: CHUNKS, floor: SUPPORT_FLOOR },
      options,
    );
    const language = languageOf(question);
    const toAnswer = {
      workspaceId: scope.workspaceId,
      question,
      chunks,
      ...(language === undefined ? {} : { language }),
    };
    const answer = chunks.length === 0 ? { answered: false as const } : await this.compose(toAnswer, options);
    if (!answer.answered) {
      await this.gaps.note({ workspaceId: scope.workspaceId, question });
      return { answered: false, citations: [], answerMode: 'none', searchMode: mode };
    }
    const { text, citations } = answer;
    return { answered: true, text, citations, answerMode: answer.mode, searchMode: mode };
  }

  private async compose(question: QuestionToAnswer, options: { signal?: AbortSignal }): Promise<ComposedAnswer> {
    for (const composer of this.contributions.all(AnswerComposer)) {
      const answer = await composer.compose(question, options);
      if (answer !== null) return answer;
    }
    return this.extractive.compose(question);
  }
}

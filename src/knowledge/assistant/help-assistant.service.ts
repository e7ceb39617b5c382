import { Injectable } from '@nestjs/common';
import type { Citation, ComposedAnswer } from '../ask/answer-composer.port';
import { ExtractiveComposer } from '../ask/extractive-composer';
import { SUPPORT_FLOOR } from '../ask/knowledge-ask.service';
import { roleOf } from '../domain/assistant-config';
import { alarmOf } from '../domain/guardrails/safety-rules';
import { PLATFORM_KNOWLEDGE } from '../domain/knowledge-item';
import { KnowledgeGaps } from '../gaps/knowledge-gaps.service';
import { GeneratedAnswers } from '../reply/generated-answers';
import { KnowledgeSearch } from '../search/knowledge-search.service';
import { AssistantConfigs } from './assistant-config.service';

const CHUNKS = 6;

export interface HelpAnswer {
  answered: boolean;
  text: string | null;
  citations: readonly Citation[];
  mode: 'extractive' | 'generated' | 'none';
}

/** Answers signed-in users about the product, from the platform's own knowledge and nothing else. */
@Injectable()
export class HelpAssistant {
  constructor(
    private readonly configs: AssistantConfigs,
    private readonly search: KnowledgeSearch,
    private readonly generated: GeneratedAnswers,
    private readonly extractive: ExtractiveComposer,
    private readonly gaps: KnowledgeGaps,
  ) {}

  /** A question without an answer is noted as a gap of the platform. @throws DomainError KNOWLEDGE.SEARCH_UNAVAILABLE */
  async ask(question: string): Promise<HelpAnswer> {
    const workspaceId = PLATFORM_KNOWLEDGE;
    const wishes = { limit: CHUNKS, floor: SUPPORT_FLOOR };
    const { chunks } = await this.search.search({ workspaceId }, question, wishes);
    const answer = chunks.length === 0 ? NOTHING : await this.composed({ workspaceId, question, chunks });
    if (answer.answered) return { answered: true, text: answer.text, citations: answer.citations, mode: answer.mode };
    // What people say in distress is nobody's gap of knowledge.
    if (alarmOf(question) === null) await this.gaps.note({ workspaceId, question });
    return { answered: false, text: null, citations: [], mode: 'none' };
  }

  private async composed(question: Parameters<ExtractiveComposer['compose']>[0]): Promise<ComposedAnswer> {
    const role = roleOf(await this.configs.read());
    return (await this.generated.answer(question, { role })) ?? this.extractive.compose(question);
  }
}

const NOTHING = { answered: false } as const;

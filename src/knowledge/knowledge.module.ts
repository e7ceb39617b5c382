import { Module } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import { AiModule } from '../shared/providers/ai';
import { HttpFetchModule } from '../shared/providers/http-fetch';
import { VectorStoreModule } from '../shared/providers/vector-store';
import { WorkspaceModule } from '../workspace';
import { AgentTurns } from './agent/agent-turns';
import { Agents } from './agent/agents.service';
import { AI_CONTROLLERS, AI_MODELS, AI_SERVICES } from './ai/ai.providers';
import { ASSISTANT_CONTROLLERS, ASSISTANT_MODELS, ASSISTANT_SERVICES } from './assistant/assistant.providers';
import { KnowledgeAsk } from './ask/knowledge-ask.service';
import { AiUsage } from './ai/ai-usage.service';
import { AiCalls } from './ai/ai-calls.port';
import { BuiltInEvals } from './evals/built-in-evals.service';
import { EvalCases } from './evals/eval-cases.service';
import { EvalRunner } from './evals/eval-runner.service';
import { AppliedProposals } from './evals/applied-proposals.service';
import { Proposals } from './evals/proposals.service';
import { EvalRuns } from './evals/eval-runs.service';
import { EVALS_CONTROLLERS, EVALS_MODELS, EVALS_SERVICES } from './evals/evals.providers';
import { KnowledgeGaps } from './gaps/knowledge-gaps.service';
import { KnowledgeProcessor } from './ingest/knowledge.processor';
import { IntentClassifier } from './intents/intent-classifier';
import { KnowledgeItemsAdminController } from './knowledge-items.admin.controller';
import { KnowledgeItemsController } from './knowledge-items.controller';
import { KnowledgeController } from './knowledge.controller';
import { KNOWLEDGE_MODELS, KNOWLEDGE_PROVIDERS } from './knowledge.providers';
import { Replies } from './reply/replies.service';
import { ReplySuggestions } from './reply/reply-suggestions.service';
import { TextRewriter } from './writing/text-rewriter.service';
import { REPLY_CONTROLLERS, REPLY_SERVICES } from './reply/reply.providers';
import { RollingSummary } from './reply/rolling-summary.service';
import { VoiceTranscripts } from './voice/voice-transcripts.service';
import { KnowledgeSearch } from './search/knowledge-search.service';

@Module({
  imports: [
    MongooseModule.forFeature([...KNOWLEDGE_MODELS, ...AI_MODELS, ...EVALS_MODELS, ...ASSISTANT_MODELS]),
    WorkspaceModule,
    AiModule,
    HttpFetchModule,
    VectorStoreModule,
  ],
  controllers: [
    KnowledgeController,
    KnowledgeItemsController,
    KnowledgeItemsAdminController,
    ...AI_CONTROLLERS,
    ...REPLY_CONTROLLERS,
    ...EVALS_CONTROLLERS,
    ...ASSISTANT_CONTROLLERS,
  ],
  providers: [
    ...KNOWLEDGE_PROVIDERS,
    ...AI_SERVICES,
    ...REPLY_SERVICES,
    ...EVALS_SERVICES,
    ...ASSISTANT_SERVICES,
    IntentClassifier,
    VoiceTranscripts,
    TextRewriter,
    AgentTurns,
    Agents,
  ],
  exports: [
    Agents,
    IntentClassifier,
    AiCalls,
    AiUsage,
    KnowledgeAsk,
    KnowledgeGaps,
    KnowledgeProcessor,
    KnowledgeSearch,
    Replies,
    ReplySuggestions,
    RollingSummary,
    TextRewriter,
    VoiceTranscripts,
    BuiltInEvals,
    EvalCases,
    EvalRunner,
    EvalRuns,
    Proposals,
    AppliedProposals,
  ],
})
export class KnowledgeModule {}

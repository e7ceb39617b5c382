export type { AiCallOptions, AiTokenUsage } from './ai-call';
export {
  AI_REASONING_EFFORTS,
  AI_ROLES,
  type AiCapabilities,
  AiClient,
  type AiCompletion,
  type AiCompletionRequest,
  type AiContentPart,
  type AiFinish,
  type AiJsonSchema,
  type AiMessage,
  type AiReasoningEffort,
  type AiRole,
  type AiTool,
  type AiToolCall,
} from './ai-client.port';
export type { AiEmbeddings, AiEmbedOptions } from './ai-embedding';
export { AI_ERROR_CLASSES, AiError, type AiErrorClass } from './ai-error';
export { AiClients, type AiProviderStatus } from './ai-clients';
export type { AiAudio, AiTranscript } from './ai-transcript';
export { AiModule } from './ai.module';
export { HASHED_MODEL as OFFLINE_EMBEDDING_MODEL } from './offline/hashed-vector';
export { OFFLINE_PROVIDER } from './offline/offline-ai-client';
export type { ProviderClient } from './provider-client';
export { AI_DIALECTS, type AiDialect, type AiProviderSettings } from './provider-settings';
export { NO_TOKENS, promptTokensAtMost, tokensOfTextAtMost } from './token-estimate';

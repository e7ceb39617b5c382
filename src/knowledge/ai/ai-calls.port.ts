import type { WorkspaceId } from '../../shared/kernel';
import type {
  AiAudio,
  AiCallOptions,
  AiCapabilities,
  AiCompletion,
  AiCompletionRequest,
  AiEmbeddings,
  AiEmbedOptions,
  AiTranscript,
} from '../../shared/providers/ai';
import type { AiScope } from '../domain/ai/ai-scope';

export { AI_PURPOSES, type AiPurpose, type AiScope, type AskingFlow } from '../domain/ai/ai-scope';

/** What a workspace's provider can do now, and whose it is. */
export interface AiAbilities extends AiCapabilities {
  provider: string;
  /** Of vectors that `embed` gives now. */
  embeddingModel: string;
}

/**
 * The metered door to language models; nobody takes the bare client. Each call is counted against the workspace's plan
 * and caps before it is made, and charged with what it cost after. Fails with `AiError` and nothing else.
 */
export abstract class AiCalls {
  abstract abilitiesOf(workspaceId: WorkspaceId | null): Promise<AiAbilities>;
  /** @throws AiError */
  abstract complete(scope: AiScope, request: AiCompletionRequest, options: AiCallOptions): Promise<AiCompletion>;
  /** @throws AiError */
  abstract embed(scope: AiScope, texts: readonly string[], options: AiEmbedOptions): Promise<AiEmbeddings>;
  /** @throws AiError */
  abstract transcribe(scope: AiScope, audio: AiAudio, options: AiCallOptions): Promise<AiTranscript>;
}

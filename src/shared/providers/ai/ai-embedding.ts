import type { AiCallOptions, AiTokenUsage } from './ai-call';

export interface AiEmbedOptions extends AiCallOptions {
  /** The provider's own where it is not given. */
  model?: string;
}

export interface AiEmbeddings {
  /** Of length 1 (zeros for a text without words), all with the same number of dimensions. */
  vectors: readonly Float32Array[];
  dimensions: number;
  /** Vectors of different models cannot be compared. */
  model: string;
  provider: string;
  usage: AiTokenUsage;
}

import { setImmediate } from 'node:timers/promises';
import { AiClient, type AiCompletion } from '../ai-client.port';
import type { AiEmbeddings, AiEmbedOptions } from '../ai-embedding';
import { AiError } from '../ai-error';
import type { AiTranscript } from '../ai-transcript';
import { HASHED_DIMENSIONS, HASHED_MODEL, hashedVector } from './hashed-vector';

export const OFFLINE_PROVIDER = 'offline';

/** No language model: it makes vectors by hashing and does nothing else. Callers look at `capabilities`. */
export class OfflineAiClient extends AiClient {
  override readonly capabilities = { generates: false, embeds: true, transcribes: false };
  override readonly embeddingModel = HASHED_MODEL;

  override complete(): Promise<AiCompletion> {
    return Promise.reject(
      new AiError('config', 'No provider of language models is configured.', { detail: 'offline' }),
    );
  }

  override async embed(texts: readonly string[], { model, signal }: AiEmbedOptions): Promise<AiEmbeddings> {
    if (model !== undefined && model !== HASHED_MODEL)
      throw new AiError('config', 'This embedding model is not there offline.', { detail: 'offline' });
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      if (signal?.aborted === true) throw new AiError('cancelled', 'The call was cancelled.');
      // One text may take a millisecond; a hundred must not hold up everything else.
      await setImmediate();
      vectors.push(hashedVector(text));
    }
    const usage = { promptTokens: 0, completionTokens: 0 };
    return { vectors, dimensions: HASHED_DIMENSIONS, model: HASHED_MODEL, provider: OFFLINE_PROVIDER, usage };
  }

  override transcribe(): Promise<AiTranscript> {
    return Promise.reject(new AiError('config', 'No provider transcribes speech.', { detail: 'offline' }));
  }
}

import type { Clock } from '../../../kernel';
import type { AiCallOptions, AiTokenUsage } from '../ai-call';
import { type AiCapabilities, AiClient, type AiCompletion, type AiCompletionRequest } from '../ai-client.port';
import type { AiEmbeddings, AiEmbedOptions } from '../ai-embedding';
import { AiError, type AiErrorClass } from '../ai-error';
import type { AiAudio, AiTranscript } from '../ai-transcript';
import { addTokens, NO_TOKENS } from '../token-estimate';

/** Of the deadline: the rest is left to the second provider. */
const FIRST_SHARE = 0.6;
/** What another provider may do better; a refusal is not shopped around. */
const WORTH_ANOTHER: readonly AiErrorClass[] = ['limited', 'transient', 'config'];

/** Two providers: the second is asked when the first cannot answer. Vectors come from the first alone. */
export class FallbackAiClient extends AiClient {
  override readonly capabilities: AiCapabilities;
  override readonly embeddingModel: string;

  constructor(
    private readonly first: AiClient,
    private readonly second: AiClient,
    private readonly clock: Clock,
  ) {
    super();
    this.capabilities = {
      generates: first.capabilities.generates || second.capabilities.generates,
      embeds: first.capabilities.embeds,
      transcribes: first.capabilities.transcribes || second.capabilities.transcribes,
    };
    this.embeddingModel = first.embeddingModel;
  }

  override complete(request: AiCompletionRequest, options: AiCallOptions): Promise<AiCompletion> {
    // A model that was named is the first's; the second has its own.
    const { model: _, ...unnamed } = request;
    return this.either(options, (client, mine) => client.complete(client === this.first ? request : unnamed, mine));
  }

  override embed(texts: readonly string[], options: AiEmbedOptions): Promise<AiEmbeddings> {
    // Vectors of two models cannot be compared, so a second provider is of no use here.
    return this.first.embed(texts, options);
  }

  override transcribe(audio: AiAudio, options: AiCallOptions): Promise<AiTranscript> {
    return this.either(options, (client, mine) => client.transcribe(audio, mine));
  }

  private async either<T extends { usage: AiTokenUsage }>(
    options: AiCallOptions,
    call: (client: AiClient, options: AiCallOptions) => Promise<T>,
  ): Promise<T> {
    const endsAt = this.clock.monotonic() + options.deadlineMs;
    try {
      return await call(this.first, { ...options, deadlineMs: options.deadlineMs * FIRST_SHARE });
    } catch (error) {
      if (!(error instanceof AiError) || !WORTH_ANOTHER.includes(error.class)) throw error;
      const spent = error.usage ?? NO_TOKENS;
      const rest = { ...options, deadlineMs: endsAt - this.clock.monotonic() };
      // What the first has billed is counted as the second's: it is small, and nothing gets lost.
      const result = await call(this.second, rest).catch((second: unknown) => {
        throw second instanceof AiError ? second.withUsage(addTokens(second.usage ?? NO_TOKENS, spent)) : second;
      });
      return { ...result, usage: addTokens(result.usage, spent) };
    }
  }
}

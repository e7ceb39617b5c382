import type { Clock } from '../../kernel';
import type { AiCallOptions, AiTokenUsage } from './ai-call';
import { type AiCapabilities, AiClient, type AiCompletion, type AiCompletionRequest } from './ai-client.port';
import type { AiEmbeddings, AiEmbedOptions } from './ai-embedding';
import { AiError } from './ai-error';
import type { AiAudio, AiTranscript } from './ai-transcript';
import { OfflineAiClient } from './offline/offline-ai-client';
import { OpenAiApi } from './openai/openai-api';
import type { AiProviderSettings } from './provider-settings';
import { type AiAttempt, GuardedCalls } from './resilience/guarded-calls';
import { addTokens, NO_TOKENS, promptTokensOf, tokensOfText } from './token-estimate';

export const AI_OPERATIONS = ['complete', 'embed', 'transcribe'] as const;
export type AiOperation = (typeof AI_OPERATIONS)[number];

/** Source: OpenAI "Embeddings", API reference: an input array has at most 2048 elements. */
const MAX_TEXTS = 2_048;
/** An answer is read in one piece: of so many vectors it takes a few milliseconds. */
const TEXTS_AT_ONCE = 64;
const NO_VECTORS = { vectors: [], dimensions: 0, usage: NO_TOKENS };

export type AttemptObserver = (operation: AiOperation, attempt: AiAttempt) => void;

export interface ProviderClientOptions {
  clock: Clock;
  observe?: AttemptObserver;
  /** For tests alone, whose servers are on this machine. */
  allowLoopback?: boolean;
}

/** One provider that speaks OpenAI's API. What it does not embed is embedded offline. */
export class ProviderClient extends AiClient {
  override readonly capabilities: AiCapabilities;
  override readonly embeddingModel: string;
  private readonly api: OpenAiApi;
  private readonly calls: GuardedCalls;
  private readonly clock: Clock;
  private readonly offline = new OfflineAiClient();
  private readonly observe: AttemptObserver;

  constructor(
    readonly settings: AiProviderSettings,
    { clock, observe = () => undefined, allowLoopback = false }: ProviderClientOptions,
  ) {
    super();
    const { model, embeddingModel, transcriptionModel } = settings;
    this.capabilities = { generates: model !== undefined, embeds: true, transcribes: transcriptionModel !== undefined };
    this.embeddingModel = embeddingModel ?? this.offline.embeddingModel;
    this.api = new OpenAiApi(settings, { allowLoopback });
    this.clock = clock;
    this.calls = new GuardedCalls(clock);
    this.observe = observe;
  }

  /** Whether the provider has failed so often that calls fail at once. */
  get isBroken(): boolean {
    return this.calls.isOpen;
  }

  override complete(request: AiCompletionRequest, options: AiCallOptions): Promise<AiCompletion> {
    return this.guarded('complete', options, {
      attempt: (signal) => this.api.complete(request, signal),
      lostTokens: () => lost(promptTokensOf(request)),
    });
  }

  override async embed(texts: readonly string[], options: AiEmbedOptions): Promise<AiEmbeddings> {
    const model = options.model ?? this.embeddingModel;
    if (model === this.offline.embeddingModel) return this.offline.embed(texts, options);
    if (texts.length > MAX_TEXTS) throw new AiError('invalid', 'Too many texts at once.', { detail: 'too-many-texts' });
    if (texts.length === 0) return { ...NO_VECTORS, model, provider: this.settings.name };
    return this.embedInParts(texts, model, options);
  }

  override transcribe(audio: AiAudio, options: AiCallOptions): Promise<AiTranscript> {
    return this.guarded('transcribe', options, {
      attempt: (signal) => this.api.transcribe(audio, signal),
      lostTokens: () => lost(0),
    });
  }

  /** Lets calls that are under way end first. */
  close(): Promise<void> {
    return this.api.close();
  }

  /** Ends calls that are under way. */
  abort(): Promise<void> {
    return this.api.abort();
  }

  /** One deadline for all parts. */
  private async embedInParts(texts: readonly string[], model: string, options: AiEmbedOptions): Promise<AiEmbeddings> {
    const endsAt = this.clock.monotonic() + options.deadlineMs;
    const vectors: Float32Array[] = [];
    let usage = NO_TOKENS;
    for (let at = 0; at < texts.length; at += TEXTS_AT_ONCE) {
      const part = texts.slice(at, at + TEXTS_AT_ONCE);
      const rest = { ...options, deadlineMs: endsAt - this.clock.monotonic() };
      const embedded = await this.embedPart(part, model, rest).catch((error: unknown) => {
        throw error instanceof AiError ? error.withUsage(addTokens(usage, error.usage ?? NO_TOKENS)) : error;
      });
      vectors.push(...embedded.vectors);
      usage = addTokens(usage, embedded.usage);
    }
    const dimensions = vectors[0]?.length ?? 0;
    return { vectors, dimensions, model, provider: this.settings.name, usage };
  }

  private embedPart(texts: readonly string[], model: string, options: AiEmbedOptions): Promise<AiEmbeddings> {
    return this.guarded('embed', options, {
      attempt: (signal) => this.api.embed(texts, model, signal),
      lostTokens: () => lost(texts.reduce((sum, text) => sum + tokensOfText(text), 0)),
    });
  }

  private guarded<T extends { usage: AiTokenUsage }>(
    operation: AiOperation,
    options: AiCallOptions,
    call: { attempt: (signal: AbortSignal) => Promise<T>; lostTokens: () => AiTokenUsage },
  ): Promise<T> {
    return this.calls.run({ ...call, onAttempt: (attempt) => this.observe(operation, attempt) }, options);
  }
}

/** A request that was sent is likely to be billed, answered or not. */
const lost = (promptTokens: number): AiTokenUsage => ({ promptTokens, completionTokens: 0, estimated: true });

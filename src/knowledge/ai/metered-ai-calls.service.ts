import { Injectable } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import {
  type AiAudio,
  type AiCallOptions,
  type AiCompletion,
  type AiCompletionRequest,
  type AiEmbeddings,
  type AiEmbedOptions,
  AiError,
  type AiTokenUsage,
  type AiTranscript,
  NO_TOKENS,
  OFFLINE_EMBEDDING_MODEL,
  promptTokensAtMost,
  tokensOfTextAtMost,
} from '../../shared/providers/ai';
import { AiAdmissions, asAiError } from './ai-admissions.service';
import { AiCallNotes } from './ai-call-notes.service';
import { type AiAbilities, AiCalls, type AiScope } from './ai-calls.port';
import type { AiEstimate } from './ai-ledger.service';
import { AiProviders, type ResolvedProvider } from './ai-providers.service';

/** Of speech in the densest form that messengers use: bounds what a voice message may cost. */
const AUDIO_BYTES_PER_TOKEN = 100;

/** An answer that does not fit is asked for once more, and both are billed. */
const ANSWERS_THAT_MUST_FIT = 2;

/** One call that is about to be made. */
interface PlannedCall<T = unknown> {
  scope: AiScope;
  provider: ResolvedProvider;
  estimate: AiEstimate;
  options: AiCallOptions;
  send: (options: AiCallOptions) => Promise<T>;
}

@Injectable()
export class MeteredAiCalls extends AiCalls {
  constructor(
    private readonly providers: AiProviders,
    private readonly admission: AiAdmissions,
    private readonly notes: AiCallNotes,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async abilitiesOf(workspaceId: WorkspaceId | null): Promise<AiAbilities> {
    const { client, name } = await this.resolve(workspaceId);
    return { ...client.capabilities, provider: name, embeddingModel: client.embeddingModel };
  }

  override async complete(scope: AiScope, request: AiCompletionRequest, options: AiCallOptions): Promise<AiCompletion> {
    const provider = await this.resolve(scope.workspaceId);
    const model = request.model ?? provider.model;
    if (!provider.client.capabilities.generates) return provider.client.complete(request, options);
    if (request.model !== undefined && request.model !== provider.model && !provider.offers(model))
      throw new AiError('config', 'This model is not offered here.', { detail: 'model-not-offered' });
    const billed = request.schema === undefined && request.tools === undefined ? 1 : ANSWERS_THAT_MUST_FIT;
    const estimate = {
      model,
      promptTokens: billed * promptTokensAtMost(request),
      completionTokens: billed * request.maxTokens,
    };
    const send = (mine: AiCallOptions) => provider.client.complete(request, mine);
    return this.metered({ scope, provider, estimate, options, send });
  }

  override async embed(scope: AiScope, texts: readonly string[], options: AiEmbedOptions): Promise<AiEmbeddings> {
    const provider = await this.resolve(scope.workspaceId);
    const { client } = provider;
    const model = options.model ?? client.embeddingModel;
    // Vectors that are made here cost nothing.
    if (model === OFFLINE_EMBEDDING_MODEL) return client.embed(texts, options);
    const promptTokens = texts.reduce((sum, text) => sum + tokensOfTextAtMost(text), 0);
    const send = (mine: AiCallOptions) => client.embed(texts, { ...mine, model });
    return this.metered({ scope, provider, estimate: { model, promptTokens, completionTokens: 0 }, options, send });
  }

  override async transcribe(scope: AiScope, audio: AiAudio, options: AiCallOptions): Promise<AiTranscript> {
    const provider = await this.resolve(scope.workspaceId);
    const { client, transcriptionModel: model } = provider;
    if (!client.capabilities.transcribes) return client.transcribe(audio, options);
    const promptTokens = Math.ceil(audio.bytes.length / AUDIO_BYTES_PER_TOKEN);
    const send = (mine: AiCallOptions) => client.transcribe(audio, mine);
    const estimate = { model, promptTokens, completionTokens: promptTokens };
    return this.metered({ scope, provider, estimate, options, send });
  }

  private async metered<T extends { usage: AiTokenUsage; model: string }>(call: PlannedCall<T>): Promise<T> {
    const startedAt = this.clock.monotonic();
    const timed = () => this.clock.monotonic() - startedAt;
    const admission = await this.admission.of(call).catch((error: unknown) => {
      const failure = asAiError(error);
      this.notes.note({ ...noteOf(call, failure), admittedMs: timed(), totalMs: timed(), usage: NO_TOKENS, nanos: 0 });
      throw failure;
    });
    const admittedMs = timed();
    const left = { ...call.options, deadlineMs: call.options.deadlineMs - admittedMs };
    const outcome = await call.send(left).then(
      (result) => ({ result, failure: null }),
      (error: unknown) => ({ result: null, failure: asAiError(error) }),
    );
    const usage = outcome.result?.usage ?? outcome.failure?.usage ?? NO_TOKENS;
    const nanos = await admission.settle(usage, outcome.result?.model);
    this.notes.note({ ...noteOf(call, outcome.failure), admittedMs, totalMs: timed(), usage, nanos });
    if (outcome.failure !== null) throw outcome.failure;
    return outcome.result;
  }

  private async resolve(workspaceId: WorkspaceId | null): Promise<ResolvedProvider> {
    try {
      return await this.providers.of(workspaceId);
    } catch (error) {
      throw asAiError(error);
    }
  }
}

const noteOf = ({ scope, provider }: Pick<PlannedCall, 'scope' | 'provider'>, failure: AiError | null) => ({
  scope,
  provider: provider.name,
  outcome: failure?.class ?? ('ok' as const),
  detail: failure?.detail ?? 'ok',
});

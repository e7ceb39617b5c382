import OpenAI, { toFile } from 'openai';
import { z } from 'zod';
import type { AiCompletion, AiCompletionRequest } from '../ai-client.port';
import type { AiEmbeddings } from '../ai-embedding';
import { AiError } from '../ai-error';
import type { AiAudio, AiTranscript } from '../ai-transcript';
import type { AiProviderSettings } from '../provider-settings';
import { tokensOfText } from '../token-estimate';
import { readCompletion } from './completion-answer';
import { completionParams } from './completion-request';
import { failureOf } from './failures';
import { ModelHttp } from './model-http';
import { readVectors } from './read-vectors';

/** An answer is read in one piece, which holds up everything else: a second of it would be too long. */
const MAX_ANSWER_BYTES = 1_000_000;
/** 64 vectors of 3072 numbers in words, and room. */
const MAX_VECTORS_BYTES = 6_000_000;
/** Of speech; for the estimate where the provider does not count. Source: OpenAI pricing, transcription by the minute. */
const BYTES_PER_AUDIO_TOKEN = 400;

const TRANSCRIPT = z.object({
  text: z.string().max(200_000),
  language: z.string().max(40).nullish(),
  duration: z.number().min(0).nullish(),
  usage: z.object({ input_tokens: z.int().min(0).optional(), output_tokens: z.int().min(0).optional() }).nullish(),
});

/** One attempt each, without deadline of its own: the signal ends it. Failures are `AiError`. */
export class OpenAiApi {
  private readonly http: ModelHttp;
  private readonly client: OpenAI;

  constructor(
    private readonly settings: AiProviderSettings,
    { allowLoopback = false }: { allowLoopback?: boolean } = {},
  ) {
    const maxBytesOf = (path: string) => (path.endsWith('/embeddings') ? MAX_VECTORS_BYTES : MAX_ANSWER_BYTES);
    this.http = new ModelHttp({ reach: settings.reach, maxBytesOf, allowLoopback });
    this.client = new OpenAI({
      baseURL: settings.baseUrl,
      // A value is demanded even by servers that check none.
      apiKey: settings.apiKey?.reveal() ?? 'none',
      // Given, so that nothing is read from the environment.
      organization: null,
      project: null,
      adminAPIKey: null,
      webhookSecret: null,
      maxRetries: 0,
      logLevel: 'off',
      fetch: this.http.fetch,
    });
  }

  async complete(request: AiCompletionRequest, signal: AbortSignal): Promise<AiCompletion> {
    const model = request.model ?? this.settings.model;
    if (model === undefined) throw notOffered('complete');
    const params = completionParams(request, model, this.settings.dialect);
    const body = await this.attempt(() => this.client.chat.completions.create(params, { signal }));
    return readCompletion(body, { request, model, provider: this.settings.name });
  }

  async embed(texts: readonly string[], model: string, signal: AbortSignal): Promise<AiEmbeddings> {
    // As base64 they are a quarter as long, but not every compatible server knows it.
    const encoding_format = this.settings.dialect === 'openai' ? ('base64' as const) : ('float' as const);
    const body = await this.attempt(() =>
      this.client.embeddings.create({ model, input: [...texts], encoding_format }, { signal }),
    );
    const { vectors, promptTokens: counted } = readVectors(body, texts.length);
    const promptTokens = counted ?? texts.reduce((sum, text) => sum + tokensOfText(text), 0);
    return {
      vectors,
      dimensions: vectors[0]?.length ?? 0,
      model,
      provider: this.settings.name,
      usage: { promptTokens, completionTokens: 0, ...(counted === undefined ? { estimated: true } : {}) },
    };
  }

  async transcribe({ bytes, fileName, contentType, language }: AiAudio, signal: AbortSignal): Promise<AiTranscript> {
    const model = this.settings.transcriptionModel;
    if (model === undefined) throw notOffered('transcribe');
    const file = await toFile(bytes, fileName, { type: contentType });
    const body = await this.attempt(() =>
      this.client.audio.transcriptions.create(
        { model, file, response_format: 'json', ...(language === undefined ? {} : { language }) },
        { signal },
      ),
    );
    return { ...readTranscript(body, bytes.length), model, provider: this.settings.name };
  }

  close(): Promise<void> {
    return this.http.close();
  }

  abort(): Promise<void> {
    return this.http.abort();
  }

  private async attempt(call: () => PromiseLike<unknown>): Promise<unknown> {
    try {
      return await call();
    } catch (error) {
      throw failureOf(error);
    }
  }
}

function readTranscript(body: unknown, audioBytes: number): Omit<AiTranscript, 'model' | 'provider'> {
  const parsed = TRANSCRIPT.safeParse(body);
  if (!parsed.success) throw broken('transcript');
  const { text, language, duration, usage } = parsed.data;
  const counted = usage?.input_tokens;
  return {
    text,
    ...(typeof language === 'string' ? { language } : {}),
    ...(typeof duration === 'number' ? { durationSeconds: duration } : {}),
    usage: {
      promptTokens: counted ?? Math.ceil(audioBytes / BYTES_PER_AUDIO_TOKEN),
      completionTokens: usage?.output_tokens ?? tokensOfText(text),
      ...(counted === undefined ? { estimated: true } : {}),
    },
  };
}

const notOffered = (detail: string): AiError =>
  new AiError('config', 'This provider does not offer that.', { detail: `not-offered/${detail}` });

const broken = (detail: string): AiError =>
  new AiError('invalid', 'The provider’s answer does not fit what was asked for.', { detail });

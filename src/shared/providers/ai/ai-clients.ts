import type { OnApplicationShutdown } from '@nestjs/common';
import type { AppConfig } from '../../config';
import { type Clock, Secret } from '../../kernel';
import type { DiagnosticLog, Metrics } from '../../observability';
import type { AiClient } from './ai-client.port';
import { OfflineAiClient } from './offline/offline-ai-client';
import { type AiOperation, ProviderClient } from './provider-client';
import type { AiProviderSettings } from './provider-settings';
import type { AiAttempt } from './resilience/guarded-calls';
import { FallbackAiClient } from './resilience/fallback-ai-client';

/** Whose provider it is: the host's, the host's second one, or a workspace's own. A label of metrics. */
export type AiProviderKind = 'platform' | 'fallback' | 'own';

export interface AiProviderStatus {
  name: AiProviderKind | 'offline';
  model?: string;
  embeddingModel?: string;
  transcriptionModel?: string;
  /** It has failed so often that calls fail at once. */
  isBroken: boolean;
}

/** Makes clients of providers, and has the host's own. Each attempt is counted and noted, without any text. */
export class AiClients implements OnApplicationShutdown {
  /** Of the host, as configured; offline where nothing is. */
  readonly platform: AiClient;
  private readonly open = new Set<ProviderClient>();
  private readonly providers: { name: AiProviderKind; client: ProviderClient }[] = [];

  /** `allowLoopback`: for tests alone, whose servers are on this machine; production never sets it. */
  constructor(
    { ai }: Pick<AppConfig, 'ai'>,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
    private readonly log: DiagnosticLog,
    private readonly allowLoopback = false,
  ) {
    const first = ai.provider === null ? null : this.host('platform', ai.provider);
    const second = ai.fallback === null ? null : this.host('fallback', ai.fallback);
    if (first === null) this.platform = new OfflineAiClient();
    else this.platform = second === null ? first : new FallbackAiClient(first, second, clock);
  }

  /** A workspace's own provider. Close it when it is replaced. */
  own(settings: AiProviderSettings): ProviderClient {
    return this.create('own', settings);
  }

  async close(client: ProviderClient): Promise<void> {
    this.open.delete(client);
    await client.close();
  }

  /** Of the host's providers, in the order in which they are asked. */
  status(): AiProviderStatus[] {
    if (this.providers.length === 0) return [{ name: 'offline', isBroken: false }];
    return this.providers.map(({ name, client: { settings, isBroken } }) => ({
      name,
      ...(settings.model === undefined ? {} : { model: settings.model }),
      ...(settings.embeddingModel === undefined ? {} : { embeddingModel: settings.embeddingModel }),
      ...(settings.transcriptionModel === undefined ? {} : { transcriptionModel: settings.transcriptionModel }),
      isBroken,
    }));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.open].map((client) => client.abort()));
  }

  private host(name: 'platform' | 'fallback', given: NonNullable<AppConfig['ai']['provider']>): ProviderClient {
    const { apiKey, embeddingModel, transcriptionModel, baseUrl, dialect, model } = given;
    const client = this.create(name, {
      name,
      baseUrl,
      dialect,
      model,
      reach: 'any',
      ...(apiKey === undefined ? {} : { apiKey: new Secret(apiKey) }),
      ...(embeddingModel === undefined ? {} : { embeddingModel }),
      ...(transcriptionModel === undefined ? {} : { transcriptionModel }),
    });
    this.providers.push({ name, client });
    return client;
  }

  private create(kind: AiProviderKind, settings: AiProviderSettings): ProviderClient {
    const client = new ProviderClient(settings, {
      clock: this.clock,
      observe: (operation, attempt) => this.note(kind, operation, attempt),
      allowLoopback: this.allowLoopback,
    });
    this.open.add(client);
    return client;
  }

  private note(provider: AiProviderKind, operation: AiOperation, { attempt, outcome, detail, durationMs }: AiAttempt) {
    this.metrics.aiAttempts.inc({ provider, operation, outcome });
    this.metrics.aiSeconds.observe({ provider, operation }, durationMs / 1_000);
    if (!this.log.isOn('model_api')) return;
    this.log.log({
      category: 'model_api',
      level: outcome === 'ok' ? 'debug' : 'warn',
      message: `model.${outcome}`,
      details: { provider, operation, attempt, detail, durationMs },
    });
  }
}

import { Inject, Injectable } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../../shared/config';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { type AiClient, AiClients, OFFLINE_PROVIDER, type ProviderClient } from '../../shared/providers/ai';
import { AiProvidersRepository } from '../repositories/ai-providers.repository';
import type { AiProviderRow } from '../schemas/ai-provider.schema';
import { AiProviderKeys } from './ai-provider-keys.service';

/** Of whom a workspace's calls are asked. */
export interface ResolvedProvider {
  client: AiClient;
  name: string;
  /** The host pays: its caps hold. */
  isHosts: boolean;
  /** The model that is asked unless another is named. */
  model: string;
  transcriptionModel: string;
  /** Whether a call may name this one. */
  offers: (model: string) => boolean;
}

interface OwnClient {
  revision: string;
  client: ProviderClient;
}

interface Resolved {
  at: number;
  provider: Promise<ResolvedProvider>;
}

/** As with other settings: nothing older is ever given out. */
const TRUSTED_MS = 1_000;
const MOST_RESOLVED = 2_000;
const MOST_CLIENTS = 200;

/** Which provider a workspace has: its own, or the host's. At most a second behind what is stored. */
@Injectable()
export class AiProviders {
  private readonly resolved = new Map<WorkspaceId, Resolved>();
  private readonly own = new Map<WorkspaceId, OwnClient>();
  private readonly platform: ResolvedProvider;

  constructor(
    private readonly rows: AiProvidersRepository,
    private readonly keys: AiProviderKeys,
    private readonly clients: AiClients,
    private readonly clock: Clock,
    @Inject(APP_CONFIG) { ai }: Pick<AppConfig, 'ai'>,
  ) {
    const client = clients.platform;
    this.platform = {
      client,
      name: client.capabilities.generates ? 'platform' : OFFLINE_PROVIDER,
      isHosts: true,
      model: ai.provider?.model ?? OFFLINE_PROVIDER,
      transcriptionModel: ai.provider?.transcriptionModel ?? OFFLINE_PROVIDER,
      offers: (model) => ai.models.includes(model),
    };
  }

  /** Null: the platform itself. */
  async of(workspaceId: WorkspaceId | null): Promise<ResolvedProvider> {
    if (workspaceId === null) return this.platform;
    const now = this.clock.monotonic();
    const known = this.resolved.get(workspaceId);
    if (known !== undefined && now - known.at < TRUSTED_MS) return known.provider;
    if (this.resolved.size >= MOST_RESOLVED) this.resolved.clear();
    const entry = { at: now, provider: this.resolve(workspaceId) };
    this.resolved.set(workspaceId, entry);
    entry.provider.catch(() => this.forget(workspaceId, entry));
    return entry.provider;
  }

  /** As soon as a change is known. */
  changed(workspaceId: WorkspaceId): void {
    this.resolved.delete(workspaceId);
  }

  private async resolve(workspaceId: WorkspaceId): Promise<ResolvedProvider> {
    const row = await this.rows.current(workspaceId);
    if (row === null) {
      this.drop(workspaceId);
      return this.platform;
    }
    const { model, transcriptionModel = OFFLINE_PROVIDER } = row;
    const client = this.clientOf(workspaceId, row);
    return { client, name: 'own', isHosts: false, model, transcriptionModel, offers: () => true };
  }

  /** The same while the row is the same: it remembers how the provider has been doing. */
  private clientOf(workspaceId: WorkspaceId, row: AiProviderRow): AiClient {
    const known = this.own.get(workspaceId);
    // Taken out and put back, so that the one longest unused is the first.
    this.own.delete(workspaceId);
    if (known?.revision === row.revision) {
      this.own.set(workspaceId, known);
      return known.client;
    }
    if (known !== undefined) void this.clients.close(known.client);
    const client = this.clients.own(this.keys.settingsOf(row));
    this.own.set(workspaceId, { revision: row.revision, client });
    this.dropOldest();
    return client;
  }

  private dropOldest(): void {
    const [oldest] = this.own.keys();
    if (this.own.size > MOST_CLIENTS && oldest !== undefined) this.drop(oldest);
  }

  private drop(workspaceId: WorkspaceId): void {
    const known = this.own.get(workspaceId);
    this.own.delete(workspaceId);
    if (known !== undefined) void this.clients.close(known.client);
  }

  private forget(workspaceId: WorkspaceId, entry: Resolved): void {
    if (this.resolved.get(workspaceId) === entry) this.resolved.delete(workspaceId);
  }
}

import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { Clock, newId, type RequestContext, Secret } from '../../shared/kernel';
import { type AiDialect, AiError } from '../../shared/providers/ai';
import { PublicAddresses } from '../../shared/providers/http-fetch';
import { AiProvidersRepository } from '../repositories/ai-providers.repository';
import type { AiProviderRow } from '../schemas/ai-provider.schema';
import { AiCalls } from './ai-calls.port';
import { AiProviderKeys } from './ai-provider-keys.service';
import { AiProviders } from './ai-providers.service';
import { aiKeyNeeded, aiProviderInvalid, aiProviderNotFound } from './ai-provider.errors';

/** What an admin of the workspace sets. */
export interface OwnProviderWish {
  baseUrl: string;
  dialect: AiDialect;
  model: string;
  embeddingModel?: string | undefined;
  transcriptionModel?: string | undefined;
  /** Absent: the stored one stays, if the address does. Null: none. */
  apiKey?: string | null | undefined;
}

export interface OwnProvider {
  baseUrl: string;
  dialect: AiDialect;
  model: string;
  embeddingModel?: string;
  transcriptionModel?: string;
  hasKey: boolean;
  keyHint?: string;
  updatedAt: Date;
}

export interface ProbeResult {
  ok: boolean;
  /** Class of the failure. */
  failure?: string;
  message?: string;
  model?: string;
  durationMs: number;
}

const PROBE_MS = 15_000;

/** A workspace's own provider of language models, in place of the host's. */
@Injectable()
export class OwnProviders {
  private readonly addresses = new PublicAddresses();

  constructor(
    private readonly rows: AiProvidersRepository,
    private readonly keys: AiProviderKeys,
    private readonly providers: AiProviders,
    private readonly calls: AiCalls,
    private readonly changes: AuditedChanges,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError AI.PROVIDER_NOT_FOUND */
  async get({ workspaceId }: Pick<RequestContext, 'workspaceId'>): Promise<OwnProvider> {
    const row = await this.rows.find(workspaceId);
    if (row === null) throw aiProviderNotFound();
    return shown(row);
  }

  /** Replaces all of it. @throws DomainError AI.PROVIDER_INVALID, AI.KEY_NEEDED */
  async set(context: RequestContext, wish: OwnProviderWish): Promise<OwnProvider> {
    const baseUrl = wish.baseUrl.replace(/\/+$/, '');
    await this.checkAddress(baseUrl);
    const { workspaceId } = context;
    const row = await this.changes.run(context, async (record) => {
      const before = await this.rows.find(workspaceId);
      const saved = await this.rows.save(workspaceId, {
        baseUrl,
        dialect: wish.dialect,
        model: wish.model,
        ...(wish.embeddingModel === undefined ? {} : { embeddingModel: wish.embeddingModel }),
        ...(wish.transcriptionModel === undefined ? {} : { transcriptionModel: wish.transcriptionModel }),
        ...this.keyOf(context, wish.apiKey, baseUrl, before),
        revision: newId(),
        updatedAt: this.clock.now(),
      });
      await record({
        action: 'ai-provider.changed',
        workspaceId,
        target: workspaceId,
        ...(before === null ? {} : { before: shown(before) }),
        after: shown(saved),
        details: { host: new URL(baseUrl).host, model: wish.model },
      });
      return saved;
    });
    this.providers.changed(workspaceId);
    return shown(row);
  }

  /** Back to the host's. @throws DomainError AI.PROVIDER_NOT_FOUND */
  async remove(context: RequestContext): Promise<void> {
    const { workspaceId } = context;
    await this.changes.run(context, async (record) => {
      const before = await this.rows.find(workspaceId);
      if (before === null || !(await this.rows.remove(workspaceId))) throw aiProviderNotFound();
      await record({
        action: 'ai-provider.removed',
        workspaceId,
        target: workspaceId,
        before: shown(before),
      });
    });
    this.providers.changed(workspaceId);
  }

  /** Asks whichever provider the workspace has for one word. */
  async probe({ workspaceId }: RequestContext): Promise<ProbeResult> {
    const startedAt = this.clock.monotonic();
    const took = () => Math.round(this.clock.monotonic() - startedAt);
    try {
      const { model } = await this.calls.complete(
        { workspaceId, purpose: 'probe' },
        { messages: [{ role: 'user', content: 'Answer with the word OK.' }], maxTokens: 200, reasoningEffort: 'low' },
        { deadlineMs: PROBE_MS },
      );
      return { ok: true, model, durationMs: took() };
    } catch (error) {
      if (!(error instanceof AiError)) throw error;
      return { ok: false, failure: error.class, message: error.message, durationMs: took() };
    }
  }

  private keyOf(
    { workspaceId }: RequestContext,
    apiKey: string | null | undefined,
    baseUrl: string,
    before: AiProviderRow | null,
  ): Pick<AiProviderRow, 'sealedKey' | 'keyHint'> {
    if (apiKey === null) return {};
    if (apiKey !== undefined) return this.keys.seal(workspaceId, baseUrl, new Secret(apiKey));
    if (before?.sealedKey === undefined) return {};
    // Else whoever may change the address could have the key sent to a server of their own.
    if (before.baseUrl !== baseUrl) throw aiKeyNeeded();
    const { sealedKey, keyHint } = before;
    return { sealedKey, ...(keyHint === undefined ? {} : { keyHint }) };
  }

  private async checkAddress(baseUrl: string): Promise<void> {
    const rule = URL.canParse(baseUrl) ? await this.addresses.problemOf(new URL(baseUrl)) : 'must be an address';
    if (rule !== null) throw aiProviderInvalid([{ field: 'baseUrl', rule }]);
  }
}

function shown(row: AiProviderRow): OwnProvider {
  const { baseUrl, dialect, model, embeddingModel, transcriptionModel, sealedKey, keyHint, updatedAt } = row;
  return {
    baseUrl,
    dialect,
    model,
    ...(embeddingModel === undefined ? {} : { embeddingModel }),
    ...(transcriptionModel === undefined ? {} : { transcriptionModel }),
    hasKey: sealedKey !== undefined,
    ...(keyHint === undefined || keyHint === '' ? {} : { keyHint }),
    updatedAt,
  };
}

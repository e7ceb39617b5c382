import { Injectable } from '@nestjs/common';
import type { WorkspaceId } from '../../shared/kernel';
import { type AiPurpose, AiCalls, type AskingFlow } from '../ai/ai-calls.port';
import { PLATFORM_KNOWLEDGE } from '../domain/knowledge-item';

export interface EmbeddedTexts {
  model: string;
  /** In the order of the texts. */
  vectors: readonly Float32Array[];
}

export interface EmbeddingWishes {
  purpose: AiPurpose;
  flow?: AskingFlow | undefined;
  deadlineMs: number;
  signal?: AbortSignal | undefined;
}

/** Vectors of texts, by whatever the workspace has for it. */
@Injectable()
export class Embeddings {
  constructor(private readonly calls: AiCalls) {}

  /** Of the vectors that `embed` gives now; null when it gives none. */
  async modelOf(workspaceId: WorkspaceId): Promise<string | null> {
    const { embeds, embeddingModel } = await this.calls.abilitiesOf(payer(workspaceId));
    return embeds ? embeddingModel : null;
  }

  /** Null when nothing embeds. @throws AiError */
  async embed(
    workspaceId: WorkspaceId,
    texts: readonly string[],
    { purpose, flow, deadlineMs, signal }: EmbeddingWishes,
  ): Promise<EmbeddedTexts | null> {
    if ((await this.modelOf(workspaceId)) === null) return null;
    const scope = { workspaceId: payer(workspaceId), purpose, ...(flow === undefined ? {} : { flow }) };
    const { model, vectors } = await this.calls.embed(scope, texts, {
      deadlineMs,
      ...(signal === undefined ? {} : { signal }),
    });
    return { model, vectors };
  }
}

const payer = (workspaceId: WorkspaceId): WorkspaceId | null =>
  workspaceId === PLATFORM_KNOWLEDGE ? null : workspaceId;

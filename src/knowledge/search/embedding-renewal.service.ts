import { Injectable } from '@nestjs/common';
import { Clock, type WorkspaceId } from '../../shared/kernel';
import { AppLogger } from '../../shared/observability';
import { KnowledgeItemsRepository } from '../repositories/knowledge-items.repository';

/** A workspace is not looked at more often. */
const LOOK_AGAIN_MS = 10 * 60_000;
const REMEMBERED = 10_000;

/**
 * Sees to it that what is searched gets vectors of the model that is used now. Asked for by searches, so that nothing is
 * embedded anew that nobody looks for; until it is done they find it by its words.
 */
@Injectable()
export class EmbeddingRenewal {
  private readonly lookedAt = new Map<string, number>();

  constructor(
    private readonly items: KnowledgeItemsRepository,
    private readonly logger: AppLogger,
    private readonly clock: Clock,
  ) {}

  /** Looks in the background, now and then, whether there are vectors of another model. */
  usedModel(workspaceId: WorkspaceId, model: string): void {
    const key = `${workspaceId}/${model}`;
    const now = this.clock.monotonic();
    const last = this.lookedAt.get(key);
    if (last !== undefined && now - last < LOOK_AGAIN_MS) return;
    if (this.lookedAt.size >= REMEMBERED) this.lookedAt.clear();
    this.lookedAt.set(key, now);
    this.items.makeDue(workspaceId, model, this.clock.now()).catch((err: unknown) => {
      this.lookedAt.delete(key);
      this.logger.event('warn', 'vectors of another model not looked for', { workspaceId, err });
    });
  }
}

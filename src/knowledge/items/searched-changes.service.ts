import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { DomainEvents } from '../../shared/events';
import { Clock, newId, type WorkspaceId } from '../../shared/kernel';
import { VectorStore } from '../../shared/providers/vector-store';
import { PLATFORM_KNOWLEDGE } from '../domain/knowledge-item';
import { KnowledgeRevisionsRepository } from '../repositories/knowledge-revisions.repository';

/** Makes known that something which is searched has changed: here at once, elsewhere within a second. */
@Injectable()
export class SearchedChanges {
  constructor(
    private readonly revisions: KnowledgeRevisionsRepository,
    private readonly vectors: VectorStore,
    private readonly transactions: Transactions,
    private readonly events: DomainEvents,
    private readonly clock: Clock,
  ) {}

  /** To be called in the transaction of the change. */
  async note(workspaceId: WorkspaceId): Promise<void> {
    await this.revisions.bump(workspaceId);
    this.transactions.afterCommit(() => this.vectors.changed(workspaceId));
  }

  /** What became of an item without anybody's doing; in the transaction of it, if there is one. */
  async tell(workspaceId: WorkspaceId, itemId: string, change: 'processed' | 'failed' | 'removed'): Promise<void> {
    if (workspaceId === PLATFORM_KNOWLEDGE) return;
    const at = this.clock.now();
    const data = { resource: 'knowledge-item', change };
    await this.events.record({ id: newId(at), type: 'knowledge.changed', workspaceId, at, subjectId: itemId, data });
  }
}

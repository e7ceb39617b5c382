import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import type { WorkspaceId } from '../../shared/kernel';
import { VectorStore } from '../../shared/providers/vector-store';
import { KnowledgeRevisionsRepository } from '../repositories/knowledge-revisions.repository';

/** Makes known that something which is searched has changed: here at once, elsewhere within a second. */
@Injectable()
export class SearchedChanges {
  constructor(
    private readonly revisions: KnowledgeRevisionsRepository,
    private readonly vectors: VectorStore,
    private readonly transactions: Transactions,
  ) {}

  /** To be called in the transaction of the change. */
  async note(workspaceId: WorkspaceId): Promise<void> {
    await this.revisions.bump(workspaceId);
    this.transactions.afterCommit(() => this.vectors.changed(workspaceId));
  }
}

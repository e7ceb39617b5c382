import { Injectable } from '@nestjs/common';
import type { AccountId, RequestContext } from '../../shared/kernel';
import { GraphError, type GraphPage, type GraphPost, MetaPosts } from '../../shared/providers/meta-graph';
import { AccountDirectory } from '../account-directory.service';
import { AccountHealth } from '../account-health.service';
import { maySend } from '../domain/account-state';
import { accountNotFound, accountNotUsable, commentRefused } from '../instagram.errors';

/** Posts of an account, to choose from. */
@Injectable()
export class Posts {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly meta: MetaPosts,
    private readonly health: AccountHealth,
  ) {}

  /**
   * Newest first, as Instagram has them now; a made-up account has none.
   * @throws DomainError ACCOUNT.NOT_FOUND, ACCOUNT.NOT_USABLE, COMMENT.REFUSED, .LIMITED, .UNAVAILABLE
   */
  async list(
    { workspaceId }: RequestContext,
    accountId: AccountId,
    { limit, after }: { limit: number; after?: string },
  ): Promise<GraphPage<GraphPost>> {
    const account = await this.directory.get(workspaceId, accountId);
    if (account === null) throw accountNotFound();
    if (account.isMock === true) return { items: [], next: null };
    if (!maySend(account.status)) throw accountNotUsable();
    try {
      return await this.meta.list(account, limit, after);
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      await this.health.noteFailure(account, error.failure);
      throw commentRefused(error.failure);
    }
  }
}

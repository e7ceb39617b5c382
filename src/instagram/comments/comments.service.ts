import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import type { AccountId, RequestContext } from '../../shared/kernel';
import { type GraphComment, GraphError, type GraphPage, MetaComments } from '../../shared/providers/meta-graph';
import { AccountDirectory, type KnownAccount } from '../account-directory.service';
import { AccountHealth } from '../account-health.service';
import { maySend } from '../domain/account-state';
import { problemOfPublicReply } from '../domain/public-reply';
import {
  accountNotFound,
  accountNotUsable,
  commentRefused,
  commentUncertain,
  mockAccount,
  publicReplyInvalid,
} from '../instagram.errors';

type CommentAct = 'comment.replied' | 'comment.hidden' | 'comment.shown' | 'comment.deleted';

/** What members do with comments. Every method @throws DomainError ACCOUNT.NOT_FOUND, ACCOUNT.NOT_USABLE, COMMENT.REFUSED, .LIMITED, .UNAVAILABLE. */
@Injectable()
export class Comments {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly meta: MetaComments,
    private readonly health: AccountHealth,
    private readonly changes: AuditedChanges,
  ) {}

  /** Newest first, as Instagram has them now. */
  async ofMedia(
    context: RequestContext,
    accountId: AccountId,
    { mediaId, after }: { mediaId: string; after?: string },
  ): Promise<GraphPage<GraphComment>> {
    const account = await this.account(context, accountId);
    return this.asking(account, () => this.meta.listOfMedia(account, mediaId, after));
  }

  /** @throws DomainError COMMENT.TEXT, COMMENT.UNCERTAIN, too */
  async reply(context: RequestContext, accountId: AccountId, commentId: string, text: string): Promise<{ id: string }> {
    const problem = problemOfPublicReply(text);
    if (problem !== null) throw publicReplyInvalid(problem);
    const account = await this.account(context, accountId);
    await this.record(context, 'comment.replied', accountId, commentId);
    const result = await this.meta.reply(account, commentId, text);
    if (result.kind === 'posted') return { id: result.id };
    if (result.kind === 'unknown') throw commentUncertain();
    await this.health.noteFailure(account, result.failure);
    throw commentRefused(result.failure);
  }

  /** Hidden from everybody but its author. */
  async hide(context: RequestContext, accountId: AccountId, commentId: string, hidden: boolean): Promise<void> {
    const account = await this.account(context, accountId);
    await this.record(context, hidden ? 'comment.hidden' : 'comment.shown', accountId, commentId);
    await this.asking(account, () => this.meta.hide(account, commentId, hidden));
  }

  async remove(context: RequestContext, accountId: AccountId, commentId: string): Promise<void> {
    const account = await this.account(context, accountId);
    await this.record(context, 'comment.deleted', accountId, commentId);
    await this.asking(account, () => this.meta.remove(account, commentId));
  }

  private async account({ workspaceId }: RequestContext, accountId: AccountId): Promise<KnownAccount> {
    const account = await this.directory.get(workspaceId, accountId);
    if (account === null) throw accountNotFound();
    if (account.isMock === true) throw mockAccount();
    if (!maySend(account.status)) throw accountNotUsable();
    return account;
  }

  /** Before it is done: nothing is done in public that no entry tells of. */
  private async record(
    context: RequestContext,
    action: CommentAct,
    accountId: AccountId,
    commentId: string,
  ): Promise<void> {
    const { workspaceId } = context;
    const entry = { action, workspaceId, target: commentId, details: { accountId } };
    await this.changes.run(context, (record) => record(entry));
  }

  private async asking<T>(account: KnownAccount, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      await this.health.noteFailure(account, error.failure);
      throw commentRefused(error.failure);
    }
  }
}

import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import type { AccountId, RequestContext } from '../../shared/kernel';
import {
  GraphError,
  type GraphIceBreakers,
  type GraphMenu,
  MetaEntryPoints,
  MetaGraph,
} from '../../shared/providers/meta-graph';
import { AccountDirectory, type KnownAccount } from '../account-directory.service';
import { AccountHealth } from '../account-health.service';
import { maySend } from '../domain/account-state';
import { problemOfIceBreakers, problemOfMenu } from '../domain/entry-points';
import { accountNotFound, accountNotUsable, mockAccount, setUpInvalid, setUpRefused } from '../instagram.errors';

type Act = 'account.ice-breakers-set' | 'account.ice-breakers-removed' | 'account.menu-set' | 'account.menu-removed';

/**
 * What an account shows before anybody writes, and files that it sends again and again. Instagram keeps all of it. Every
 * method @throws DomainError ACCOUNT.NOT_FOUND, .NOT_USABLE, .MOCK, .REFUSED, .LIMITED, .UNAVAILABLE.
 */
@Injectable()
export class MessagingProfile {
  constructor(
    private readonly directory: AccountDirectory,
    private readonly entryPoints: MetaEntryPoints,
    private readonly graph: MetaGraph,
    private readonly health: AccountHealth,
    private readonly changes: AuditedChanges,
  ) {}

  async iceBreakers(context: RequestContext, accountId: AccountId): Promise<GraphIceBreakers[]> {
    const account = await this.account(context, accountId);
    return this.asking(account, () => this.entryPoints.iceBreakers(account));
  }

  /** @throws DomainError ACCOUNT.SET_UP_INVALID, too */
  async setIceBreakers(context: RequestContext, accountId: AccountId, sets: GraphIceBreakers[]): Promise<void> {
    const problem = problemOfIceBreakers(sets);
    if (problem !== null) throw setUpInvalid('locales', problem);
    const account = await this.account(context, accountId);
    await this.record(context, 'account.ice-breakers-set', accountId);
    await this.asking(account, () => this.entryPoints.setIceBreakers(account, sets));
  }

  async removeIceBreakers(context: RequestContext, accountId: AccountId): Promise<void> {
    const account = await this.account(context, accountId);
    await this.record(context, 'account.ice-breakers-removed', accountId);
    await this.asking(account, () => this.entryPoints.removeIceBreakers(account));
  }

  async menu(context: RequestContext, accountId: AccountId): Promise<GraphMenu[]> {
    const account = await this.account(context, accountId);
    return this.asking(account, () => this.entryPoints.menu(account));
  }

  /** @throws DomainError ACCOUNT.SET_UP_INVALID, too */
  async setMenu(context: RequestContext, accountId: AccountId, menus: GraphMenu[]): Promise<void> {
    const problem = problemOfMenu(menus);
    if (problem !== null) throw setUpInvalid('locales', problem);
    const account = await this.account(context, accountId);
    await this.record(context, 'account.menu-set', accountId);
    await this.asking(account, () => this.entryPoints.setMenu(account, menus));
  }

  async removeMenu(context: RequestContext, accountId: AccountId): Promise<void> {
    const account = await this.account(context, accountId);
    await this.record(context, 'account.menu-removed', accountId);
    await this.asking(account, () => this.entryPoints.removeMenu(account));
  }

  /** Instagram fetches the file once; the id sends it as often as wanted. */
  async upload(
    context: RequestContext,
    accountId: AccountId,
    media: { type: string; url: string },
  ): Promise<{ attachmentId: string }> {
    const account = await this.account(context, accountId);
    return { attachmentId: await this.asking(account, () => this.graph.upload(account, media)) };
  }

  private async account({ workspaceId }: RequestContext, accountId: AccountId): Promise<KnownAccount> {
    const account = await this.directory.get(workspaceId, accountId);
    if (account === null) throw accountNotFound();
    if (account.isMock === true) throw mockAccount();
    if (!maySend(account.status)) throw accountNotUsable();
    return account;
  }

  /** Before it is done: nothing is shown to people that no entry tells of. */
  private async record(context: RequestContext, action: Act, accountId: AccountId): Promise<void> {
    const entry = { action, workspaceId: context.workspaceId, target: accountId };
    await this.changes.run(context, (record) => record(entry));
  }

  private async asking<T>(account: KnownAccount, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof GraphError)) throw error;
      await this.health.noteFailure(account, error.failure);
      throw setUpRefused(error.failure);
    }
  }
}

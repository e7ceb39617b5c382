import { Injectable } from '@nestjs/common';
import { ConversationsFacade } from '../../conversations';
import { CrmFacade } from '../../crm';
import { Clock, Contributions, eachOf, systemCaller } from '../../shared/kernel';
import { ScheduledJob } from '../../shared/schedule';
import { PrivacyErasures } from '../../workspace';
import { DataDeletionsRepository } from '../repositories/data-deletions.repository';
import type { AccountLeft, DataDeletionRow } from '../schemas/data-deletion.schema';

/** Conversations in one erasure. */
const SHARE = 500;
const AT_ONCE = 20;
/** By then the accounts are disconnected, so that nothing new comes. */
const DISCONNECTED_MS = 10_000;

/** Has the conversations of accounts erased whose owners had their data deleted, and sees to it that this is done. */
@Injectable()
export class EraseAccountDataJob extends ScheduledJob {
  readonly name = 'erase-account-data';
  readonly everyMs = 5_000;
  readonly scope = 'cluster' as const;

  constructor(
    contributions: Contributions,
    private readonly deletions: DataDeletionsRepository,
    private readonly conversations: ConversationsFacade,
    private readonly crm: CrmFacade,
    private readonly erasures: PrivacyErasures,
    private readonly clock: Clock,
  ) {
    super();
    contributions.provide(ScheduledJob, this);
  }

  async run(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - DISCONNECTED_MS);
    await eachOf(await this.deletions.open(before, AT_ONCE), (deletion) => this.advance(deletion));
  }

  private async advance(deletion: DataDeletionRow): Promise<void> {
    let { left } = deletion;
    for (let [next] = left; next !== undefined; [next] = left) left = await this.askForShare(deletion, next, left);
    // What was asked for just now is not done, and looked at the next time.
    if (deletion.left.length > 0) return;
    for (const { workspaceId, requestId } of deletion.erasures)
      if (!(await this.erasures.isDone(workspaceId, requestId))) return;
    await this.deletions.finish(deletion._id, this.clock.now());
  }

  /** What is left afterwards. Cut off in between, the same share is asked for again, which does no harm. */
  private async askForShare(
    { _id: code }: DataDeletionRow,
    account: AccountLeft,
    left: readonly AccountLeft[],
  ): Promise<AccountLeft[]> {
    const { workspaceId, accountId, after } = account;
    const lanes = await this.conversations.ofAccount(workspaceId, accountId, SHARE, after);
    const last = lanes.at(-1);
    const others = left.slice(1);
    if (last === undefined) {
      await this.deletions.noteStep(code, others);
      return others;
    }
    const participantIds = lanes.map(({ participantId }) => participantId);
    const contactIds = await this.crm.leaveAccount(workspaceId, accountId, participantIds);
    const requestId = await this.erasures.eraseShare(systemCaller('instagram.data-deletion', code), workspaceId, {
      id: `${accountId}.${last.conversationId}`,
      conversationIds: lanes.map(({ conversationId }) => conversationId),
      contactIds,
    });
    const rest = [{ ...account, after: last.conversationId }, ...others];
    await this.deletions.noteStep(code, rest, { workspaceId, requestId });
    return rest;
  }
}

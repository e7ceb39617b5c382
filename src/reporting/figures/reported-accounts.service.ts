import { Injectable } from '@nestjs/common';
import { MessageFacts } from '../../conversations';
import { InstagramFacade } from '../../instagram';
import type { AccountId, ConversationId, WorkspaceId } from '../../shared/kernel';

/** What is reported of a workspace: everything but what was made up for demonstrations. */
export interface Reported {
  account: (accountId: AccountId) => boolean;
  /** Of these conversations, which. */
  threads(conversationIds: readonly ConversationId[]): Promise<(conversationId: ConversationId) => boolean>;
}

@Injectable()
export class ReportedAccounts {
  constructor(
    private readonly instagram: InstagramFacade,
    private readonly facts: MessageFacts,
  ) {}

  async of(workspaceId: WorkspaceId): Promise<Reported> {
    const unreported = new Set(await this.instagram.unreportedAccounts(workspaceId));
    return {
      account: (accountId) => !unreported.has(accountId),
      threads: async (conversationIds) => {
        if (unreported.size === 0 || conversationIds.length === 0) return () => true;
        const accounts = await this.facts.accountsOf(workspaceId, [...new Set(conversationIds)]);
        return (conversationId) => {
          const accountId = accounts.get(conversationId);
          return accountId === undefined || !unreported.has(accountId);
        };
      },
    };
  }
}

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ErasedLanes } from '../conversations';
import { Contributions } from '../shared/kernel';
import { type DataSubject, type PersonalCollection, PersonalData, wholeRows } from '../workspace';
import { erasedAccountKey } from './domain/erased-account';
import { InstagramAccountsRepository } from './repositories/instagram-accounts.repository';
import { HISTORY_SYNCS } from './schemas/history-sync.schema';
import { COMMENT_DM_LOGS } from './schemas/comment-dm-log.schema';
import { INSTAGRAM_ACCOUNTS } from './schemas/instagram-account.schema';
import { INSTAGRAM_LOGINS } from './schemas/instagram-login.schema';

/** Connected accounts of a workspace, and logins under way. */
@Injectable()
export class InstagramPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: INSTAGRAM_ACCOUNTS,
      hidden: ['token'],
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: HISTORY_SYNCS,
      hidden: ['threads', 'cursor', 'version'],
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: COMMENT_DM_LOGS,
      hidden: ['checkAt'],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: INSTAGRAM_LOGINS,
      hidden: 'all',
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
  ];

  constructor(
    private readonly contributions: Contributions,
    private readonly accounts: InstagramAccountsRepository,
    private readonly erased: ErasedLanes,
  ) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(PersonalData, this);
  }

  /** Else what is delivered late would be kept as something for an account that nobody knows. */
  override async close(subject: DataSubject): Promise<void> {
    if (subject.kind !== 'workspace') return;
    const ids = await this.accounts.platformIds(subject.workspaceId);
    await this.erased.close(subject.workspaceId, ids.map(erasedAccountKey));
  }
}

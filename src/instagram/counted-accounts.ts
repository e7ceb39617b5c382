import { Injectable } from '@nestjs/common';
import { Contributions, type WorkspaceId } from '../shared/kernel';
import { CountedResource } from '../workspace';
import { InstagramAccountsRepository } from './repositories/instagram-accounts.repository';

/** Connected ones, and those whose token has to be renewed. */
@Injectable()
export class CountedAccounts extends CountedResource {
  readonly resource = 'instagramAccounts';

  constructor(
    contributions: Contributions,
    private readonly accounts: InstagramAccountsRepository,
  ) {
    super();
    contributions.provide(CountedResource, this);
  }

  override count(workspaceId: WorkspaceId): Promise<number> {
    return this.accounts.count(workspaceId);
  }
}

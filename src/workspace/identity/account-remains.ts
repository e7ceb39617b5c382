import { Injectable } from '@nestjs/common';
import { Clock, Contributions, type UserCaller } from '../../shared/kernel';
import { AccessRevisions } from '../access-revisions.port';
import { EraseUser } from './erase-user.port';
import { OneTimeTokensRepository } from '../repositories/one-time-tokens.repository';
import { UsersRepository } from '../repositories/users.repository';
import { SessionsService } from './sessions.service';

/** What is of a user alone. */
@Injectable()
export class AccountRemains {
  constructor(
    private readonly users: UsersRepository,
    private readonly sessions: SessionsService,
    private readonly tokens: OneTimeTokensRepository,
    private readonly revisions: AccessRevisions,
    private readonly contributions: Contributions,
    private readonly clock: Clock,
  ) {
    contributions.declare(EraseUser, 'many');
  }

  /** Within the transaction that deletes the account. */
  async remove(caller: UserCaller): Promise<void> {
    const { userId } = caller;
    await this.sessions.endAll(caller, userId, 'account-deleted');
    await this.tokens.deleteOf(userId);
    await this.users.delete(userId);
    await this.revisions.bump({ userId });
    for (const erasure of this.contributions.all(EraseUser)) await erasure.begin(userId, this.clock.now());
  }
}

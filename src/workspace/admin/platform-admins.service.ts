import { Injectable } from '@nestjs/common';
import { AuditedChanges } from '../../shared/database';
import { type Caller, notFound, type UserId } from '../../shared/kernel';
import { AccessRevisions } from '../access-revisions.port';
import { normaliseEmail } from '../domain/email';
import { UsersRepository } from '../repositories/users.repository';

/** Who may use `/v1/admin`. Only whoever runs Parley says so, on the command line. */
@Injectable()
export class PlatformAdmins {
  constructor(
    private readonly users: UsersRepository,
    private readonly revisions: AccessRevisions,
    private readonly changes: AuditedChanges,
  ) {}

  /** Holds on every process within a second. @throws DomainError USER.NOT_FOUND. */
  async set(email: string, isAdmin: boolean, caller: Caller): Promise<{ userId: UserId; platformAdmin: boolean }> {
    return this.changes.run(caller, async (record) => {
      const user = await this.users.findByEmail(normaliseEmail(email));
      if (user === null) throw notFound('A user with this e-mail', 'USER.NOT_FOUND');
      const userId = user.id;
      if (user.platformAdmin === isAdmin) return { userId, platformAdmin: isAdmin };
      await this.users.setPlatformAdmin(userId, isAdmin);
      await this.revisions.bump({ userId });
      await record({ action: isAdmin ? 'user.admin-granted' : 'user.admin-revoked', target: userId });
      return { userId, platformAdmin: isAdmin };
    });
  }
}

import { Injectable } from '@nestjs/common';
import { Transactions } from '../../shared/database';
import { Clock, newId } from '../../shared/kernel';
import { ChangeFeed } from '../../shared/redis';
import { type AccessChange, AccessRevisions } from '../access-revisions.port';
import { ACCESS_CHANGED, type AccessSubject } from '../domain/access-subject';
import { AccessCache } from './access-cache';
import { AccessRevisionsRepository } from '../repositories/access-revisions.repository';

/** A stored revision, which every process polls, is the truth; here it counts at once, and a hint makes it sooner elsewhere. */
@Injectable()
export class StoredAccessRevisions extends AccessRevisions {
  constructor(
    private readonly revisions: AccessRevisionsRepository,
    private readonly cache: AccessCache,
    private readonly transactions: Transactions,
    private readonly feed: ChangeFeed,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async bump(change: AccessChange): Promise<void> {
    const subjects = subjectsOf(change);
    if (subjects.length === 0) return;
    const now = this.clock.now();
    await this.revisions.set(subjects, newId(now), now);
    this.transactions.afterCommit(() => {
      for (const subject of subjects) {
        this.cache.drop(subject);
        void this.feed.publish(ACCESS_CHANGED, subject);
      }
    });
  }
}

function subjectsOf({ userId, workspaceId, sessionIds = [], apiKeyId }: AccessChange): AccessSubject[] {
  return [
    ...(userId === undefined ? [] : [`user:${userId}` as const]),
    ...(workspaceId === undefined ? [] : [`workspace:${workspaceId}` as const]),
    ...sessionIds.map((id) => `session:${id}` as const),
    ...(apiKeyId === undefined ? [] : [`api-key:${apiKeyId}` as const]),
  ];
}

import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { LiveFeed } from '../../shared/realtime';
import {
  type DataSubject,
  type PersonalCollection,
  onlyFields,
  PersonalData,
  wholeRows,
} from '../privacy/personal-data.port';

const ANNOUNCED: readonly PersonalCollection[] = [
  {
    collection: 'domainEvents',
    // Told within seconds, then gone: what it tells of is exported from where it is kept.
    hidden: 'all',
    contact: ({ workspaceId, contactIds, conversationIds }) =>
      wholeRows({
        workspaceId,
        $or: [{ conversationId: { $in: conversationIds } }, { subjectId: { $in: contactIds } }],
      }),
    member: ({ workspaceId, userId }) => wholeRows({ workspaceId, userId }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    collection: 'webhookEndpoints',
    hidden: ['secrets', 'lease', 'dueAt', 'changedAt'],
    member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    collection: 'webhookDeliveries',
    // Copies for other systems of what is exported from where it is kept.
    hidden: 'all',
    contact: ({ workspaceId, contactIds, conversationIds }) =>
      wholeRows({ workspaceId, about: { $in: [...contactIds, ...conversationIds] } }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
];

/** What is on its way to front ends and integrators. */
@Injectable()
export class AnnouncementsPersonalData extends PersonalData {
  readonly collections = ANNOUNCED;

  constructor(
    contributions: Contributions,
    private readonly feed: LiveFeed,
  ) {
    super();
    contributions.provide(PersonalData, this);
  }

  /** Nobody can read again in a live stream what was told of them. */
  override async reopen(subject: DataSubject): Promise<void> {
    if (subject.kind === 'contact' || subject.kind === 'workspace') await this.feed.forget(subject.workspaceId);
  }
}

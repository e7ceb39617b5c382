import { Injectable } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { onlyFields, type PersonalCollection, PersonalData, keptRows, wholeRows } from './personal-data.port';

const PEOPLE: readonly PersonalCollection[] = [
  {
    collection: 'users',
    hidden: ['passwordHash', 'secondFactor'],
    // The account is of the person, not of one workspace.
    member: ({ userId }) => keptRows({ _id: userId }),
    user: ({ userId }) => wholeRows({ _id: userId }),
  },
  {
    collection: 'refreshTokens',
    hidden: ['familyHash', 'tokenHash', 'previousHash'],
    user: ({ userId }) => wholeRows({ userId }),
  },
  { collection: 'oneTimeTokens', hidden: 'all', user: ({ userId }) => wholeRows({ userId }) },
  {
    collection: 'memberships',
    hidden: [],
    // Erasing a member removes them first, by the rules for that.
    member: ({ workspaceId, userId }) => keptRows({ workspaceId, userId }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    user: ({ userId }) => wholeRows({ userId }),
  },
  {
    collection: 'workspaceInvites',
    hidden: ['tokenHash'],
    member: ({ workspaceId, userId }) => wholeRows({ workspaceId, acceptedBy: userId }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    collection: 'apiKeys',
    hidden: ['secretHash'],
    member: ({ workspaceId, userId }) => keptRows({ workspaceId, createdBy: userId }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
];

const SETTINGS: readonly PersonalCollection[] = [
  { collection: 'workspaces', hidden: ['guard'], workspace: ({ workspaceId }) => wholeRows({ _id: workspaceId }) },
  {
    collection: 'workspaceSettings',
    hidden: ['revision'],
    workspace: ({ workspaceId }) => wholeRows({ _id: workspaceId }),
  },
  {
    collection: 'settingsHistory',
    hidden: [],
    member: ({ workspaceId, userId }) => onlyFields(['changedBy'], { workspaceId, changedBy: userId }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
  },
  {
    collection: 'workspacePlans',
    hidden: ['revision'],
    workspace: ({ workspaceId }) => wholeRows({ _id: workspaceId }),
  },
  { collection: 'usageCounters', hidden: [], workspace: ({ workspaceId }) => wholeRows({ workspaceId }) },
];

/** A deletion leads to erasing all of a workspace or account; that request stays, as what tells that it was done. */
const NOT_THE_ERASURE = { $nor: [{ kind: 'erase', 'subject.kind': { $in: ['workspace', 'user'] } }] };

const REQUESTS: readonly PersonalCollection[] = [
  {
    collection: 'privacyRequests',
    hidden: 'all',
    workspace: ({ workspaceId }) => wholeRows({ workspaceId, ...NOT_THE_ERASURE }),
    user: ({ userId }) => wholeRows({ userId, ...NOT_THE_ERASURE }),
  },
  {
    collection: 'privacyExports',
    hidden: 'all',
    contact: ({ workspaceId, contactIds }) =>
      wholeRows({ workspaceId, subjectKey: { $in: contactIds.map((contactId) => `contact:${contactId}`) } }),
    member: ({ workspaceId, userId }) => wholeRows({ workspaceId, subjectKey: `member:${userId}` }),
    workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    user: ({ userId }) => wholeRows({ subjectKey: `user:${userId}` }),
  },
];

/** Users, memberships, settings, plans. */
@Injectable()
export class WorkspacePersonalData extends PersonalData {
  readonly collections = [...PEOPLE, ...SETTINGS, ...REQUESTS];

  constructor(contributions: Contributions) {
    super();
    contributions.provide(PersonalData, this);
  }
}

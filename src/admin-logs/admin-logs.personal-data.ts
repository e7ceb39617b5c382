import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../shared/kernel';
import { onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../workspace';

/** Not part of any hash of the trail, so that it can be forgotten. */
const ADDRESS = ['ip'];
const SEALS = ['unsealed', 'chain', 'sequence', 'previousHash', 'hash', 'beforeHash', 'afterHash'];

/** The log, and the trail: its entries stay, since they say who did what; what tells of a person in them goes. */
@Injectable()
export class AdminLogsPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: 'adminLogEvents',
      hidden: 'all',
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: 'auditEntries',
      hidden: SEALS,
      member: ({ workspaceId, userId }) => onlyFields(ADDRESS, { workspaceId, 'actor.userId': userId }),
      workspace: ({ workspaceId }) => onlyFields(ADDRESS, { workspaceId }),
      user: ({ userId }) => onlyFields(ADDRESS, { 'actor.userId': userId }),
    },
    {
      // Without its key a hash in the trail says nothing any more, and the chain still holds.
      collection: 'auditKeys',
      hidden: 'all',
      contact: ({ workspaceId, contactIds }) => wholeRows({ _id: { $in: contactIds }, workspaceId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
      user: ({ userId }) => wholeRows({ _id: userId }),
    },
  ];

  constructor(private readonly contributions: Contributions) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(PersonalData, this);
  }
}

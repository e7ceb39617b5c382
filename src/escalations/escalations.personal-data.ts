import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../shared/kernel';
import { onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../workspace';

/** Escalations, whose summaries may quote people. */
@Injectable()
export class EscalationsPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: 'escalations',
      hidden: ['sourceIds', 'open', 'rank', 'slaDueAt', 'unanswered', 'memberIds', 'handBackDueAt', 'revision'],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      // Updates name members by id, kept like those of the audit trail.
      member: ({ workspaceId, userId }) =>
        onlyFields(['assigneeId', 'resolvedBy', 'memberIds'], { workspaceId, memberIds: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
  ];

  constructor(private readonly contributions: Contributions) {
    super();
  }

  onModuleInit(): void {
    this.contributions.provide(PersonalData, this);
  }
}

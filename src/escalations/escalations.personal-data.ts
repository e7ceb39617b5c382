import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../shared/kernel';
import { onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../workspace';

/** Escalations, whose summaries may quote people. */
@Injectable()
export class EscalationsPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: 'escalations',
      hidden: ['sourceIds', 'open'],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['resolvedBy'], { workspaceId, resolvedBy: userId }),
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

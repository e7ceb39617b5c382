import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../../workspace';
import { REPORT_DAILY_FLOWS } from './schemas/report-daily-flow.schema';
import { REPORT_DAILY_WORKSPACES } from './schemas/report-daily-workspace.schema';
import { REPORT_UNITS } from './schemas/report-unit.schema';

/** Figures say nothing about anybody. A person leaves them with the id of the conversation, a member with the entry in the book of labels. */
@Injectable()
export class ReportingPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: REPORT_DAILY_WORKSPACES,
      hidden: 'all',
      member: ({ workspaceId, userId }) =>
        onlyFields([`labels.agent.${userId}`], { workspaceId, day: '', [`labels.agent.${userId}`]: { $exists: true } }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: REPORT_DAILY_FLOWS,
      hidden: 'all',
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: REPORT_UNITS,
      hidden: 'all',
      contact: ({ workspaceId, conversationIds }) =>
        onlyFields(['conversationId', 'firstAt', 'language'], {
          workspaceId,
          conversationId: { $in: conversationIds },
        }),
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

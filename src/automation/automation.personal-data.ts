import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../shared/kernel';
import { onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../workspace';
import { CONVERSATION_SUMMARIES } from './ai/schemas/conversation-summary.schema';
import { REPLY_DRAFTS } from './drafts/schemas/reply-draft.schema';
import { FOLLOWUP_POLICIES } from './followups/schemas/followup-policy.schema';
import { FOLLOWUP_TASKS } from './followups/schemas/followup-task.schema';
import { AUTOMATION_INSTANCES } from './schemas/automation-instance.schema';
import { AUTOMATION_INTENTS } from './schemas/automation-intent.schema';
import { AUTOMATION_SESSIONS } from './schemas/automation-session.schema';
import { TURN_RECORDS } from './schemas/turn-record.schema';

/** Automations of a workspace, and which conversations they ran in. */
@Injectable()
export class AutomationPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: AUTOMATION_INSTANCES,
      hidden: ['revision'],
      member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: AUTOMATION_INTENTS,
      hidden: [],
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: AUTOMATION_SESSIONS,
      hidden: ['revision'],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: TURN_RECORDS,
      hidden: [],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: CONVERSATION_SUMMARIES,
      hidden: [],
      contact: ({ workspaceId, conversationIds }) => wholeRows({ workspaceId, _id: { $in: conversationIds } }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: REPLY_DRAFTS,
      hidden: [],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['decidedBy'], { workspaceId, decidedBy: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: FOLLOWUP_POLICIES,
      hidden: ['revision', 'spreadAt', 'spreadAfter'],
      member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: FOLLOWUP_TASKS,
      hidden: ['revision', 'settleAt', 'folded'],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
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

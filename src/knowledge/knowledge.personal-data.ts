import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../shared/kernel';
import { onlyFields, type PersonalCollection, PersonalData, wholeRows } from '../workspace';
import { KNOWLEDGE_CHUNKS } from './schemas/knowledge-chunk.schema';
import { KNOWLEDGE_GAPS } from './schemas/knowledge-gap.schema';
import { KNOWLEDGE_ITEMS } from './schemas/knowledge-item.schema';
import { KNOWLEDGE_REVISIONS } from './schemas/knowledge-revision.schema';
import { KNOWLEDGE_VERSIONS } from './schemas/knowledge-version.schema';

/** The knowledge base of a workspace, and what its contacts asked in vain. */
@Injectable()
export class KnowledgePersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: KNOWLEDGE_ITEMS,
      hidden: ['attempts', 'claim', 'dueAt'],
      member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: KNOWLEDGE_VERSIONS,
      hidden: ['bytes'],
      member: ({ workspaceId, userId }) => onlyFields(['createdBy'], { workspaceId, createdBy: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    { collection: KNOWLEDGE_CHUNKS, hidden: 'all', workspace: ({ workspaceId }) => wholeRows({ workspaceId }) },
    { collection: KNOWLEDGE_REVISIONS, hidden: 'all', workspace: ({ workspaceId }) => wholeRows({ workspaceId }) },
    {
      collection: KNOWLEDGE_GAPS,
      hidden: [],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationIds: { $in: conversationIds } }),
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

import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Contributions } from '../../shared/kernel';
import { type PersonalCollection, PersonalData, wholeRows } from '../../workspace';

/** The longest that a call about a conversation goes on: what it cost is written after it. */
const CALL_MS = 20_000;

/** What AI has cost in conversations, and providers with their keys. */
@Injectable()
export class AiPersonalData extends PersonalData implements OnModuleInit {
  override readonly settleMs = CALL_MS;
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: 'aiUsage',
      hidden: ['reservations'],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, scope: 'conversation', key: { $in: [...conversationIds] } }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: 'aiProviders',
      hidden: ['sealedKey'],
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

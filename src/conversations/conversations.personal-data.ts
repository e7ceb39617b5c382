import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { APP_CONFIG, type AppConfig } from '../shared/config';
import { Contributions } from '../shared/kernel';
import {
  type DataSubject,
  keptRows,
  type WorkspaceSubject,
  onlyFields,
  type PersonalCollection,
  PersonalData,
  wholeRows,
} from '../workspace';
import { ErasedLanes } from './receiving/erased-lanes.service';
import { ConversationsRepository } from './repositories/conversations.repository';
import { ASSIGNMENT_TURNS } from './schemas/assignment-turn.schema';
import { CONVERSATIONS } from './schemas/conversation.schema';
import { CONVERSATION_JOBS } from './schemas/conversation-job.schema';
import { COMPOSER_DRAFTS, QUICK_ANSWERS, SAVED_VIEWS } from './schemas/desk-collections.schema';
import { ERASED_LANES } from './schemas/erased-lane.schema';
import { INBOX_EVENTS } from './schemas/inbox-event.schema';
import { MESSAGE_MARKS } from './schemas/message-mark.schema';
import { MESSAGES } from './schemas/message.schema';

/** Mechanics of finding and moving them. */
const FOUND_BY = ['searchTerms', 'calledOff', 'mergedBy', 'isUnread', 'reopenedBy'];

const ofWorkspace = ({ workspaceId }: WorkspaceSubject) => wholeRows({ workspaceId });

/** What members keep for their work. */
const DESK_COLLECTIONS: readonly PersonalCollection[] = [
  {
    collection: COMPOSER_DRAFTS,
    hidden: ['expiresAt'],
    contact: ({ workspaceId, conversationIds }) => wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
    member: ({ workspaceId, userId }) => wholeRows({ workspaceId, userId }),
    workspace: ofWorkspace,
  },
  {
    collection: QUICK_ANSWERS,
    hidden: ['terms'],
    member: ({ workspaceId, userId }) => wholeRows({ workspaceId, ownerId: userId }),
    workspace: ofWorkspace,
  },
  {
    collection: SAVED_VIEWS,
    hidden: [],
    member: ({ workspaceId, userId }) => wholeRows({ workspaceId, ownerId: userId }),
    workspace: ofWorkspace,
  },
  {
    collection: CONVERSATION_JOBS,
    hidden: ['actorId', 'dueAt', 'cursor', 'batch', 'expiresAt'],
    contact: ({ workspaceId, conversationIds }) =>
      wholeRows({ workspaceId, conversationIds: { $in: conversationIds } }),
    member: ({ workspaceId, userId }) => onlyFields(['createdBy', 'actorId'], { workspaceId, createdBy: userId }),
    workspace: ofWorkspace,
  },
];

/** Conversations with their messages, and the events that led to them. */
@Injectable()
export class ConversationsPersonalData extends PersonalData implements OnModuleInit {
  readonly collections: readonly PersonalCollection[] = [
    {
      collection: CONVERSATIONS,
      hidden: [
        ...['lease', 'turnVersion', 'lastCommitAt', 'turnsBegun', 'attempts', 'consumed', 'workDueAt'],
        ...FOUND_BY,
      ],
      contact: ({ workspaceId, conversationIds }) => wholeRows({ _id: { $in: conversationIds }, workspaceId }),
      member: ({ workspaceId, userId }) => onlyFields(['assigneeId'], { workspaceId, assigneeId: userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: MESSAGES,
      hidden: ['terms'],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      member: ({ workspaceId, userId }) => onlyFields(['userId'], { workspaceId, userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: MESSAGE_MARKS,
      hidden: ['wordsDueAt', 'wordsLooks'],
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      // What they brought is in the messages.
      collection: INBOX_EVENTS,
      hidden: 'all',
      contact: ({ workspaceId, conversationIds }) =>
        wholeRows({ workspaceId, conversationId: { $in: conversationIds } }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    {
      collection: ASSIGNMENT_TURNS,
      hidden: 'all',
      contact: ({ workspaceId, conversationIds: ids }) =>
        onlyFields(['picks'], { workspaceId, 'picks.conversationId': { $in: ids } }),
      member: ({ workspaceId, userId }) => onlyFields(['picks'], { workspaceId, 'picks.userId': userId }),
      workspace: ({ workspaceId }) => wholeRows({ workspaceId }),
    },
    ...DESK_COLLECTIONS,
    // What keeps the erased from coming back: hashes.
    { collection: ERASED_LANES, hidden: 'all', workspace: ({ workspaceId }) => keptRows({ workspaceId }) },
  ];
  /** A turn under way ends within its lease, a send within its deadline and its time-out. */
  override readonly settleMs: number;

  constructor(
    @Inject(APP_CONFIG) config: Pick<AppConfig, 'messagePath'>,
    private readonly contributions: Contributions,
    private readonly conversations: ConversationsRepository,
    private readonly erased: ErasedLanes,
  ) {
    super();
    const { leaseMs, sendDeadlineMs, sendTimeoutMs } = config.messagePath;
    this.settleMs = leaseMs + sendDeadlineMs + sendTimeoutMs;
  }

  onModuleInit(): void {
    this.contributions.provide(PersonalData, this);
  }

  /** Then what waits to be sent or done is called off; what a worker has in hand is swept up later. */
  override async close(subject: DataSubject): Promise<void> {
    if (subject.kind === 'workspace') await this.erased.close(subject.workspaceId, [subject.workspaceId]);
    if (subject.kind !== 'contact') return;
    await this.erased.close(subject.workspaceId, subject.conversationIds);
    await this.conversations.callOff(subject.workspaceId, subject.conversationIds);
  }

  /** A workspace stays closed: there is nobody it could be new for. */
  override async reopen(subject: DataSubject): Promise<void> {
    if (subject.kind === 'contact') await this.erased.reopen(subject.workspaceId, subject.conversationIds);
  }
}

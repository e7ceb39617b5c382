import { ContactMirrors } from '../contact-mirrors';
import { AssignmentTurnsRepository } from '../repositories/assignment-turns.repository';
import { ComposerDraftsRepository } from '../repositories/composer-drafts.repository';
import { ContactMirrorsRepository } from '../repositories/contact-mirrors.repository';
import { ConversationJobsRepository } from '../repositories/conversation-jobs.repository';
import { DeskRepository } from '../repositories/desk.repository';
import { OptOutsRepository } from '../repositories/opt-outs.repository';
import { InboxListRepository } from '../repositories/inbox-list.repository';
import { QuickAnswersRepository } from '../repositories/quick-answers.repository';
import { SavedViewsRepository } from '../repositories/saved-views.repository';
import { ScheduledSendsRepository } from '../repositories/scheduled-sends.repository';
import { ThreadRepository } from '../repositories/thread.repository';
import { RunConversationJobs } from './run-conversation-jobs.job';
import { ASSIGNMENT_TURNS, assignmentTurnSchema } from '../schemas/assignment-turn.schema';
import { CONVERSATION_JOBS, conversationJobSchema } from '../schemas/conversation-job.schema';
import {
  COMPOSER_DRAFTS,
  composerDraftSchema,
  QUICK_ANSWERS,
  quickAnswerSchema,
  SAVED_VIEWS,
  savedViewSchema,
} from '../schemas/desk-collections.schema';
import { WakeSnoozed } from './wake-snoozed.job';
import { Assignments } from './assignments.service';
import { BulkWorker } from './bulk-worker.service';
import { ComposerController } from './composer.controller';
import { ComposerDrafts } from './composer-drafts.service';
import { ConversationJobsController } from './conversation-jobs.controller';
import { ConversationJobs } from './conversation-jobs.service';
import { ConversationTags } from './conversation-tags.service';
import { DeskActs } from './desk-acts.service';
import { DeskController } from './desk.controller';
import { DeskFacade } from './desk.facade';
import { Desk } from './desk.service';
import { InboxList } from './inbox-list.service';
import { MessageSearchController } from './message-search.controller';
import { MessageThreads } from './message-threads.service';
import { OptOutsController } from './opt-outs.controller';
import { OptOuts } from './opt-outs.service';
import { Presence } from './presence.service';
import { QuickAnswerFiller } from './quick-answer-filler.service';
import { QuickAnswersController } from './quick-answers.controller';
import { QuickAnswers } from './quick-answers.service';
import { ReadingMarks } from './reading-marks.service';
import { SavedViewsController } from './saved-views.controller';
import { SavedViews } from './saved-views.service';
import { ScheduledMessagesController } from './scheduled-messages.controller';
import { ScheduledMessages } from './scheduled-messages.service';

/** What the team works with, beside the message path. */
const REPOSITORIES = [
  AssignmentTurnsRepository,
  ComposerDraftsRepository,
  ContactMirrorsRepository,
  ConversationJobsRepository,
  DeskRepository,
  OptOutsRepository,
  InboxListRepository,
  QuickAnswersRepository,
  SavedViewsRepository,
  ScheduledSendsRepository,
  ThreadRepository,
];

const SERVICES = [
  Assignments,
  BulkWorker,
  ComposerDrafts,
  ContactMirrors,
  ConversationJobs,
  ConversationTags,
  Desk,
  OptOuts,
  DeskActs,
  DeskFacade,
  InboxList,
  MessageThreads,
  Presence,
  QuickAnswerFiller,
  QuickAnswers,
  ReadingMarks,
  SavedViews,
  ScheduledMessages,
];

export const DESK_PROVIDERS = [...REPOSITORIES, ...SERVICES, RunConversationJobs, WakeSnoozed];

export const DESK_CONTROLLERS = [
  ComposerController,
  ConversationJobsController,
  DeskController,
  OptOutsController,
  MessageSearchController,
  QuickAnswersController,
  SavedViewsController,
  ScheduledMessagesController,
];

export const DESK_MODELS = [
  { name: ASSIGNMENT_TURNS, schema: assignmentTurnSchema },
  { name: COMPOSER_DRAFTS, schema: composerDraftSchema },
  { name: CONVERSATION_JOBS, schema: conversationJobSchema },
  { name: QUICK_ANSWERS, schema: quickAnswerSchema },
  { name: SAVED_VIEWS, schema: savedViewSchema },
];

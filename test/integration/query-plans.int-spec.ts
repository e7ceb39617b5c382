import { Test, type TestingModule } from '@nestjs/testing';
import { getConnectionToken } from '@nestjs/mongoose';
import type { Abstract, Type } from '@nestjs/common';
import type { Connection } from 'mongoose';
import { loadConfig } from '../../config';
import { DECLARED_INDEXES } from '../../migrations/declared-indexes';
import { AuditChainsRepository } from '../../src/admin-logs/repositories/audit-chains.repository';
import { AuditEntriesRepository } from '../../src/admin-logs/repositories/audit-entries.repository';
import { LogEventsRepository } from '../../src/admin-logs/repositories/log-events.repository';
import { AutomationFiguresRepository } from '../../src/automation/repositories/automation-figures.repository';
import { FollowupPoliciesRepository } from '../../src/automation/followups/repositories/followup-policies.repository';
import { FollowupTasksRepository } from '../../src/automation/followups/repositories/followup-tasks.repository';
import { AiReplyFacts } from '../../src/automation/ai-reply-facts.facade';
import { FollowupFacts } from '../../src/automation/followups/followup-facts.facade';
import { SessionFacts } from '../../src/automation/sessions/session-facts.facade';
import { MessageFacts } from '../../src/conversations/messages/message-facts.facade';
import { OutcomeFacts } from '../../src/crm/outcomes/outcome-facts.facade';
import { EscalationFacts } from '../../src/escalations/escalation-facts.facade';
import { CommentFacts } from '../../src/instagram/comment-facts.facade';
import { ReportRowsRepository } from '../../src/reporting/figures/repositories/report-rows.repository';
import { ReportUnitsRepository } from '../../src/reporting/figures/repositories/report-units.repository';
import { AutomationInstancesRepository } from '../../src/automation/repositories/automation-instances.repository';
import { AutomationIntentsRepository } from '../../src/automation/repositories/automation-intents.repository';
import { AutomationSessionsRepository } from '../../src/automation/repositories/automation-sessions.repository';
import { PersonasRepository } from '../../src/automation/simulator/repositories/personas.repository';
import { SimulationsRepository } from '../../src/automation/simulator/repositories/simulations.repository';
import { TurnRecordsRepository } from '../../src/automation/repositories/turn-records.repository';
import { AttentionRepository } from '../../src/conversations/repositories/attention.repository';
import { type InboxFilter, type InboxSort, planOf } from '../../src/conversations/domain/inbox-filter';
import { AssignmentTurnsRepository } from '../../src/conversations/repositories/assignment-turns.repository';
import { ComposerDraftsRepository } from '../../src/conversations/repositories/composer-drafts.repository';
import { ContactMirrorsRepository } from '../../src/conversations/repositories/contact-mirrors.repository';
import { ConversationJobsRepository } from '../../src/conversations/repositories/conversation-jobs.repository';
import { ConversationsRepository } from '../../src/conversations/repositories/conversations.repository';
import { DeskRepository } from '../../src/conversations/repositories/desk.repository';
import { InboxListRepository } from '../../src/conversations/repositories/inbox-list.repository';
import { QuickAnswersRepository } from '../../src/conversations/repositories/quick-answers.repository';
import { SavedViewsRepository } from '../../src/conversations/repositories/saved-views.repository';
import { ScheduledSendsRepository } from '../../src/conversations/repositories/scheduled-sends.repository';
import { ThreadRepository } from '../../src/conversations/repositories/thread.repository';
import { InboxRepository } from '../../src/conversations/repositories/inbox.repository';
import { LaneRepository } from '../../src/conversations/repositories/lane.repository';
import { MessageMarksRepository } from '../../src/conversations/repositories/message-marks.repository';
import { MessageVoicesRepository } from '../../src/conversations/repositories/message-voices.repository';
import { MessageMediaRepository } from '../../src/conversations/repositories/message-media.repository';
import { MessagesRepository } from '../../src/conversations/repositories/messages.repository';
import { ParticipantProfilesRepository } from '../../src/conversations/repositories/participant-profiles.repository';
import { OutboxRepository } from '../../src/conversations/repositories/outbox.repository';
import { ContactNotesRepository } from '../../src/crm/repositories/contact-notes.repository';
import { ReplyDraftFiguresRepository } from '../../src/automation/drafts/repositories/reply-draft-figures.repository';
import { ReplyDraftsRepository } from '../../src/automation/drafts/repositories/reply-drafts.repository';
import { GOALS } from '../../src/crm';
import { type OutcomeFilter, OutcomesRepository } from '../../src/crm/outcomes/repositories/outcomes.repository';
import { CrmTasksRepository } from '../../src/crm/repositories/crm-tasks.repository';
import { EvalCasesRepository } from '../../src/knowledge/repositories/eval-cases.repository';
import { EvalRunsRepository } from '../../src/knowledge/repositories/eval-runs.repository';
import { EscalationsRepository } from '../../src/escalations/repositories/escalations.repository';
import { FlowDraftsRepository } from '../../src/flows/repositories/flow-drafts.repository';
import { FlowTemplateVersionsRepository } from '../../src/flows/repositories/flow-template-versions.repository';
import { FlowTemplatesRepository } from '../../src/flows/repositories/flow-templates.repository';
import { AccountUpkeepRepository } from '../../src/instagram/repositories/account-upkeep.repository';
import { CommentDmLogsRepository } from '../../src/instagram/repositories/comment-dm-logs.repository';
import { DataDeletionsRepository } from '../../src/instagram/repositories/data-deletions.repository';
import { HistorySyncsRepository } from '../../src/instagram/repositories/history-syncs.repository';
import { InstagramAccountsRepository } from '../../src/instagram/repositories/instagram-accounts.repository';
import { MediaFilesRepository } from '../../src/instagram/repositories/media-files.repository';
import { InstagramLoginsRepository } from '../../src/instagram/repositories/instagram-logins.repository';
import { KnowledgeChunksRepository } from '../../src/knowledge/repositories/knowledge-chunks.repository';
import { KnowledgeGapsRepository } from '../../src/knowledge/repositories/knowledge-gaps.repository';
import { KnowledgeItemsRepository } from '../../src/knowledge/repositories/knowledge-items.repository';
import { KnowledgeVersionsRepository } from '../../src/knowledge/repositories/knowledge-versions.repository';
import { KnowledgeWorkRepository } from '../../src/knowledge/repositories/knowledge-work.repository';
import type { ContactId, ConversationId, UserId } from '../../src/shared/kernel';
import { SupportQueueRepository } from '../../src/support/repositories/support-queue.repository';
import { SupportTicketsRepository } from '../../src/support/repositories/support-tickets.repository';
import { TicketCommentsRepository } from '../../src/support/repositories/ticket-comments.repository';
import { WorkerModule } from '../../src/worker.module';
import { ApiKeysRepository } from '../../src/workspace/repositories/api-keys.repository';
import { AdminPeopleRepository } from '../../src/workspace/repositories/admin-people.repository';
import { MembershipsRepository } from '../../src/workspace/repositories/memberships.repository';
import { OneTimeTokensRepository } from '../../src/workspace/repositories/one-time-tokens.repository';
import { OutgoingMailsRepository } from '../../src/workspace/repositories/outgoing-mails.repository';
import { SessionsRepository } from '../../src/workspace/repositories/sessions.repository';
import { AiUsageRepository } from '../../src/knowledge/repositories/ai-usage.repository';
import { TiersRepository } from '../../src/workspace/repositories/tiers.repository';
import { UsageCountersRepository } from '../../src/workspace/repositories/usage-counters.repository';
import { wholeRows, withoutName } from '../../src/workspace';
import { PersonalRowsRepository } from '../../src/workspace/repositories/personal-rows.repository';
import { PrivacyExportsRepository } from '../../src/workspace/repositories/privacy-exports.repository';
import { PrivacyRequestsRepository } from '../../src/workspace/repositories/privacy-requests.repository';
import { ErasedLanesRepository } from '../../src/conversations/repositories/erased-lanes.repository';
import { DomainEventsRepository } from '../../src/shared/events/repositories/domain-events.repository';
import { WebhookDeliveriesRepository } from '../../src/workspace/webhooks/repositories/webhook-deliveries.repository';
import { WebhookEndpointsRepository } from '../../src/workspace/webhooks/repositories/webhook-endpoints.repository';
import { UsersRepository } from '../../src/workspace/repositories/users.repository';
import { WorkspaceInvitesRepository } from '../../src/workspace/repositories/workspace-invites.repository';
import { WorkspacePlansRepository } from '../../src/workspace/repositories/workspace-plans.repository';
import { WorkspaceSettingsRepository } from '../../src/workspace/repositories/workspace-settings.repository';
import { TEST_ENV } from '../support/http-app';
import { LANE } from '../support/lane-fixtures';
import { crmPlanRows } from '../support/crm-plan-rows';
import { commitOf } from '../support/message-store';
import { plansOf, type QueryPlan } from '../support/query-plans';
import { createTestDatabase, type TestDatabase } from '../support/test-database';
import { newTestName } from '../support/test-name';

const { conversationId, workspaceId, accountId } = LANE;
const at = new Date();
const before = { at, id: 'x' };
const figuresQuery = { instanceId: 'i', from: new Date(0), to: at };
const mine = { status: 'open' as const, assigneeId: 'u' as UserId };
const moveBack = { from: 'c' as ContactId, to: 'd' as ContactId, mergeId: 'm', conversationIds: [conversationId] };
const threads = { conversationIds: [conversationId] };
const head = { conversationId, workspaceId, effectId: 'e', claimId: 'c' };

describe('every query uses its index', () => {
  let database: TestDatabase;
  let app: TestingModule;
  let connection: Connection;
  const used = new Set<string>();

  beforeAll(async () => {
    // Always that engine: what the explain of another says of sorts and chosen indexes may prove nothing.
    database = await createTestDatabase(DECLARED_INDEXES, process.env['EMBEDDED_MONGODB_URI']);
    const uri = new URL(database.uri);
    uri.searchParams.set('monitorCommands', 'true');
    const config = loadConfig({
      ...TEST_ENV,
      MONGODB_URI: uri.toString(),
      REDIS_URL: process.env['REDIS_URL'],
      QUEUE_PREFIX: newTestName(),
    });
    // Not initialised: no job may send commands of its own.
    app = await Test.createTestingModule({ imports: [WorkerModule.with(config)] }).compile();
    connection = app.get<Connection>(getConnectionToken());
    // Putting the whole product together may block this process for longer than the connection waits for its server.
    await connection.asPromise().catch(() => connection.openUri(uri.toString(), { serverSelectionTimeoutMS: 20_000 }));
  });

  afterAll(async () => {
    await app.close();
    await database.drop();
  });

  const repository = <T>(type: Type<T> | Abstract<T>): T => app.get<T>(type, { strict: false });
  const get = {
    lanes: () => repository(LaneRepository),
    knowledge: () => repository(KnowledgeItemsRepository),
    knowledgeWork: () => repository(KnowledgeWorkRepository),
    knowledgeVersions: () => repository(KnowledgeVersionsRepository),
    chunks: () => repository(KnowledgeChunksRepository),
    gaps: () => repository(KnowledgeGapsRepository),
    outbox: () => repository(OutboxRepository),
    conversations: () => repository(ConversationsRepository),
    inbox: () => repository(InboxRepository),
    inboxLists: () => repository(InboxListRepository),
    desk: () => repository(DeskRepository),
    mirrors: () => repository(ContactMirrorsRepository),
    thread: () => repository(ThreadRepository),
    turnsOf: () => repository(AssignmentTurnsRepository),
    scheduled: () => repository(ScheduledSendsRepository),
    composer: () => repository(ComposerDraftsRepository),
    answers: () => repository(QuickAnswersRepository),
    views: () => repository(SavedViewsRepository),
    jobs: () => repository(ConversationJobsRepository),
    messages: () => repository(MessagesRepository),
    media: () => repository(MessageMediaRepository),
    voices: () => repository(MessageVoicesRepository),
    profiles: () => repository(ParticipantProfilesRepository),
    files: () => repository(MediaFilesRepository),
    marks: () => repository(MessageMarksRepository),
    notes: () => repository(ContactNotesRepository),
    tasks: () => repository(CrmTasksRepository),
    tickets: () => repository(SupportTicketsRepository),
    queue: () => repository(SupportQueueRepository),
    ticketComments: () => repository(TicketCommentsRepository),
    outcomes: () => repository(OutcomesRepository),
    replyDrafts: () => repository(ReplyDraftsRepository),
    draftFigures: () => repository(ReplyDraftFiguresRepository),
    followups: () => repository(FollowupTasksRepository),
    followupPolicies: () => repository(FollowupPoliciesRepository),
    messageFacts: () => repository(MessageFacts),
    outcomeFacts: () => repository(OutcomeFacts).byGoal,
    reportRows: () => repository(ReportRowsRepository),
    reportUnits: () => repository(ReportUnitsRepository),
    escalations: () => repository(EscalationsRepository),
    attention: () => repository(AttentionRepository),
    evalCases: () => repository(EvalCasesRepository),
    evalRuns: () => repository(EvalRunsRepository),
    instances: () => repository(AutomationInstancesRepository),
    sessions: () => repository(AutomationSessionsRepository),
    personas: () => repository(PersonasRepository),
    simulations: () => repository(SimulationsRepository),
    turns: () => repository(TurnRecordsRepository),
    templates: () => repository(FlowTemplatesRepository),
    versions: () => repository(FlowTemplateVersionsRepository),
    drafts: () => repository(FlowDraftsRepository),
    figures: () => repository(AutomationFiguresRepository),
    intents: () => repository(AutomationIntentsRepository),
    comments: () => repository(CommentDmLogsRepository),
    accounts: () => repository(InstagramAccountsRepository),
    history: () => repository(HistorySyncsRepository),
    memberships: () => repository(MembershipsRepository),
    users: () => repository(UsersRepository),
    apiKeys: () => repository(ApiKeysRepository),
    oneTimeTokens: () => repository(OneTimeTokensRepository),
    mails: () => repository(OutgoingMailsRepository),
    signIns: () => repository(SessionsRepository),
    audit: () => repository(AuditEntriesRepository),
    people: () => repository(AdminPeopleRepository),
    chains: () => repository(AuditChainsRepository),
    logs: () => repository(LogEventsRepository),
    settings: () => repository(WorkspaceSettingsRepository),
    upkeep: () => repository(AccountUpkeepRepository),
    logins: () => repository(InstagramLoginsRepository),
    deletions: () => repository(DataDeletionsRepository),
    invites: () => repository(WorkspaceInvitesRepository),
    tiers: () => repository(TiersRepository),
    plans: () => repository(WorkspacePlansRepository),
    usage: () => repository(UsageCountersRepository),
    aiUsage: () => repository(AiUsageRepository),
    privacy: () => repository(PrivacyRequestsRepository),
    exports: () => repository(PrivacyExportsRepository),
    personal: () => repository(PersonalRowsRepository),
    erased: () => repository(ErasedLanesRepository),
    news: () => repository(DomainEventsRepository),
    webhooks: () => repository(WebhookEndpointsRepository),
    deliveries: () => repository(WebhookDeliveriesRepository),
  };

  const privacyRequest = { kind: 'erase' as const, workspaceId, subject: { kind: 'contact' as const, id: 'c' } };
  const erasing = (collection: string, filter: Record<string, unknown>) =>
    get.personal().erase(collection, wholeRows(filter), 100);
  const lane = { workspaceId, conversationId, accountId };
  const dueMedia = { ...lane, messageId: 'm', direction: 'in' as const, at, attachments: [], attempts: 0, dueAt: at };
  const dueVoice = { ...dueMedia, isUnsent: false, correlationId: 'c' };
  const dueProfile = { ...lane, participantId: 'p', dueAt: at };
  const mediaFile = { ...lane, _id: 'f', key: 'w/c/f', kind: 'image' as const, at };
  const guard = { conversationId, workspaceId, fence: 1, turnVersion: 1 };
  const claim = { id: 'c', owner: 'o', deadlineMs: 1, window: { windowMs: 1, humanAgentMs: 0 } };

  type Row = [string, () => Promise<unknown>, string[]];
  const webhook = { workspaceId, endpointId: 'e' };
  const again = { nextAttemptAt: at, retryUntil: at, expiresAt: at };
  const about = { workspaceId, about: { $in: ['c'] } };
  const mirrored = { revision: 1, tags: [], stage: 'new', goals: [] };
  const move = {
    workspaceId,
    mergeId: 'm',
    from: 'c' as ContactId,
    to: 'd' as ContactId,
    conversationIds: [conversationId],
  };
  /** A page of the inbox, and the page behind it. */
  const listed = (name: string, filter: InboxFilter, index: string, sort?: InboxSort): Row[] => {
    const plan = planOf(filter, sort);
    if (plan === null) throw new Error('There is no such list.');
    const page = { plan, limit: 26, now: at, windowMs: 86_400_000 };
    return [
      [name, () => get.inboxLists().page(workspaceId, filter, page), [index]],
      [`${name}: the next page`, () => get.inboxLists().page(workspaceId, filter, { ...page, after: before }), [index]],
      [
        `${name}: counted`,
        () => get.inboxLists().counts(workspaceId, [{ filter, page: { ...page, limit: 101 } }]),
        [index],
      ],
    ];
  };
  const countedView = (filter: InboxFilter) => {
    const plan = planOf(filter, undefined);
    if (plan === null) throw new Error('There is no such list.');
    return { filter, page: { plan, limit: 101, now: at, windowMs: 86_400_000 } };
  };
  it.each<Row>([
    ['a turn begins', () => get.lanes().begin(LANE, 'o', { leaseMs: 1, find: 50 }), ['_id_', 'lane_pending']],
    ['a turn commits', () => get.lanes().commit(guard, commitOf(), [], null), ['_id_']],
    ['a turn ends', () => get.lanes().release(guard, { clean: true }), ['_id_']],
    ['an attempt is counted', () => get.lanes().countAttempt(guard, 'e', 1), ['_id_']],
    ['a head is claimed', () => get.outbox().claim(guard, 'e', claim), ['_id_']],
    ['a send is cancelled', () => get.outbox().cancelPending(guard, 'e'), ['_id_']],
    ['a send leaves', () => get.outbox().shift(head, 'text'), ['_id_']],
    ['a send becomes unknown', () => get.outbox().markUnknown(head, 1), ['_id_']],
    ['work that is due', () => get.conversations().workDue(at, 100), ['work_due']],
    ['the inbox', () => get.conversations().list(workspaceId, 26), ['inbox_shown']],
    ['the next page of the inbox', () => get.conversations().list(workspaceId, 26, before), ['inbox_shown']],
    ['a conversation', () => get.conversations().find(workspaceId, conversationId), ['_id_']],
    ['what nobody was told', () => get.news().untold(at, 100), ['oldest_untold']],
    ['events of an erased person', () => erasing('domainEvents', { workspaceId, conversationId }), ['of_conversation']],
    ['webhooks', () => get.webhooks().list(workspaceId, 26), ['workspace-newest']],
    ['the next page of webhooks', () => get.webhooks().list(workspaceId, 26, before), ['workspace-newest']],
    ['how many webhooks there are', () => get.webhooks().count(workspaceId), ['workspace-newest']],
    ['webhooks that were deleted', () => get.webhooks().deleted(), ['expiry']],
    ['webhooks that changed', () => get.webhooks().changedSince(at), ['changed-since']],
    ['webhooks with something due', () => get.webhooks().take('o', at), ['due']],
    ['a webhook is rung for', () => get.webhooks().ring(workspaceId, ['e'], at), ['_id_']],
    ['deliveries that are due', () => get.deliveries().due(webhook, at, 50), ['endpoint-due']],
    ['the oldest delivery that is due', () => get.deliveries().oldestPendingAt(), ['oldest-pending']],
    ['when the next delivery is due', () => get.deliveries().nextDueAt(webhook), ['endpoint-due']],
    [
      'earlier deliveries of lanes',
      () => get.deliveries().laneHeads(webhook, { lanes: ['l'], createdSince: new Date(0), except: [] }),
      ['lane-pending'],
    ],
    ['deliveries', () => get.deliveries().list(webhook, { limit: 26 }), ['endpoint-newest']],
    [
      'the next page of deliveries',
      () => get.deliveries().list(webhook, { limit: 26, after: before }),
      ['endpoint-newest'],
    ],
    [
      'deliveries that failed',
      () => get.deliveries().list(webhook, { limit: 26, status: 'failed', after: before }),
      ['endpoint-status-newest'],
    ],
    ['how many deliveries failed', () => get.deliveries().countFailed(webhook), ['endpoint-status-newest']],
    [
      'some that failed again',
      () => get.deliveries().failedAgain(webhook, { until: at, limit: 200, fields: again }),
      ['endpoint-status-newest', '_id_'],
    ],
    ['a webhook is to repeat what failed', () => get.webhooks().tryFailedAgain(workspaceId, 'e', at), ['_id_']],
    ['deliveries of a deleted webhook', () => get.deliveries().deleteOf(webhook), ['endpoint-newest']],
    ['deliveries about an erased person', () => erasing('webhookDeliveries', about), ['of-subject']],
    ...listed('an unfiltered inbox', {}, 'inbox_shown'),
    ...listed('the oldest of the inbox', {}, 'inbox_shown', 'oldest'),
    ...listed('closed conversations', { status: 'closed' }, 'inbox_status'),
    ...listed('conversations of a member', { assigneeId: 'u' as UserId }, 'inbox_assignee_status'),
    ...listed('conversations of nobody', { assigneeId: null }, 'inbox_assignee_status'),
    ...listed('unread conversations', { unread: true }, 'inbox_unread_status'),
    ...listed('conversations that need a person', { needsHuman: true }, 'inbox_human_status'),
    ...listed('conversations of one account', { accountId }, 'inbox_account_status'),
    ...listed('conversations with a tag', { tag: 'vip' }, 'inbox_tag'),
    ...listed('conversations in a stage', { stage: 'won' }, 'inbox_stage_status'),
    ...listed('conversations with a goal', { goal: 'lead' }, 'inbox_goal'),
    ...listed('who waits', {}, 'inbox_waiting_status', 'waiting'),
    ...listed('who has waited for long', { waitingMinutes: 5 }, 'inbox_waiting_status'),
    ...listed('windows that close soon', { closingMinutes: 60 }, 'inbox_window_status'),
    ...listed('conversations by names', { terms: ['mia', 'be'] }, 'inbox_names'),
    ...listed('several filters', { status: 'open', unread: true, tag: 'vip' }, 'inbox_unread_status'),
    ...listed('open ones of a member', mine, 'inbox_assignee_status'),
    ...listed('open ones of nobody', { status: 'open', assigneeId: null }, 'inbox_assignee_status'),
    ...listed('unread open ones', { status: 'open', unread: true }, 'inbox_unread_status'),
    ...listed('unread ones of a member', { assigneeId: 'u' as UserId, unread: true }, 'inbox_assignee_unread'),
    ...listed('open ones of an account', { status: 'open', accountId }, 'inbox_account_status'),
    ...listed('open ones in a stage', { status: 'open', stage: 'won' }, 'inbox_stage_status'),
    ...listed('open ones with a tag', { status: 'open', tag: 'vip' }, 'inbox_tag_open'),
    ...listed('open ones that need a person', { status: 'open', needsHuman: true }, 'inbox_human_status'),
    ...listed(
      'those of a member that need a person',
      { assigneeId: 'u' as UserId, needsHuman: true },
      'inbox_assignee_human',
    ),
    ...listed('open ones that wait', { status: 'open', waitingMinutes: 5 }, 'inbox_waiting_status'),
    ...listed('open ones whose window closes', { status: 'open', closingMinutes: 60 }, 'inbox_window_status'),
    [
      'what views show',
      () => get.inboxLists().counts(workspaceId, [countedView({ status: 'open' }), countedView({ unread: true })]),
      ['inbox_status'],
    ],
    [
      'open conversations of members',
      () => get.desk().openOf(workspaceId, ['u', 'v'] as UserId[]),
      ['inbox_assignee_status'],
    ],
    ['a conversation is closed', () => get.desk().change(workspaceId, conversationId, { status: 'closed' }), ['_id_']],
    ['many are closed', () => get.desk().changeAll(workspaceId, [conversationId], { status: 'closed' }), ['_id_']],
    ['snoozed ones that are due', () => get.desk().snoozeOver(at, 100), ['snooze_over']],
    [
      'a member leaves conversations',
      () => erasing('conversations', { workspaceId, assigneeId: 'u' }),
      ['inbox_assignee_status'],
    ],
    [
      'a contact is copied to its conversations',
      () => get.mirrors().mirror(workspaceId, 'c' as ContactId, mirrored),
      ['of_contact'],
    ],
    ['contacts are taken apart', () => get.mirrors().goBack({ ...move, conversationIds: [] }), ['of_merge', '_id_']],
    ['a page of messages', () => get.thread().older(workspaceId, conversationId, 26), ['thread']],
    ['the next page of messages', () => get.thread().older(workspaceId, conversationId, 26, before), ['thread']],
    ['messages up to one', () => get.thread().upTo(workspaceId, conversationId, before, 26), ['thread']],
    ['newer messages', () => get.thread().newer(workspaceId, conversationId, before, 26), ['thread']],
    [
      'messages by their words',
      () => get.thread().withWords(workspaceId, ['mia', 'be'], { limit: 26, before }),
      ['words'],
    ],
    ['whose turn it is', () => get.turnsOf().next(workspaceId), ['_id_']],
    ['turns of a workspace', () => erasing('assignmentTurns', { workspaceId }), ['_id_', 'of_workspace']],
    ['a message is taken back before its time', () => get.scheduled().replace(guard, 't'), ['_id_']],
    [
      'drafts of a composer',
      () => get.composer().find({ workspaceId, conversationId, userId: 'u' as UserId }),
      ['_id_'],
    ],
    ['drafts in a conversation', () => erasing('composerDrafts', { workspaceId, conversationId }), ['of_conversation']],
    ['unfinished words of a member', () => erasing('composerDrafts', { workspaceId, userId: 'u' }), ['of_member']],
    ['quick answers', () => get.answers().list(workspaceId, null, { limit: 26, before, terms: [] }), ['newest']],
    [
      'quick answers by words',
      () => get.answers().list(workspaceId, null, { limit: 26, before, terms: ['he'] }),
      ['terms-newest'],
    ],
    ['quick answers of a member', () => erasing('quickAnswers', { workspaceId, ownerId: 'u' }), ['shortcut']],
    ['views', () => get.views().list(workspaceId, [null, 'u' as UserId]), ['of_owner']],
    ['conversation jobs', () => get.jobs().list(workspaceId, 26, before), ['newest']],
    ['the conversation job that is due', () => get.jobs().takeDue(at, at), ['due']],
    ['jobs of a member', () => erasing('conversationJobs', { workspaceId, createdBy: 'u' }), ['of_member']],
    [
      'jobs about a conversation',
      () => erasing('conversationJobs', { workspaceId, conversationIds: { $in: [conversationId] } }),
      ['of_conversation'],
    ],
    ['a hold', () => get.conversations().endHold(workspaceId, conversationId, { sourceIds: ['source'] }), ['_id_']],
    ['several conversations', () => get.conversations().findMany(workspaceId, [conversationId]), ['_id_']],
    ['follow-ups', () => get.followups().list(workspaceId, {}, { limit: 26 }), ['workspace_latest']],
    [
      'follow-ups in a status',
      () => get.followups().list(workspaceId, { status: 'sent' }, { limit: 26, after: before }),
      ['by_status'],
    ],
    [
      'follow-ups of a conversation',
      () => get.followups().list(workspaceId, { conversationId }, { limit: 26 }),
      ['of_conversation'],
    ],
    [
      'follow-ups of a policy',
      () => get.followups().list(workspaceId, { policyId: 'p' }, { limit: 26 }),
      ['of_policy'],
    ],
    ['follow-ups that wait', () => get.followups().listWaiting(workspaceId, at, 25), ['by_status']],
    ['follow-ups on their way', () => get.followups().listToSettle(at, 500), ['on_its_way']],
    ['follow-ups that are settled', () => get.followups().endLooking(workspaceId, ['a', 'b']), ['_id_']],
    ['old follow-ups', () => get.followups().removeOlder(workspaceId, at, 100), ['workspace_latest']],
    ['policies of follow-ups', () => get.followupPolicies().list(workspaceId, 20), ['of_workspace']],
    ['policies that are on', () => get.followupPolicies().listActive(workspaceId, 20), ['of_workspace']],
    ['the poll for policies', () => get.followupPolicies().revisionsOf([workspaceId]), ['revisions']],
    ['policies to be spread', () => get.followupPolicies().listToSpread(20), ['to_spread']],
    ['whether anything is to be counted', () => get.messageFacts().collectionsWaiting([]), ['to_count']],
    ['messages to count', () => get.messageFacts().waiting(workspaceId, 100), ['to_count']],
    ['sessions to count', () => repository(SessionFacts).waiting(workspaceId, 100), ['to_count']],
    ['AI replies to count', () => repository(AiReplyFacts).waiting(workspaceId, 100), ['to_count']],
    ['follow-ups to count', () => repository(FollowupFacts).waiting(workspaceId, 100), ['to_count']],
    ['escalations to count', () => repository(EscalationFacts).waiting(workspaceId, 100), ['to_count']],
    ['comments to count', () => repository(CommentFacts).waiting(workspaceId, 100), ['to_count']],
    ...GOALS.map((goal): Row => [
      `${goal} outcomes to count`,
      () => get.outcomeFacts()[goal].waiting(workspaceId, 100),
      ['to_count'],
    ]),
    ['all sessions to count', () => repository(SessionFacts).page(workspaceId, 100, before), ['workspace_newest']],
    ['all AI replies to count', () => repository(AiReplyFacts).page(workspaceId, 100, before), ['ai_replies']],
    ['all follow-ups to count', () => repository(FollowupFacts).page(workspaceId, 100, before), ['workspace_latest']],
    ['all escalations to count', () => repository(EscalationFacts).page(workspaceId, 100, before), ['newest']],
    ['all comments to count', () => repository(CommentFacts).page(workspaceId, 100, before), ['newest']],
    ['all outcomes to count', () => get.outcomeFacts().lead.page(workspaceId, 100, before), ['newest']],
    [
      'messages around a day',
      () =>
        get
          .messageFacts()
          .threads(workspaceId, { ...threads, within: { from: at, to: at } })
          .next(),
      ['thread'],
    ],
    ['messages of conversations', () => get.messageFacts().threads(workspaceId, threads).next(), ['thread']],
    ['conversations to count', () => get.messageFacts().conversationPage(workspaceId, 100), ['of_account']],
    [
      'more conversations to count',
      () => get.messageFacts().conversationPage(workspaceId, 100, { id: conversationId, accountId }),
      ['of_account'],
    ],
    ['accounts of conversations', () => get.messageFacts().accountsOf(workspaceId, [conversationId]), ['_id_']],
    ['how a workspace is counted', () => get.reportRows().standing(workspaceId), ['_id_']],
    ['a report', () => get.reportRows().range(workspaceId, ['2026-01-01', '2026-01-02']), ['day']],
    ['funnels', () => get.reportRows().flowRange(workspaceId, '2026-01-01', '2026-01-31'), ['day_flow']],
    ['a funnel', () => get.reportRows().flowRange(workspaceId, '2026-01-01', '2026-01-31', 'v'), ['day_flow']],
    ['all days of reports', () => get.reportRows().allSince(workspaceId, '2026-01-01'), ['day', 'day_flow']],
    ['what is to be counted anew', () => get.reportRows().recountsDue(at, 20), ['recount_due']],
    ['a recount is asked for', () => get.reportRows().requestRecount(workspaceId, at), ['_id_']],
    ['what is counted', () => get.reportUnits().byIds(workspaceId, ['a', 'b']), ['_id_']],
    ['days of conversations', () => get.reportUnits().ofThreads(workspaceId, [conversationId]), ['of_conversation']],
    ['all that is counted', () => get.reportUnits().cellsOf(workspaceId).next(), ['of_conversation']],
    ['times of a few days', () => get.reportUnits().timings(workspaceId, '2026-01-01', '2026-01-03'), ['timed_days']],
    [
      'what an erased contact counts for',
      () => erasing('reportUnits', { workspaceId, conversationId: { $in: [conversationId] } }),
      ['of_conversation'],
    ],
    ['an open escalation', () => get.escalations().isOpenIn(workspaceId, conversationId), ['open-conversation']],
    ['read receipts', () => get.conversations().noteSeen([{ conversationId, workspaceId, at }]), ['_id_']],
    ['lanes that nobody rang for', () => get.inbox().lanesPendingSince(at, 100), ['oldest_pending']],
    ['the oldest event', () => get.inbox().oldestPending(), ['oldest_pending']],
    ['receipts to fold', () => get.inbox().openReceipts(at, 100), ['open_receipts']],
    ['events are done', () => get.inbox().markDone(['a', 'b'], at), ['_id_']],
    ['parked events', () => get.inbox().list('parked', 26), ['parked']],
    ['more parked events', () => get.inbox().list('parked', 26, before), ['parked']],
    ['the number of parked events', () => get.inbox().count('parked'), ['parked']],
    ['unrecognised events', () => get.inbox().list('ignored', 26), ['ignored']],
    ['more unrecognised events', () => get.inbox().list('ignored', 26, before), ['ignored']],
    ['items as they came that are too old', () => get.inbox().forgetRaw(new Date(0), at, 100), ['done_ttl']],
    ['what was taken back', () => get.inbox().forgetContent(workspaceId, ['a', 'b']), ['_id_']],
    ['messages that were taken back', () => get.messages().unsentAmong(workspaceId, ['a', 'b']), ['_id_']],
    [
      'a message is taken back',
      () => get.messages().unsend({ workspaceId, accountId, mid: 'm', receivedIds: ['a', 'b'] }, at),
      ['_id_', 'own_mid'],
    ],
    [
      'a message got other words',
      () => get.messages().replaceTerms({ workspaceId, accountId, mid: 'm', receivedIds: ['a', 'b'] }, ['blue']),
      ['_id_', 'own_mid'],
    ],
    [
      'what happened to messages',
      () => get.marks().ofMessages(workspaceId, [{ _id: 'i', accountId, mid: 'm1' }]),
      ['_id_'],
    ],
    ['a message is edited', () => get.marks().edit({ ...LANE, mid: 'm' }, { number: 1, text: 'x', at }), ['_id_']],
    ['edits whose messages come later', () => get.marks().wordsDue(at, 100), ['words_due']],
    ['an edit awaits its message', () => get.marks().awaitMessage({ ...LANE, mid: 'm' }, at), ['_id_']],
    ['what happened too long ago', () => get.marks().removeOlder(workspaceId, at, 100), ['retention']],
    [
      'marks of a conversation',
      () => erasing('messageMarks', { workspaceId, conversationId }),
      ['_id_', 'of_messages'],
    ],
    ['own echoes', () => get.messages().ownMids(accountId, ['m1', 'm2']), ['own_mid']],
    ['a message is sent again', () => get.messages().discardUndelivered(workspaceId, 'm'), ['_id_']],
    ['a comment to answer', () => get.messages().commentedAt(workspaceId, conversationId, 'c'), ['thread']],
    ['a thread', () => get.messages().listByConversation(workspaceId, conversationId, 26), ['thread']],
    ['more of a thread', () => get.messages().listByConversation(workspaceId, conversationId, 26, before), ['thread']],
    ['parked sends', () => get.messages().listParked(26), ['parked_sends']],
    ['more parked sends', () => get.messages().listParked(26, before), ['parked_sends']],
    ['the number of parked sends', () => get.messages().countParked(), ['parked_sends']],
    [
      'parked sends of a conversation',
      () => get.messages().parkedOf(workspaceId, conversationId),
      ['parked_of_conversation'],
    ],
    ['messages that are too old', () => get.messages().removeOlder(workspaceId, at, 100), ['retention']],
    ['files to copy', () => get.media().due(at, 40), ['media_due']],
    ['a file to copy is taken', () => get.media().take(dueMedia, at), ['_id_']],
    ['files are copied', () => get.media().settle(dueMedia, at, { changes: [], nextAt: at }), ['_id_']],
    ['voice notes to hear', () => get.voices().due(at, 40), ['voice_due']],
    ['a voice note is taken', () => get.voices().take(dueVoice, at), ['_id_']],
    [
      'a voice note is heard',
      () => get.voices().write(dueVoice, at, [{ index: 0, set: { transcriptProblem: 'silent' } }]),
      ['_id_'],
    ],
    ['a voice note is done', () => get.voices().release(dueVoice, at, null), ['_id_']],
    ['people to ask for', () => get.profiles().due(at, 50), ['profile_due']],
    ['a person to ask for is taken', () => get.profiles().take(dueProfile, at), ['_id_']],
    ['a profile', () => get.profiles().save(workspaceId, conversationId, null, at), ['_id_']],
    ['a file is announced', () => get.files().announce(mediaFile), ['_id_']],
    ['a file is there', () => get.files().complete(workspaceId, 'f', { contentType: 'image/png', bytes: 1 }), ['_id_']],
    ['a file', () => get.files().find(workspaceId, 'f', conversationId), ['_id_']],
    ['files of a message', () => get.files().ofMessage(workspaceId, 'm'), ['of_message']],
    ['files that are too old', () => get.files().older(workspaceId, at, 100), ['retention']],
    ['files leave', () => get.files().forget(workspaceId, ['f']), ['_id_']],
    [
      'files of conversations that are erased',
      () => erasing('mediaFiles', { workspaceId, conversationId: { $in: [conversationId] } }),
      ['of_conversation'],
    ],
    ['files of a workspace', () => erasing('mediaFiles', { workspaceId }), ['of_conversation']],
    ['files that a member uploaded', () => erasing('mediaFiles', { workspaceId, uploadedBy: 'u' }), ['of_member']],
    ['conversations to forget', () => get.conversations().forgetContent(workspaceId, at, 100), ['inbox_shown']],
    ...crmPlanRows(repository, erasing),
    ['notes about a contact', () => get.notes().list(workspaceId, 'c' as ContactId, 26, before), ['contact-newest']],
    ['notes by a member', () => erasing('contactNotes', { workspaceId, authorId: 'u' }), ['author']],
    [
      'tasks about a contact',
      () => get.tasks().listOfContact(workspaceId, 'c' as ContactId, 26, before),
      ['contact-newest'],
    ],
    ['knowledge items', () => get.knowledge().list(workspaceId, {}, 26, before), ['workspace-newest']],
    ['failed knowledge', () => get.knowledge().list(workspaceId, { status: 'failed' }, 26, before), ['status-newest']],
    ['knowledge of a tag', () => get.knowledge().list(workspaceId, { tag: 't' }, 26, before), ['tag-newest']],
    ['the number of knowledge items', () => get.knowledge().count(workspaceId, ['text']), ['workspace-newest']],
    ['what an index must hold', () => get.knowledge().searched(workspaceId), ['searched']],
    ['the number of chunks', () => get.knowledge().chunkCount(workspaceId), ['searched']],
    ['vectors of another model', () => get.knowledge().makeDue(workspaceId, 'm', at), ['searched']],
    ['knowledge to be processed', () => get.knowledgeWork().due(at, 100), ['due']],
    ['knowledge by a member', () => erasing('knowledgeItems', { workspaceId, createdBy: 'u' }), ['author']],
    ['versions by a member', () => erasing('knowledgeVersions', { workspaceId, createdBy: 'u' }), ['author']],
    ['versions of an item', () => get.knowledgeVersions().list(workspaceId, 'i', 20), ['item-newest']],
    ['chunks of an item', () => get.chunks().of({ workspaceId, itemId: 'i', version: 1 }), ['of-item']],
    ['chunks of items', () => get.chunks().portionsOf(workspaceId, ['i', 'j']).next(), ['of-item']],
    ['gaps', () => get.gaps().list(workspaceId, 26, { count: 2, id: 'x' }), ['most-asked']],
    [
      'gaps of a contact',
      () => erasing('knowledgeGaps', { workspaceId, conversationIds: { $in: [conversationId] } }),
      ['of-conversations'],
    ],
    ...GOALS.flatMap((goal): Row[] => {
      const page = { limit: 26, after: before };
      const list = (filter: Partial<OutcomeFilter>) => () =>
        get.outcomes().list(workspaceId, goal, { terms: [], ...filter }, page);
      const open = () => get.outcomes().findOpen(workspaceId, goal, 'l' as ConversationId);
      return [
        [`${goal} outcomes`, list({}), ['newest']],
        [`open ${goal} outcomes`, list({ status: 'open' }), ['status-newest']],
        [`${goal} outcomes of a contact`, list({ contactId: 'c' as ContactId }), ['contact-newest']],
        [`${goal} outcomes by words`, list({ terms: ['mia', 'ber'] }), ['terms-newest']],
        [`the open ${goal} outcome of a conversation`, open, ['one-open']],
      ];
    }),
    ['summaries of a workspace', () => erasing('conversationSummaries', { workspaceId }), ['of-workspace']],
    [
      'drafts that wait',
      () => get.replyDrafts().list(workspaceId, { status: 'waiting' }, { limit: 26, after: before }),
      ['status-newest'],
    ],
    [
      'drafts of a conversation',
      () =>
        get
          .replyDrafts()
          .list(
            workspaceId,
            { status: 'waiting', conversationId: 'l' as ConversationId },
            { limit: 26, after: before },
          ),
      ['conversation-newest'],
    ],
    [
      'drafts that are retracted',
      () => get.replyDrafts().supersede(workspaceId, 'l' as ConversationId, { by: 'customer_wrote', at }),
      ['conversation-newest'],
    ],
    [
      'suggestions make place',
      () => get.replyDrafts().replaceSuggested(workspaceId, 'l' as ConversationId, []),
      ['conversation-newest'],
    ],
    ['what became of drafts', () => get.draftFigures().count(workspaceId, at, new Date()), ['created']],
    ['drafts of a member', () => erasing('replyDrafts', { workspaceId, decidedBy: 'u' }), ['decided-by']],
    ['eval cases', () => get.evalCases().list(workspaceId, { limit: 26, after: before }), ['newest']],
    [
      'eval cases of a set',
      () => get.evalCases().list(workspaceId, { set: 'shop', limit: 26, after: before }),
      ['set-newest'],
    ],
    [
      'erasing eval cases that a contact’s conversation became',
      () => erasing('evalCases', { workspaceId, conversationId: { $in: [conversationId] } }),
      ['of-conversation'],
    ],
    [
      'erasing eval runs of such cases',
      () => erasing('evalRuns', { workspaceId, conversationIds: { $in: [conversationId] } }),
      ['of-conversations'],
    ],
    ['how many eval cases', () => get.evalCases().count(workspaceId), ['newest']],
    ['eval runs', () => get.evalRuns().list(workspaceId, 26, before), ['newest']],
    ['the eval run before', () => get.evalRuns().lastDone(workspaceId, 'shop'), ['last-done']],
    ['the next eval run', () => get.evalRuns().takeOldest(), ['status-oldest']],
    ['open tasks, newest first', () => get.tasks().listNewest(workspaceId, { status: 'open' }, 26), ['status-newest']],
    ['more of them', () => get.tasks().listNewest(workspaceId, mine, 26, before), ['status-newest']],
    [
      'tasks of a kind',
      () => get.tasks().listByDue(workspaceId, { status: 'open', kind: 'general' }, 26),
      ['kind-due'],
    ],
    [
      'more tasks of a priority',
      () => get.tasks().listByDue(workspaceId, { status: 'open', priority: 'low' }, 26, before),
      ['priority-due'],
    ],
    [
      'tasks that nobody has',
      () => get.tasks().listByDue(workspaceId, { status: 'open', assigneeId: null }, 26, before),
      ['assignee-due'],
    ],
    ['what is left of a day', () => get.tasks().listByDue(workspaceId, { ...mine, dueFrom: at }, 26), ['assignee-due']],
    ['tasks to remind of', () => get.tasks().listToRemind(at, 100), ['reminders']],
    ['several tasks', () => get.tasks().findMany(workspaceId, ['a', 'b']), ['_id_']],
    [
      'tasks follow a merge',
      () => get.tasks().moveAlong(workspaceId, 'c' as ContactId, 'd' as ContactId, 'm'),
      ['contact-newest'],
    ],
    ['tasks go back', () => get.tasks().moveBack(workspaceId, moveBack), ['contact-newest', 'conversation']],
    [
      'notes follow a merge',
      () => get.notes().moveAlong(workspaceId, 'c' as ContactId, 'd' as ContactId, 'm'),
      ['contact-newest'],
    ],
    ['notes go back', () => get.notes().moveBack(workspaceId, moveBack), ['contact-newest', 'conversation']],
    ['tickets', () => get.tickets().list(workspaceId, { terms: [] }, 26), ['workspace-newest']],
    ['more tickets', () => get.tickets().list(workspaceId, { terms: [] }, 26, before), ['workspace-newest']],
    [
      'tickets in one status',
      () => get.tickets().list(workspaceId, { status: 'open', terms: [] }, 26, before),
      ['workspace-status'],
    ],
    [
      'tickets of a member',
      () => get.tickets().list(workspaceId, { userId: 'u' as UserId, terms: [] }, 26, before),
      ['workspace-user'],
    ],
    [
      'tickets with these words',
      () => get.tickets().list(workspaceId, { terms: ['a', 'b'] }, 26, before),
      ['workspace-terms'],
    ],
    ['tickets of a contact', () => get.tickets().listOfContact(workspaceId, 'c' as ContactId, 26, before), ['contact']],
    ['tickets to erase', () => get.tickets().idsOfContacts(workspaceId, ['c' as ContactId]), ['contact']],
    [
      'tickets of conversations',
      () => get.tickets().moveContact(workspaceId, [conversationId], 'c' as ContactId),
      ['conversation'],
    ],
    ['the queue of tickets', () => get.queue().listUrgent({ status: 'open' }, { limit: 26, after: before }), ['queue']],
    [
      'what is late in it',
      () => get.queue().listUrgent({ status: 'open' }, { limit: 26, after: before }, at),
      ['queue'],
    ],
    [
      'tickets of nobody',
      () => get.queue().listUrgent({ status: 'open', assigneeId: null }, { limit: 26 }),
      ['queue-assignee'],
    ],
    [
      'the queue of a severity',
      () => get.queue().listUrgent({ status: 'open', severity: 'high' }, { limit: 26, after: before }),
      ['queue-severity'],
    ],
    [
      'the queue of a category',
      () => get.queue().listUrgent({ status: 'open', category: 'bug' }, { limit: 26, after: before }),
      ['queue-category'],
    ],
    [
      'the queue of a workspace',
      () => get.queue().listUrgent({ status: 'open', workspaceId }, { limit: 26, after: before }),
      ['queue-workspace'],
    ],
    ['all tickets', () => get.queue().listNewest({}, [], { limit: 26, after: before }), ['newest']],
    ['all tickets with a word', () => get.queue().listNewest({}, ['a'], { limit: 26, after: before }), ['terms']],
    ['tickets that go on by themselves', () => get.queue().listForUpkeep(at, 100), ['upkeep']],
    ['a ticket', () => get.queue().find('t'), ['_id_']],
    [
      'comments of a ticket',
      () => get.ticketComments().list({ workspaceId, ticketId: 't', withInternal: true }, 26, before),
      ['ticket-newest'],
    ],
    [
      'comments that its workspace sees',
      () => get.ticketComments().list({ workspaceId, ticketId: 't', withInternal: false }, 26, before),
      ['ticket-public'],
    ],
    [
      'comments of tickets that move',
      () => get.ticketComments().moveContact(workspaceId, ['t'], 'c' as ContactId),
      ['ticket-newest'],
    ],
    ['tasks that a member created', () => erasing('crmTasks', { workspaceId, creatorId: 'u' }), ['creator']],
    ['notes that name a member', () => erasing('contactNotes', { workspaceId, mentions: 'u' }), ['mentions']],
    [
      'all notes of a member',
      () =>
        get.personal().hasAny('contactNotes', withoutName('u', { fields: ['authorId'], lists: ['mentions'] }, LANE)),
      ['author', 'mentions'],
    ],
    ['comments of a member', () => erasing('supportTicketComments', { workspaceId, authorId: 'u' }), ['author']],
    [
      'comments about a contact',
      () => erasing('supportTicketComments', { workspaceId, contactId: { $in: ['c'] } }),
      ['contact'],
    ],
    ['the next number of a ticket', () => get.queue().nextNumber(), ['_id_']],
    [
      'who of these is a member',
      () => get.memberships().membersAmong(workspaceId, ['u' as UserId]),
      ['workspace-user'],
    ],
    ['open tasks', () => get.tasks().listByDue(workspaceId, { status: 'open' }, 26, before), ['status-due']],
    [
      'overdue tasks of a member',
      () => get.tasks().listByDue(workspaceId, { ...mine, dueBefore: at }, 26, before),
      ['assignee-due'],
    ],
    ['escalations', () => get.escalations().list(workspaceId, {}, { limit: 26, after: before }), ['newest']],
    [
      'open escalations',
      () => get.escalations().list(workspaceId, { status: 'pending' }, { limit: 26 }),
      ['status-newest'],
    ],
    ['the number of open escalations', () => get.escalations().countOpen(), ['open-ranks']],
    ['an escalation by its source', () => get.escalations().findBySource(workspaceId, 's'), ['source']],
    ['the open escalation', () => get.escalations().findOpen(workspaceId, conversationId), ['open-conversation']],
    [
      'escalations of a severity',
      () => get.escalations().list(workspaceId, { severity: 'high' }, { limit: 26 }),
      ['severity-newest'],
    ],
    [
      'escalations of a member',
      () => get.escalations().list(workspaceId, { assigneeId: 'u' as UserId }, { limit: 26, after: before }),
      ['assignee-newest'],
    ],
    [
      'escalations of nobody',
      () => get.escalations().list(workspaceId, { assigneeId: null }, { limit: 26 }),
      ['assignee-newest'],
    ],
    [
      'escalations of a conversation',
      () => get.escalations().list(workspaceId, { conversationId }, { limit: 26 }),
      ['conversation-newest'],
    ],
    [
      'the timeline of a contact: escalations',
      () => get.escalations().listOfConversations(workspaceId, [conversationId], { limit: 26, after: before }),
      ['conversation-newest'],
    ],
    ['the most urgent escalations', () => get.escalations().listUrgent(workspaceId, { limit: 26 }), ['most-urgent']],
    [
      'more urgent escalations',
      () => get.escalations().listUrgent(workspaceId, { limit: 26, after: { ...before, rank: 2 } }),
      ['most-urgent'],
    ],
    ['escalations that are late', () => get.escalations().listSlaDue(at, 100), ['sla-due']],
    [
      'escalations that a member had or closed',
      () => erasing('escalations', { workspaceId, memberIds: 'u' }),
      ['members'],
    ],
    ['holds to release', () => get.escalations().listHandBackDue(at, 100), ['hand-back-due']],
    ['escalations without an answer', () => get.escalations().listUnanswered(100, null), ['unanswered']],
    ['more escalations without an answer', () => get.escalations().listUnanswered(100, 'x'), ['unanswered']],
    ['people who wait', () => get.attention().waiting(workspaceId, at, 101), ['inbox_waiting_status']],
    [
      'people whose window closes',
      () => get.attention().waitingSilently(workspaceId, { after: new Date(0), before: at }, 101),
      ['inbox_window_status'],
    ],
    ['what did not go out', () => get.attention().undelivered(workspaceId, new Date(0), 101), ['undelivered']],
    ['the first answer of the team', () => get.attention().firstAnswer(workspaceId, conversationId, at), ['thread']],
    ['active automations', () => get.instances().listActive(workspaceId), ['active_by_age']],
    ['automations', () => get.instances().list(workspaceId, 26, before), ['of_workspace']],
    [
      'automations of a template',
      () => get.instances().list(workspaceId, 26, before, { templateId: 't' }),
      ['of_workspace'],
    ],
    [
      'automations that are on',
      () => get.instances().list(workspaceId, 26, before, { isActive: true }),
      ['active_by_age'],
    ],
    ['the number of automations', () => get.instances().count(workspaceId), ['of_workspace']],
    ['automations that follow a template', () => get.instances().listFollowers('t'), ['of_template']],
    ['automations of an archived template', () => get.instances().setTemplateArchived('t', true), ['of_template']],
    ['what became of sessions', () => get.figures().count(workspaceId, figuresQuery), ['by_instance']],
    ['intents', () => get.intents().list(workspaceId, 200), ['value']],
    ['revisions of automations', () => get.instances().revisionsOf([workspaceId]), ['revisions']],
    ['personas', () => get.personas().list(workspaceId, 26, before), ['workspace-newest']],
    ['the number of personas', () => get.personas().count(workspaceId), ['workspace-newest']],
    ['the default persona', () => get.personas().findDefault(workspaceId), ['default']],
    ['a simulation', () => get.simulations().find(workspaceId, 's'), ['_id_']],
    ['simulations that make room', () => get.simulations().keepNewest(workspaceId, 100), ['workspace-newest']],
    ['figures of automations', () => get.sessions().countByStatus(workspaceId, ['i1', 'i2']), ['stats']],
    [
      'forgotten sessions',
      () => get.sessions().closeForgotten(workspaceId, conversationId, { sessionIds: ['s'], startedBefore: at }),
      ['of_conversation'],
    ],
    ['sessions of a workspace', () => get.sessions().list(workspaceId, 26, before), ['workspace_newest']],
    [
      'sessions of a conversation',
      () => get.sessions().list(workspaceId, 26, before, { conversationId }),
      ['of_conversation'],
    ],
    [
      'sessions of an automation',
      () => get.sessions().list(workspaceId, 26, before, { instanceId: 'i' }),
      ['by_instance'],
    ],
    [
      'decisions of a conversation',
      () => get.turns().list(workspaceId, conversationId, 26, before),
      ['by_conversation'],
    ],
    ['steps of a session', () => get.turns().ofSession(workspaceId, 's'), ['by_session']],
    ['records that are too old', () => get.turns().removeOlder(workspaceId, at, 100), ['retention']],
    ['reasons of messages', () => get.turns().ofEffects(workspaceId, ['s'], ['s-1']), ['by_session']],
    ['all users', () => get.people().listUsers(26, before), ['newest']],
    ['all workspaces', () => get.people().listWorkspaces(26, before), ['newest']],
    ['templates', () => get.templates().listActive(26, before), ['gallery']],
    ['all templates', () => get.templates().list({}, 26, before), ['newest']],
    ['the latest version', () => get.versions().findLatest('t'), ['version_of_template']],
    ['versions', () => get.versions().list('t', 26, { below: 9, status: 'published' }), ['version_of_template']],
    ['flows that ask for an intent', () => get.versions().namesIntent('human'), ['by_intent']],
    ['drafts', () => get.drafts().list({}, 26, before), ['newest']],
    ['drafts of a status', () => get.drafts().list({ status: 'draft' }, 26, before), ['status_newest']],
    ['drafts of a template', () => get.drafts().list({ templateId: 't' }, 26, before), ['template_newest']],
    ['an account by either of its ids', () => get.accounts().findByPlatformId('1'), ['ig_user_held', 'ig_scoped']],
    ['an own account by its id', () => get.accounts().findOwn(workspaceId, '1'), ['of_workspace']],
    ['answers to comments', () => get.comments().list(workspaceId, {}, 26, before), ['newest']],
    ['answers in one status', () => get.comments().list(workspaceId, { status: 'sent' }, 26), ['status-newest']],
    ['answers on one post', () => get.comments().list(workspaceId, { mediaId: 'm' }, 26), ['media-newest']],
    ['answers that wait', () => get.comments().waitingByHour(workspaceId, accountId), ['waiting']],
    ['answers by status', () => get.comments().countByStatus(workspaceId, accountId), ['waiting']],
    ['answers sent lately', () => get.comments().sentSince(workspaceId, accountId, at), ['settled']],
    ['answers to follow up', () => get.comments().due(at, 500), ['unsettled']],
    ['answers that wait still', () => get.comments().checkLater(workspaceId, ['a'], at), ['_id_']],
    ['answers that are too old', () => get.comments().removeOlder(workspaceId, at, 100), ['newest']],
    ['answers to one person', () => erasing('commentDmLogs', { workspaceId, conversationId }), ['of_conversation']],
    ['tokens to renew', () => get.upkeep().dueForRefresh(at, 100), ['refresh_due']],
    ['subscriptions to look at', () => get.upkeep().dueForSubscription(at, 100), ['subscription_due']],
    ['tokens under older keys', () => get.upkeep().sealedWith(['k0'], 100), ['token_key']],
    [
      'a login under way',
      () => get.logins().find({ _id: 'h', workspaceId, actorId: 'u', step: 'begun' }, at),
      ['_id_'],
    ],
    ['logins of a workspace', () => erasing('instagramLogins', { workspaceId }), ['of_workspace']],
    ['deletions that are not done', () => get.deletions().open(at, 20), ['open']],
    ['a deletion by its code', () => get.deletions().find('c'), ['_id_']],
    [
      'conversations of an account',
      () => get.conversations().listByAccount(workspaceId, accountId, 500, null),
      ['of_account'],
    ],
    ['readings of the past that are due', () => get.history().due(at, 32), ['due']],
    ['the open reading of an account', () => get.history().findOpen({ workspaceId, accountId }, 'gap'), ['open']],
    ['readings of an account', () => get.history().list({ workspaceId, accountId }, 26, before), ['of_account']],
    ['accounts that changed', () => get.accounts().changedSince(at), ['changed_since']],
    ['accounts', () => get.accounts().list(workspaceId, 26, before), ['of_workspace']],
    ['a membership', () => get.memberships().find(workspaceId, 'u' as UserId), ['workspace-user']],
    ['workspaces of a user', () => get.memberships().listByUser('u' as UserId), ['user']],
    ['API keys', () => get.apiKeys().list(workspaceId, 26, before), ['workspace-newest']],
    ['links of a user', () => get.oneTimeTokens().deleteOf('u' as UserId), ['of-user']],
    ['sign-ins of a user', () => get.signIns().listByUser('u' as UserId, at), ['of-user']],
    ['a mail that is due', () => get.mails().claim(at, at), ['due']],
    ['members', () => get.memberships().listByWorkspace(workspaceId, 26, before), ['workspace-newest']],
    ['earlier settings', () => get.settings().listHistory(workspaceId, 'language', 26, before), ['group-newest']],
    ['settings too old to keep', () => get.settings().dropHistory(workspaceId, 'language', 1), ['group-newest']],
    ['an invitation by its link', () => get.invites().findByToken('hash', at), ['token']],
    ['open invitations', () => get.invites().listPending(workspaceId, at, 26, before), ['workspace-status-newest']],
    ['seats that are promised', () => get.invites().countPending(workspaceId, at), ['workspace-status-newest']],
    ['an address that was invited', () => get.invites().expireOf(workspaceId, 'a@b.example', at), ['pending-email']],
    ['invitations whose time is over', () => get.invites().expireAll(at), ['status-expiry']],
    ['tiers', () => get.tiers().list(26, before), ['newest']],
    ['the default tier', () => get.plans().termsOf(undefined), ['default']],
    ['whether a tier is in use', () => get.plans().isInUse('t'), ['tier']],
    ['what calls cost by goal', () => get.aiUsage().traced(workspaceId, '2026-01-01', '2026-01-31'), ['by-period']],
    ['what was used in a month', () => get.usage().ofPeriod(workspaceId, '2026-01'), ['workspace-period']],
    ['reservations of the dead', () => get.usage().withExpired(at, 100), ['expired-reservations']],
    [
      'what AI has cost by model',
      () => get.aiUsage().byKey(workspaceId, 'model', '2026-01-01', '2026-01-31'),
      ['by-period'],
    ],
    ['what AI has cost in a month', () => get.aiUsage().totalOf(workspaceId, '2026-01'), ['_id_']],
    ['who spends most on AI', () => get.aiUsage().spenders('2026-01', 50), ['dearest']],
    [
      'what AI has cost in conversations',
      () => erasing('aiUsage', { workspaceId, scope: 'conversation', key: { $in: [conversationId] } }),
      ['of-thing'],
    ],
    ['an own provider', () => erasing('aiProviders', { workspaceId }), ['workspace']],
    ['a login', () => get.users().findByEmail('a@b.example'), ['email']],
    ['a login with Instagram', () => get.users().findByInstagram('1784'), ['instagram']],
    ['the audit trail', () => get.audit().list({}, 26, before), ['newest']],
    ['the audit trail of a workspace', () => get.audit().list({ workspaceId }, 26, before), ['workspace-newest']],
    ['what a person did', () => get.audit().list({ userId: 'u' }, 26, before), ['person-newest']],
    ['who did such a thing', () => get.audit().list({ action: 'a' }, 26, before), ['action-newest']],
    ['entries to seal', () => get.chains().unsealed(100), ['unsealed']],
    ['a chain of the audit trail', () => get.chains().walk('platform').next(), ['chain-sequence']],
    ['the diagnostic log', () => get.logs().list({}, 26, before), ['newest']],
    ['the tail of the diagnostic log', () => get.logs().since(at, 100), ['newest']],
    ['log events of a category', () => get.logs().list({ category: 'jobs' }, 26, before), ['category-newest']],
    ['log events of a workspace', () => get.logs().list({ workspaceId }, 26, before), ['workspace-newest']],
    ['log events of a session', () => get.logs().list({ sessionId: 's' }, 26, before), ['session-newest']],
    ['log events of a conversation', () => get.logs().list({ conversationId }, 26, before), ['conversation-newest']],
    ['log events of a request', () => get.logs().list({ correlationId: 'c' }, 26, before), ['correlation-newest']],
    ['what is erased', () => get.erased().changedSince(at), ['changed_since']],
    ['a privacy request under way', () => get.privacy().findOpen(privacyRequest), ['open']],
    ['the privacy request that is due', () => get.privacy().nextDue(at), ['due']],
    ['failed privacy requests', () => get.privacy().listByStatus('failed', 26, before), ['status-newest']],
    ['privacy requests', () => get.privacy().list({ workspaceId }, 26, before), ['workspace-newest']],
    ['own privacy requests', () => get.privacy().list({ userId: 'u' as UserId }, 26, before), ['user-newest']],
    ['pieces of an export', () => get.exports().stream('r').next(), ['request-order']],
    ['exports about somebody', () => erasing('privacyExports', { workspaceId, subjectKey: 'contact:c' }), ['subject']],
    ['exports of a workspace', () => erasing('privacyExports', { workspaceId }), ['workspace']],
    ['events of a conversation', () => erasing('inboxEvents', { workspaceId, conversationId }), ['of_workspace']],
    ['events of a workspace', () => erasing('inboxEvents', { workspaceId }), ['of_workspace']],
    ['keys of the audit trail', () => erasing('auditKeys', { workspaceId }), ['workspace']],
  ])('%s', async (name, act, indexes) => {
    const plans = await plansOf(connection, act);
    expect(plans.length).toBeGreaterThan(0);
    expect([...new Set(plans.flatMap((plan) => plan.indexes))].sort()).toEqual([...indexes].sort());
    expect(plans.flatMap(({ stages }) => stages)).not.toContain('COLLSCAN');
    // A short list may be sorted in memory; one that grows with the data may not.
    if (name !== 'workspaces of a user') expect(plans.flatMap(({ stages }) => stages)).not.toContain('SORT');
    for (const plan of plans) noteUse(plan);
  });

  it('every declared index was used by one of them, or expires rows', () => {
    const declared = DECLARED_INDEXES.filter(({ options }) => options.expireAfterSeconds === undefined);
    const unused = declared
      .map(({ collection, options }) => `${collection}.${options.name}`)
      .filter((name) => !used.has(name));
    // Unique, to keep a fact true; nobody asks by it.
    expect(unused).toEqual(['tiers.name', 'supportTickets.number']);
  });

  function noteUse({ collection, indexes }: QueryPlan): void {
    for (const index of indexes) used.add(`${collection}.${index}`);
  }
});

import { fieldsOf, type ObservedQuery } from './scope-rule';

interface PlatformQuery {
  collection: string;
  /** Fields of the filter, in alphabetical order. */
  fields: readonly string[];
  why: string;
}

const of = (collection: string, why: string, ...fields: string[][]): PlatformQuery[] =>
  fields.map((names) => ({ collection, fields: names, why }));

/** Rows that reports count. */
const REPORTED = [
  'messages',
  'automationSessions',
  'turnRecords',
  'escalations',
  'commentDmLogs',
  'followupTasks',
  'leadCaptures',
  'bookingRequests',
  'orderIntents',
  'supportTicketStubs',
  'channelDriveEvents',
];

/** What is asked about all tenants together, or before it is known which one it is. Everything else names its tenant. */
const PLATFORM_QUERIES: readonly PlatformQuery[] = [
  ...of('domainEvents', 'the sweep for what was recorded and not told', ['recordedAt']),
  ...of('webhookEndpoints', 'the poll for who is told what', ['changedAt']),
  ...of('webhookEndpoints', 'the job that removes what deleted ones have left', ['expiresAt']),
  ...of('webhookEndpoints', 'the job that delivers what is due', ['$or', 'active', 'dueAt']),
  ...of('webhookDeliveries', 'metrics: how long integrators wait', ['status']),
  ...of('erasedLanes', 'the poll for conversations that were erased', ['changedAt']),
  ...of('instagramAccounts', 'the poll for accounts that changed', ['updatedAt']),
  ...of('instagramAccounts', 'a webhook names the account, which tells the workspace', ['$or'], ['igUserId']),
  ...of(
    'instagramAccounts',
    'the jobs that renew tokens, look at subscriptions and seal tokens anew',
    ['refreshDueAt'],
    ['subscriptionDueAt'],
    ['token.keyId'],
  ),
  ...of('instagramAccounts', 'the migration that dates disconnections', ['disconnectedAt', 'status']),
  ...of('historySyncs', 'the job that reads what Instagram remembers', ['dueAt', 'open']),
  ...of('commentDmLogs', 'the job that finds out what became of answers to comments', ['checkAt']),
  ...of('conversations', 'the sweep of the workers for what is due', ['workDueAt']),
  ...of('conversations', 'the job that asks Instagram who people are', ['profileDueAt']),
  ...of('conversations', 'the job that wakes snoozed ones', ['snoozedUntil']),
  ...of('conversations', 'a migration opens earlier rows', ['status']),
  ...of('contacts', 'a migration copies them to their conversations', ['$or']),
  ...of('messages', 'a migration notes the words of earlier rows', ['terms', 'text']),
  ...of('conversationJobs', 'the job that works them off', ['dueAt']),
  ...of('messages', 'the job that copies files of messages', ['mediaDueAt']),
  ...of('messages', 'the job that transcribes voice notes', ['voiceDueAt']),
  ...of('messageMarks', 'the job that looks for messages which came after their edits', ['wordsDueAt']),
  ...of('messageMarks', 'a migration finds earlier messages by their edits', ['edits.0']),
  ...of('messages', 'a migration notes what was heard in earlier voice notes', ['attachments.transcript.text']),
  ...of(
    'inboxEvents',
    'the sweep, the metrics, and the lists of platform admins',
    ['status'],
    ['receivedAt', 'status'],
    ['$or', 'receivedAt', 'status'],
  ),
  ...of('inboxEvents', 'the job that forgets items of webhooks as they came', ['doneAt', 'raw']),
  ...of('messages', 'parked sends: metrics, and the list of platform admins', ['status'], ['$or', 'at', 'status']),
  ...of('escalations', 'the job that ends holds of closed escalations', ['handBackDueAt']),
  ...of('escalations', 'the job that tells what is late', ['slaDueAt']),
  ...of('escalations', 'the job that finds answers of the team', ['unanswered'], ['_id', 'unanswered']),
  ...of('escalations', 'a migration completes earlier rows, and shows open ones', ['revision'], ['open']),
  ...of('escalations', 'metrics: how many are open', ['open']),
  ...of('workspaceInvites', 'the secret of a link tells which invite it is', ['expiresAt', 'status', 'tokenHash']),
  ...of('workspaceInvites', 'the job that expires invites', ['expiresAt', 'status']),
  ...of('knowledgeItems', 'the sweep for items that are to be processed', ['dueAt']),
  ...of('contacts', 'a migration makes what earlier ones are found by', ['searchTerms']),
  ...of('contacts', 'the job that copies what changed to conversations', ['mirrorDue']),
  ...of('contactMerges', 'the job that goes through what names merged contacts', ['settleAt']),
  ...of('crmJobs', 'the job that does what members asked for', ['dueAt']),
  ...of('evalRuns', 'the job that carries out runs of golden sets', ['status']),
  ...of('aiUsage', 'which workspaces spend most, for platform admins', ['period', 'scope']),
  ...of('usageCounters', 'the job that gives back forgotten reservations', ['reservations.expiresAt']),
  ...of(
    'privacyRequests',
    'the job that works them off, and the list of platform admins',
    ['dueAt', 'status'],
    ['status'],
    ['$or', 'createdAt', 'status'],
  ),
  ...of(
    'privacyExports',
    'pieces of one request, which was found in its workspace',
    ['requestId'],
    ['position', 'requestId'],
  ),
  ...of(
    'auditEntries',
    'the sealer',
    ['unsealed'],
    ['sequence', 'unsealed'],
    ['$or', 'sequence', 'unsealed'],
    ['$or', 'unsealed'],
  ),
  ...of('auditEntries', 'the verification walks every chain', ['sequence'], ['chain', 'sequence']),
  ...of(
    'auditEntries',
    'the list and export of platform admins',
    [],
    ['action'],
    ['actor.userId'],
    ['action', 'actor.userId'],
    ['at'],
  ),
  ...of(
    'automationInstances',
    'a template is published, rolled back or archived for all workspaces',
    ['deletedAt', 'templateId', 'versionPolicy'],
    ['deletedAt', 'templateId'],
  ),
  ...of('automationInstances', 'a migration completes earlier rows', ['versionPolicy']),
  ...of(
    'automationSessions',
    'a migration names the ends of earlier rows anew',
    ['status'],
    ['endedAt', 'status', 'visits'],
  ),
  ...of('crmTasks', 'the job that reminds of tasks', ['reminderDueAt']),
  ...of('supportTickets', 'the job that notices what is late and closes what is settled', ['upkeepAt']),
  ...of(
    'supportTickets',
    'the queue, the list and the search of platform admins',
    [],
    ['status'],
    ['assigneeId', 'status'],
    ['severity', 'status'],
    ['category', 'status'],
    ['queueOrder', 'status'],
    ['$or', 'queueOrder', 'status'],
    ['terms'],
  ),
  ...of('followupTasks', 'the job that finds out what became of follow-ups', ['settleAt']),
  ...of('followupPolicies', 'the job that plans for conversations older than a policy', ['spreadAt']),
  ...REPORTED.flatMap((name) => of(name, 'the job that counts for reports', ['folded', 'workspaceId'])),
  ...of('reportDailyWorkspaces', 'the job that counts workspaces anew', ['recountDueAt']),
  ...of('auditKeys', 'how many there are', []),
  ...of(
    'adminLogEvents',
    'the list and the tail of platform admins',
    [],
    ['at'],
    ['sessionId'],
    ['correlationId'],
    ['category'],
  ),
];

export function isOfThePlatform({ collection, filter }: ObservedQuery): boolean {
  const asked = fieldsOf(filter).join();
  return PLATFORM_QUERIES.some((known) => known.collection === collection && known.fields.join() === asked);
}

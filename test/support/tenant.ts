import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Connection } from 'mongoose';
import { newId, stableId, systemCaller, type UserId, type WorkspaceId } from '../../src/shared/kernel';
import { WorkspaceFacade } from '../../src/workspace';
import { conversation } from './lane-fixtures';

/** Of today: some of the rows expire. */
const NOW = new Date();

const PASSWORD = 'a-long-enough-phrase-31';

/** A workspace with one of everything, each text of which contains `canary`. */
export interface Tenant {
  canary: string;
  workspaceId: WorkspaceId;
  userId: UserId;
  authorization: string;
  /** Ids by the names that path parameters and fields of bodies give them. */
  ids: Readonly<Record<string, string>>;
}

export async function newTenant(app: NestFastifyApplication, rows: Connection, canary: string): Promise<Tenant> {
  const email = `${canary}@example.org`;
  const owner = { email, password: PASSWORD, name: canary, workspaceName: canary };
  const { userId, workspaceId } = await app.get(WorkspaceFacade).createOwner(owner, systemCaller('test', 'corr-0001'));
  const login = await app.inject({ method: 'POST', url: '/v1/auth/login', payload: { email, password: PASSWORD } });
  const ids = { userId, ...idsOf(canary) };
  await fill(rows, workspaceId, userId, canary, ids);
  const session = await rows.collection('refreshTokens').findOne({ userId });
  // The same name in paths, so the same id: that of a sign-in and that of an automation's run.
  await fillAutomation(rows, { workspaceId, canary, ids: { ...ids, sessionId: String(session?._id) } });
  return {
    canary,
    workspaceId,
    userId,
    authorization: `Bearer ${login.json<{ token: string }>().token}`,
    ids: {
      ...ids,
      sessionId: String(session?._id),
      id: workspaceId,
      newOwnerId: userId,
      ownerId: userId,
      assigneeId: userId,
    },
  };
}

const idsOf = (canary: string) => ({
  conversationId: stableId('lane', canary),
  messageId: stableId('message', canary),
  contactId: newId(),
  noteId: newId(),
  taskId: newId(),
  itemId: newId(),
  gapId: newId(),
  evalCaseId: newId(),
  evalRunId: newId(),
  outcomeId: newId(),
  fieldId: newId(),
  pipelineId: newId(),
  segmentId: newId(),
  mergeId: newId(),
  crmJobId: newId(),
  ticketId: newId(),
  draftId: newId(),
  suggestionId: newId(),
  goal: 'lead',
  scheduledId: newId(),
  answerId: newId(),
  viewId: newId(),
  jobId: newId(),
  escalationId: newId(),
  accountId: newId(),
  syncId: newId(),
  automationId: newId(),
  policyId: newId(),
  followupId: newId(),
  intentId: newId(),
  personaId: newId(),
  simulationId: newId(),
  apiKeyId: newId(),
  webhookId: newId(),
  deliveryId: stableId('delivery', canary),
  inviteId: newId(),
  requestId: newId(),
  parkedId: stableId('parked', canary),
  fileId: stableId('file', canary),
  group: 'business',
});

type Insert = (collection: string, row: object) => Promise<void>;

/** What a workspace keeps around its contacts. */
async function fillCrm(insert: Insert, canary: string, ids: ReturnType<typeof idsOf>): Promise<void> {
  const dates = { createdAt: NOW, updatedAt: NOW };
  const later = new Date(NOW.getTime() + 1e9);
  const gone = newId();
  const contact = { id: gone, identities: [], name: canary, tags: [canary], stage: 'new', fields: {}, ...dates };
  await insert('contactFields', {
    _id: ids.fieldId,
    key: 'size',
    label: canary,
    type: 'text',
    required: false,
    archived: false,
    ...dates,
  });
  await insert('pipelines', {
    _id: ids.pipelineId,
    name: canary,
    stages: [{ key: 'lead', name: canary, kind: 'open' }],
    isDefault: false,
    revision: 1,
    ...dates,
  });
  await insert('contactSegments', {
    _id: ids.segmentId,
    name: canary,
    filter: { tag: canary },
    shared: true,
    ...dates,
  });
  await insert('contactPointers', { _id: gone, contactId: ids.contactId, merges: [ids.mergeId] });
  await insert('contactMerges', {
    _id: ids.mergeId,
    from: gone,
    to: ids.contactId,
    holder: ids.contactId,
    loser: { contact, revision: 1, effects: [], edits: {} },
    before: { ...contact, id: ids.contactId },
    merged: { ...contact, id: ids.contactId },
    revision: 1,
    status: 'merged',
    at: NOW,
    undoUntil: later,
    settled: 3,
    expiresAt: later,
  });
  await insert('crmJobs', {
    _id: ids.crmJobId,
    task: { kind: 'export', filters: [{ tag: canary }], columns: ['name'] },
    status: 'done',
    progress: { done: 1, created: 0, updated: 0, unchanged: 0, failed: 0 },
    problems: [],
    step: 1,
    attempts: 0,
    createdAt: NOW,
    finishedAt: NOW,
    expiresAt: later,
  });
  await insert('crmJobPieces', {
    _id: `${ids.crmJobId}:0`,
    jobId: ids.crmJobId,
    position: 0,
    rows: [{ name: canary }],
    contactIds: [ids.contactId],
    expiresAt: later,
  });
}

async function fill(
  rows: Connection,
  workspaceId: WorkspaceId,
  userId: UserId,
  canary: string,
  ids: ReturnType<typeof idsOf>,
): Promise<void> {
  const { conversationId, accountId, contactId } = ids;
  const dates = { createdAt: NOW, updatedAt: NOW };
  const insert = async (collection: string, row: object) =>
    void (await rows
      .collection<{ _id: string }>(collection)
      .insertOne({ workspaceId, ...row } as unknown as { _id: string }));
  const lane = { accountId, participantId: canary };
  await insert('conversations', {
    ...conversation(),
    _id: conversationId,
    workspaceId,
    ...lane,
    contactId,
    participant: { name: canary, username: canary },
    lastMessage: { text: canary, at: NOW, direction: 'in' },
    timers: [
      {
        id: ids.scheduledId,
        dueAt: new Date(NOW.getTime() + 3_600_000),
        data: {},
        send: { content: { kind: 'text', text: canary }, createdAt: NOW },
      },
    ],
    searchTerms: [canary],
  });
  const kept = { ownerId: null, ...dates };
  await insert('quickAnswers', {
    _id: ids.answerId,
    shortcut: canary,
    title: canary,
    text: canary,
    terms: [],
    ...kept,
  });
  await insert('savedViews', { _id: ids.viewId, name: canary, wishes: { tag: canary }, ...kept });
  await insert('conversationJobs', {
    _id: ids.jobId,
    actorId: userId,
    correlationId: canary,
    action: { kind: 'close' },
    conversationIds: [conversationId],
    wishes: null,
    status: 'running',
    total: 1,
    done: 0,
    skipped: 0,
    cursor: null,
    failures: 0,
    problem: canary,
    ...dates,
    expiresAt: new Date(NOW.getTime() + 1e9),
  });
  await insert('messages', {
    _id: ids.messageId,
    conversationId,
    accountId,
    direction: 'in',
    origin: 'participant',
    status: 'received',
    text: canary,
    attachments: [],
    at: NOW,
    correlationId: canary,
  });
  await insert('messageMarks', {
    _id: `mark-of-${ids.messageId}`,
    conversationId,
    accountId,
    mid: canary,
    reactions: [],
    edits: [{ number: 1, text: canary, at: NOW }],
    at: NOW,
  });
  await insert('mediaFiles', {
    _id: ids.fileId,
    conversationId,
    accountId,
    key: `${workspaceId}/${conversationId}/${ids.fileId}`,
    kind: 'image',
    messageId: ids.messageId,
    contentType: 'image/png',
    bytes: 1,
    at: NOW,
  });
  await insert('contacts', {
    _id: contactId,
    identities: [{ ...lane, username: canary, name: canary }],
    name: canary,
    email: `${canary}@people.example`,
    tags: [canary],
    stage: 'new',
    searchTerms: ['sample', canary.toLowerCase()],
    nameOrder: canary.toLowerCase(),
    matchKeys: [`email:${canary}@people.example`],
    ...dates,
  });
  await fillCrm(insert, canary, ids);
  await insert('contactNotes', { _id: ids.noteId, contactId, text: canary, origin: 'member', createdAt: NOW });
  await insert('crmTasks', {
    _id: ids.taskId,
    contactId,
    title: canary,
    kind: 'general',
    priority: 'normal',
    status: 'open',
    dueOrder: NOW,
    origin: 'member',
    revision: 1,
    ...dates,
  });
  await insert('knowledgeItems', {
    _id: ids.itemId,
    kind: 'text',
    title: canary,
    tags: [canary],
    active: true,
    source: {},
    version: 1,
    status: 'ready',
    searched: { version: 1, stamp: '1.a', chunks: 1, embeddingModel: null },
    attempts: 1,
    ...dates,
  });
  await insert('knowledgeVersions', {
    _id: stableId('knowledge-version', ids.itemId, '1'),
    itemId: ids.itemId,
    version: 1,
    title: canary,
    content: canary,
    createdAt: NOW,
  });
  await insert('knowledgeChunks', {
    _id: stableId('knowledge-chunk', ids.itemId, '1', '0'),
    itemId: ids.itemId,
    version: 1,
    position: 0,
    title: canary,
    text: `${canary} sample text question`,
  });
  await insert('knowledgeGaps', {
    _id: ids.gapId,
    questions: [canary],
    count: 1,
    conversationIds: [conversationId],
    firstAt: NOW,
    lastAt: new Date(),
  });
  await insert('aiUsage', {
    _id: stableId('ai-usage', canary),
    scope: 'purpose',
    key: canary,
    period: NOW.toISOString().slice(0, 10),
    calls: 1,
    nanos: 1,
    expiresAt: new Date(NOW.getTime() + 1e9),
  });
  await insert('leadCaptures', {
    _id: ids.outcomeId,
    contactId,
    conversationId,
    status: 'open',
    open: true,
    fields: { name: canary },
    history: [{ at: NOW, fields: { name: canary } }],
    effects: [],
    terms: [canary],
    revision: 1,
    ...dates,
  });
  await insert('supportTickets', {
    _id: ids.ticketId,
    number: Number.parseInt(ids.ticketId.slice(-8), 16),
    userId,
    subject: canary,
    description: canary,
    category: 'bug',
    severity: 'low',
    status: 'open',
    tags: [],
    requestIds: [],
    breadcrumbs: [],
    attachments: [],
    steps: [],
    clock: { startedAt: NOW, pausedMs: 0 },
    reopenCount: 0,
    terms: [canary],
    queueOrder: NOW,
    revision: 1,
    ...dates,
  });
  await insert('supportTicketComments', {
    ticketId: ids.ticketId,
    side: 'user',
    internal: false,
    text: canary,
    createdAt: NOW,
  });
  const expectation = { contains: [canary], notContains: [], cites: [] };
  const evalCase = { set: 'shop', message: canary, history: [], expect: expectation };
  await insert('evalCases', { _id: ids.evalCaseId, ...evalCase, conversationId, ...dates });
  await insert('evalRuns', {
    _id: ids.evalRunId,
    set: null,
    status: 'done',
    cases: [{ id: ids.evalCaseId, ...evalCase }],
    results: [],
    comparison: null,
    conversationIds: [conversationId],
    createdAt: NOW,
    finishedAt: NOW,
  });
  await insert('escalations', {
    _id: ids.escalationId,
    conversationId,
    sourceIds: [canary],
    reason: canary,
    summary: canary,
    createdBy: 'flow',
    status: 'pending',
    open: true,
    severity: 'normal',
    rank: 1,
    followUpCount: 0,
    reopenCount: 0,
    updates: [{ at: NOW, kind: 'opened', from: 'flow', text: canary }],
    sla: { firstResponse: { startedAt: NOW }, resolution: { startedAt: NOW } },
    unanswered: true,
    revision: 1,
    ...dates,
  });
  await insert('automationInstances', {
    _id: ids.automationId,
    name: canary,
    templateId: 'none',
    templateVersionId: 'none',
    config: { text: canary },
    isActive: true,
    revision: 1,
    ...dates,
  });
  await insert('historySyncs', {
    _id: ids.syncId,
    accountId,
    kind: 'history',
    status: 'done',
    until: NOW,
    threads: [canary],
    counts: { threadsFound: 0, threadsDone: 0, imported: 0, known: 0, withoutDetails: 0, refused: 0 },
    version: 1,
    dueAt: NOW,
    failures: 1,
    failure: { code: 'test', message: canary, at: NOW },
    createdAt: NOW,
    finishedAt: NOW,
  });
  await insert('commentDmLogs', {
    accountId,
    conversationId,
    commentId: canary,
    commenterId: canary,
    commentText: canary,
    mediaId: canary,
    status: 'skipped',
    reason: 'held',
    checkAt: null,
    createdAt: NOW,
  });
  const day = NOW.toISOString().slice(0, 10);
  await insert('reportDailyWorkspaces', { _id: `day-of-${canary}`, day, counts: { [`in:${canary}`]: 1 } });
  await insert('reportDailyFlows', { _id: `flow-of-${canary}`, day, flow: canary, counts: { [`node:${canary}`]: 1 } });
  await insert('reportUnits', {
    _id: `unit-of-${canary}`,
    kind: 'thread-day',
    conversationId,
    day,
    cells: [{ day, flow: '', counts: { [`in:${canary}`]: 1 } }],
    timings: [{ of: 'first', day, clock: 1, open: 1, by: 'bot' }],
  });
  await insert('instagramAccounts', {
    _id: accountId,
    loginKind: 'instagram',
    igUserId: canary,
    igScopedId: canary,
    username: canary,
    status: 'connected',
    token: { keyId: 'k1', data: '' },
    tokenExpiresAt: null,
    ...dates,
  });
  await insert('apiKeys', {
    _id: ids.apiKeyId,
    name: canary,
    secretHash: canary,
    permissions: ['contacts.read'],
    createdBy: userId,
    createdAt: NOW,
  });
  await insert('webhookEndpoints', {
    _id: ids.webhookId,
    url: `https://${canary}.example/events`,
    description: canary,
    types: ['message.received'],
    active: true,
    secrets: [],
    createdBy: userId,
    createdAt: NOW,
    changedAt: NOW,
  });
  await insert('webhookDeliveries', {
    _id: ids.deliveryId,
    endpointId: ids.webhookId,
    eventId: canary,
    type: 'message.received',
    about: [conversationId],
    lane: conversationId,
    place: 1,
    body: canary,
    status: 'failed',
    attempts: 1,
    nextAttemptAt: NOW,
    retryUntil: NOW,
    createdAt: NOW,
    expiresAt: new Date(NOW.getTime() + 3_600_000),
  });
  await insert('workspaceInvites', {
    _id: ids.inviteId,
    email: `${canary}@invited.example`,
    role: 'agent',
    invitedBy: userId,
    tokenHash: canary,
    status: 'pending',
    sentAt: new Date(),
    expiresAt: new Date(Date.now() + 86_400_000),
    createdAt: NOW,
  });
}

async function fillAutomation(
  rows: Connection,
  { workspaceId, canary, ids }: { workspaceId: WorkspaceId; canary: string; ids: Record<string, string> },
): Promise<void> {
  const dates = { createdAt: NOW, updatedAt: NOW };
  const run = { conversationId: ids['conversationId'], instanceId: ids['automationId'], startedAt: NOW };
  const of = (name: string, row: object) => ({ _id: ids[name] ?? name, workspaceId, ...row }) as never;
  const step = { sessionId: ids['sessionId'], text: canary };
  await rows
    .collection('automationSessions')
    .insertOne(of('sessionId', { ...run, templateId: 'none', versionId: 'none', status: 'completed', revision: 2 }));
  await rows.collection('replyDrafts').insertOne(
    of('draftId', {
      conversationId: ids['conversationId'],
      status: 'waiting',
      text: canary,
      question: canary,
      reason: 'approval_wanted',
      citations: [],
      createdAt: NOW,
    }),
  );
  await rows.collection('replyDrafts').insertOne(
    of('suggestionId', {
      conversationId: ids['conversationId'],
      status: 'suggested',
      source: 'suggestion',
      text: canary,
      question: canary,
      reason: 'passed',
      citations: [],
      createdAt: NOW,
    }),
  );
  await rows.collection('followupPolicies').insertOne(
    of('policyId', {
      name: canary,
      isActive: false,
      instanceId: null,
      moment: { kind: 'before_window_closes', hours: 2 },
      conditions: { stages: [], allTags: [], noTags: [], openGoal: null },
      action: { kind: 'text', texts: [{ language: 'en', text: canary }] },
      maxPerWeek: 2,
      quietHours: null,
      revision: 1,
      spreadAt: null,
      spreadAfter: null,
      deletedAt: null,
      ...dates,
    }),
  );
  await rows.collection('followupTasks').insertOne(
    of('followupId', {
      conversationId: ids['conversationId'],
      accountId: ids['accountId'],
      policyId: ids['policyId'],
      kind: 'before_window_closes',
      action: 'text',
      instanceId: null,
      status: 'sent',
      reason: null,
      revision: 2,
      dueAt: NOW,
      anchorAt: NOW,
      windowClosesAt: NOW,
      plannedAt: NOW,
      sendId: ids['messageId'],
      sessionId: null,
      text: canary,
      settleAt: null,
      sentAt: NOW,
      endedAt: NOW,
      repliedAt: null,
      error: null,
    }),
  );
  await rows
    .collection('turnRecords')
    .insertOne(of('messageId', { ...run, at: NOW, event: step, steps: [step], considered: [], sessionIds: [canary] }));
  await rows
    .collection('automationIntents')
    .insertOne(of('intentId', { value: canary, description: canary, ...dates }));
  await rows
    .collection('personas')
    .insertOne(of('personaId', { label: canary, persona: { name: canary }, isDefault: true, ...dates }));
  await rows
    .collection('simulations')
    .insertOne(of('simulationId', { target: { kind: 'workspace' }, persona: {}, lane: {}, revision: 1, ...dates }));
}

/** Every row of the database that belongs to the tenant, as text, by collection and id. What use leaves behind is left out. */
export async function rowsOf(rows: Connection, { workspaceId, userId }: Tenant): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { name } of (await rows.db?.listCollections().toArray()) ?? []) {
    const theirs = { $or: [{ workspaceId }, { userId }, { _id: { $in: [workspaceId, userId] as never[] } }] };
    for (const row of await rows.collection(name).find(theirs).toArray()) {
      found[`${name}/${String(row._id)}`] = JSON.stringify(row);
    }
  }
  return found;
}

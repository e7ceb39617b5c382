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
  draftId: newId(),
  goal: 'lead',
  escalationId: newId(),
  accountId: newId(),
  syncId: newId(),
  automationId: newId(),
  intentId: newId(),
  personaId: newId(),
  simulationId: newId(),
  apiKeyId: newId(),
  inviteId: newId(),
  requestId: newId(),
  parkedId: stableId('parked', canary),
  fileId: stableId('file', canary),
  group: 'business',
});

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
    ...dates,
  });
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
    status: 'pending',
    open: true,
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

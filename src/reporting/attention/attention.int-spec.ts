import { conversation } from '../../../test/support/lane-fixtures';
import { type Caller, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import type { ConversationRow } from '../../conversations/schemas/conversation.schema';
import { type AccountId, type ConversationId, newId, type WorkspaceId } from '../../shared/kernel';
import type { AttentionResponse } from './dto/attention.response';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const ago = (ms: number) => new Date(Date.now() - ms);

describe('the attention queue over HTTP', () => {
  let api: WorkspaceApp;
  let ann: SignedUp;
  let caller: Caller;

  beforeAll(async () => {
    api = await WorkspaceApp.start();
    ann = await api.signUp();
    caller = api.as(ann.token);
  });
  afterAll(() => api.stop());

  const workspaceId = () => ann.workspaceId as WorkspaceId;
  const newLane = async (part: Partial<ConversationRow> = {}): Promise<ConversationId> => {
    const _id = newId<ConversationId>();
    const place = { workspaceId: workspaceId(), accountId: 'a1' as AccountId, participantId: _id };
    await api.rows.collection<ConversationRow>('conversations').insertOne(conversation({ _id, ...place, ...part }));
    return _id;
  };
  const insert = (collection: string, row: object) =>
    api.rows
      .collection<{ _id: string; workspaceId: string }>(collection)
      .insertOne({ _id: newId(), workspaceId: workspaceId(), ...row });
  const show = async (query = '') => {
    const url = `/v1/workspaces/${ann.workspaceId}/attention${query}`;
    const { status, body } = await caller.call<AttentionResponse>('GET', url);
    expect(status).toBe(200);
    return body;
  };

  it('shows what must not be left lying, most urgent first, and nothing else', async () => {
    const waits = { waitingSince: ago(30 * MINUTE_MS), lastInboundAt: ago(30 * MINUTE_MS) };
    const lanes = {
      unreplied: await newLane({ ...waits, participant: { name: 'Mia' } }),
      closing: await newLane({ waitingSince: ago(25 * HOUR_MS), lastInboundAt: ago(23 * HOUR_MS) }),
      escalated: await newLane(waits),
      failed: await newLane(),
      drafted: await newLane(),
      lead: await newLane(),
    };
    // None of these: answered, just written, closed, hidden, window over, decided, long ago, done.
    await newLane({ lastInboundAt: ago(23 * HOUR_MS) });
    await newLane({ waitingSince: ago(MINUTE_MS), lastInboundAt: ago(MINUTE_MS) });
    await newLane({ ...waits, status: 'closed' });
    await newLane({ ...waits, shadow: true });
    const nobody = newId();
    const message = {
      conversationId: lanes.failed,
      at: ago(HOUR_MS),
      text: 'x',
      error: { code: 'GRAPH.10', message: '' },
    };
    await insert('messages', { ...message, status: 'failed' });
    await insert('messages', { ...message, conversationId: nobody, status: 'discarded' });
    await insert('messages', { ...message, conversationId: nobody, status: 'parked', at: ago(90 * HOUR_MS) });
    const draft = { text: 'x', question: 'y', reason: 'approval_wanted', citations: [], createdAt: ago(HOUR_MS) };
    await insert('replyDrafts', { ...draft, conversationId: lanes.drafted, status: 'waiting' });
    await insert('replyDrafts', { ...draft, conversationId: nobody, status: 'sent' });
    const outcome = { contactId: 'c', fields: {}, history: [], effects: [], terms: [], revision: 1 };
    const dates = { createdAt: ago(HOUR_MS), updatedAt: ago(HOUR_MS) };
    await insert('leadCaptures', { ...outcome, ...dates, conversationId: lanes.lead, status: 'open', open: true });
    await insert('orderIntents', { ...outcome, ...dates, conversationId: nobody, status: 'completed' });
    const opened = await caller.call<{ id: string }>('POST', `/v1/workspaces/${ann.workspaceId}/escalations`, {
      conversationId: lanes.escalated,
      reason: 'refund',
      severity: 'critical',
    });

    const { items, counts } = await show();
    expect(items.map(({ conversationId, kind, also }) => [conversationId, kind, also])).toEqual([
      [lanes.escalated, 'escalation', ['unreplied']],
      [lanes.closing, 'window_closing', ['unreplied']],
      [lanes.failed, 'undelivered', []],
      [lanes.unreplied, 'unreplied', []],
      [lanes.drafted, 'draft', []],
      [lanes.lead, 'lead', []],
    ]);
    expect(items[0]).toMatchObject({
      id: opened.body.id,
      reason: 'refund',
      link: `/v1/workspaces/${ann.workspaceId}/escalations/${opened.body.id}`,
    });
    expect(items[3]).toMatchObject({ reason: 'Mia', ageSeconds: expect.closeTo(1_800, -2) as number });
    expect(items[2]?.reason).toBe('failed: GRAPH.10');
    expect(Object.fromEntries(counts.map(({ kind, count }) => [kind, count]))).toEqual({
      ...{ escalation: 1, window_closing: 1, undelivered: 1, unreplied: 3 },
      ...{ draft: 1, lead: 1, booking: 0, order: 0 },
    });
    // The others need an account that is connected.
    const open = items.filter(({ kind }) => ['escalation', 'draft', 'lead'].includes(kind));
    for (const { link } of open) expect((await caller.call('GET', link)).status).toBe(200);
    expect(open).toHaveLength(3);

    expect((await show('?kind=unreplied&waitingMinutes=60')).items.map(({ conversationId }) => conversationId)).toEqual(
      [lanes.closing],
    );
    expect((await show('?kind=window_closing&closingMinutes=30')).items).toEqual([]);
    expect((await show('?limit=2')).items).toHaveLength(2);
  });

  it('shows a workspace nothing of another, and a stranger nothing at all', async () => {
    const bob = await api.signUp();
    const own = await api.as(bob.token).call<AttentionResponse>('GET', `/v1/workspaces/${bob.workspaceId}/attention`);
    expect([own.body.items, own.body.counts.every(({ count }) => count === 0)]).toEqual([[], true]);
    expect((await api.as(bob.token).call('GET', `/v1/workspaces/${ann.workspaceId}/attention`)).status).toBe(404);
  });

  it.each(['kind=secrets', 'limit=0', 'limit=201', 'waitingMinutes=x', 'kind[$ne]=draft'])(
    'refuses ?%s',
    async (query) => {
      expect((await caller.call('GET', `/v1/workspaces/${ann.workspaceId}/attention?${query}`)).status).toBe(400);
    },
  );
});

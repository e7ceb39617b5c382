import type { ReplayResponse } from '../../src/automation/dto/replay.response';
import type { SessionDetailsResponse, SessionPageResponse } from '../../src/automation/dto/session.response';
import type { TimelineItemResponse, TimelinePageResponse } from '../../src/automation/dto/timeline.response';
import { AutomationLane } from '../support/automation-lane';
import { edge, keywords, node } from '../support/flow-fixtures';
import { WholeApi } from '../support/whole-api';

/** As the platform wants one: says what writes, and leads to a person. */
const asking = (keyword: string, answer = 'Thanks, {{ vars.size }}.') => ({
  settings: { disclosure: { text: 'You are writing with our automated assistant.' } },
  nodes: [
    node('start', 'trigger', keywords(keyword)),
    node('ask', 'send_message', { text: 'Your size?' }),
    node('wait', 'wait_for_reply', { timeoutSeconds: 3_600, storeAs: 'size' }),
    node('thanks', 'send_message', { text: answer }),
    node('person', 'handoff', { reason: 'no size', holdMinutes: 30, text: 'A colleague will write.' }),
  ],
  edges: ['start -> ask', 'ask -> wait', 'wait.reply -> thanks', 'wait.timeout -> person'].map(edge),
});

describe('sessions of automations, over HTTP', () => {
  let api: WholeApi;
  let lane: AutomationLane;
  let automationId: string;

  beforeAll(async () => {
    api = await WholeApi.start();
  });

  afterAll(() => api.stop());

  beforeEach(async () => {
    lane = await AutomationLane.open(api);
    ({ automationId } = await lane.automate('Sizes', asking('size')));
  });

  const sessions = () => lane.get<SessionPageResponse>(`automation-sessions?conversationId=${lane.conversationId}`);
  const newest = async (): Promise<SessionDetailsResponse> => {
    const [first] = (await sessions()).items;
    return lane.get<SessionDetailsResponse>(`automation-sessions/${first?.id ?? ''}`);
  };
  const timeline = (query = '') =>
    lane.get<TimelinePageResponse>(`conversations/${lane.conversationId}/timeline${query}`);
  const decisions = async () => (await timeline()).items.flatMap(({ decision }) => decision ?? []);
  const said = async () => {
    const { items } = await lane.get<{ items: { origin: string; text: string }[] }>(
      `conversations/${lane.conversationId}/messages?limit=100`,
    );
    return items.filter(({ origin }) => origin === 'bot').map(({ text }) => text);
  };

  it('are listed for a conversation and for an automation, and show where they are', async () => {
    await lane.says('my size');
    expect(await newest()).toMatchObject({
      status: 'waiting',
      instanceId: automationId,
      endedAt: null,
      live: { awaiting: { kind: 'reply', nodeId: 'wait' }, pausedBy: null },
    });
    await lane.says('M');
    expect(await newest()).toMatchObject({
      status: 'completed',
      live: null,
      lastNodeId: 'thanks',
      visits: expect.arrayContaining([{ nodeId: 'ask', entered: 1 }]) as unknown,
    });
    const { items } = await lane.get<SessionPageResponse>(`automation-sessions?automationId=${automationId}`);
    expect(items).toHaveLength(1);
  });

  it('are paused, resumed and stopped, each a decision on the timeline', async () => {
    await lane.says('my size');
    const { id } = await newest();
    const path = `automation-sessions/${id}`;
    const { eventId } = await lane.post<{ eventId: string }>(`${path}/pause`, 202, {}, 'pause-once');
    expect((await newest()).live?.pausedBy).toBe('person');
    // The same key again is the same order.
    expect(await lane.post(`${path}/pause`, 202, {}, 'pause-once')).toEqual({ eventId });
    expect((await decisions()).filter((it) => it.eventId === eventId)).toMatchObject([{ outcome: 'paused' }]);
    await lane.says('size M');
    expect((await decisions())[0]).toMatchObject({ outcome: 'silent', reason: 'session_paused' });
    await lane.post(`${path}/resume`, 202);
    expect((await newest()).status).toBe('waiting');
    await lane.post(`${path}/stop`, 202);
    expect(await newest()).toMatchObject({ status: 'stopped', live: null });
    await lane.post(`${path}/stop`, 409);
  });

  it('pause under a hold and go on after it, with the question that they had asked', async () => {
    await lane.says('my size');
    await lane.post(`conversations/${lane.conversationId}/hold`, 200, { minutes: 60 });
    expect((await newest()).live?.pausedBy).toBe('hold');
    await lane.says('M');
    expect((await decisions())[0]).toMatchObject({ outcome: 'silent', reason: 'held', held: true });
    await lane.post(`conversations/${lane.conversationId}/resume`, 200);
    expect(await newest()).toMatchObject({ status: 'waiting', live: { pausedBy: null } });
    await lane.says('L');
    expect((await newest()).status).toBe('completed');
  });

  it('are started by a person, also where nobody has written the keyword', async () => {
    await lane.says('hello');
    expect((await decisions())[0]).toMatchObject({
      outcome: 'silent',
      reason: 'no_trigger',
      triggers: [{ instanceId: automationId, outcome: 'no_keyword' }],
    });
    const path = `conversations/${lane.conversationId}/automation-sessions`;
    await lane.post(path, 202, { automationId });
    expect((await newest()).status).toBe('waiting');
    await lane.post(path, 404, { automationId: 'gone' });
    await lane.post(`conversations/${lane.conversationId}/hold`, 200, { minutes: 60 });
    await lane.post(path, 409, { automationId });
    await lane.post('conversations/gone/automation-sessions', 404, { automationId });
  });

  it('are explained: what was thought of every trigger, and for each message of the bot the way to it', async () => {
    await lane.says('my size');
    const [asked] = await said();
    expect(asked).toContain('Your size?');
    const [decision] = await decisions();
    expect(decision).toMatchObject({
      outcome: 'started',
      triggers: [{ outcome: 'chosen', detail: 'size' }],
      steps: [{ event: { kind: 'started' }, status: 'waiting' }],
    });
    expect(decision?.effects.filter(({ kind }) => kind === 'send')).toMatchObject([{ result: 'queued' }]);
    await settleSends();
    const messages = (await timeline()).items.flatMap(({ message }) => message ?? []);
    expect(messages.filter(({ origin }) => origin === 'bot')).toMatchObject([
      { text: asked, why: { nodeId: 'ask', automationId, eventId: decision?.eventId } },
    ]);
  });

  /** As if they had been sent: rows of the messages, and an empty outbox. */
  async function settleSends(): Promise<void> {
    const rows = api.connection.collection<{ _id: string; outbox: Record<string, unknown>[] }>('conversations');
    const row = await rows.findOne({ _id: lane.conversationId });
    const messages = (row?.outbox ?? []).map(({ id, content }, index) => ({
      _id: String(id),
      workspaceId: lane.workspaceId,
      conversationId: lane.conversationId,
      direction: 'out',
      origin: 'bot',
      status: 'sent',
      text: (content as { text: string }).text,
      attachments: [],
      at: new Date(Date.now() + 1_000 + index),
    }));
    await api.connection.collection<{ _id: string }>('messages').insertMany(messages);
    await rows.updateOne({ _id: lane.conversationId }, { $set: { outbox: [] } });
  }

  it('are explained page by page, each item once', async () => {
    for (const text of ['one', 'two', 'my size', 'M']) await lane.says(text);
    const all = (await timeline('?limit=100')).items;
    const paged: TimelineItemResponse[] = [];
    let cursor: string | undefined;
    do {
      const page = await timeline(`?limit=3${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(all).toHaveLength(8);
    expect(paged).toEqual(all);
  });

  it('are run again on what is on record, and give the same', async () => {
    await lane.says('my size');
    await lane.post(`conversations/${lane.conversationId}/hold`, 200, { minutes: 60 });
    await lane.post(`conversations/${lane.conversationId}/resume`, 200);
    await lane.says('M');
    const { id } = await newest();
    const replay = await lane.post<ReplayResponse>(`automation-sessions/${id}/replay`, 200);
    expect(replay).toMatchObject({ complete: true, same: true, comparison: null });
    expect(replay.steps.map(({ event }) => (event as { kind: string }).kind)).toEqual([
      'started',
      'paused',
      'resumed',
      'message',
    ]);
  });

  it('are run again in another flow, to see what would change', async () => {
    await lane.says('my size');
    await lane.says('M');
    const { id } = await newest();
    const other = { definition: asking('size', 'Noted: {{ vars.size }}.') };
    const { comparison } = await lane.post<ReplayResponse>(`automation-sessions/${id}/replay`, 200, other);
    expect(comparison?.map(({ same }) => same)).toEqual([true, false]);
    expect(comparison?.[1]?.after?.effects).toContainEqual(
      expect.objectContaining({ message: expect.objectContaining({ text: 'Noted: M.' }) as unknown }),
    );
    await lane.post(`automation-sessions/${id}/replay`, 400, { definition: { nodes: [], edges: [] } });
    const admin = `/v1/admin/workspaces/${lane.workspaceId}/automation-sessions/${id}/replay`;
    await lane.post(admin, 404, { draftId: 'gone' });
    expect(await lane.post<ReplayResponse>(admin, 200)).toMatchObject({ same: true });
  });

  it('cannot be run again once their records are gone', async () => {
    await lane.says('my size');
    const { id } = await newest();
    await api.connection.collection('turnRecords').deleteMany({ conversationId: lane.conversationId });
    await lane.post(`automation-sessions/${id}/replay`, 409);
  });
});

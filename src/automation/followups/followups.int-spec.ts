import { AutomationLane } from '../../../test/support/automation-lane';
import { edge, keywords, node } from '../../../test/support/flow-fixtures';
import { newTestName } from '../../../test/support/test-name';
import { WholeApi } from '../../../test/support/whole-api';
import { Channel, type SendOutcome } from '../../conversations';
import type { ConversationRow } from '../../conversations/schemas/conversation.schema';
import type { AcceptedOrderResponse } from '../dto/session.response';
import type { TimelinePageResponse } from '../dto/timeline.response';
import type { FollowupPolicyListResponse, FollowupPolicyResponse } from './dto/followup-policy.response';
import type { FollowupPageResponse, FollowupPreviewResponse, FollowupResponse } from './dto/followup.response';
import { AccountDirectory } from '../../instagram/account-directory.service';
import { Contributions, Secret } from '../../shared/kernel';
import { SecretBox } from '../../shared/security';
import { RunPrivacyRequestsJob } from '../../workspace/privacy/run-privacy-requests.job';
import { readState } from '../domain/automation-state';
import type { FollowupTaskRow } from './schemas/followup-task.schema';
import { SettleFollowups } from './settle-followups.job';
import { SpreadFollowupPolicies } from './spread-followup-policies.job';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const POLICY = {
  name: 'Before the window closes',
  moment: { kind: 'before_window_closes', hours: 2 },
  action: {
    kind: 'text',
    texts: [
      { language: 'en', text: 'Hi {{ contact.name | default: "there" }}, is anything left to ask?' },
      { language: 'de', text: 'Hallo, ist noch etwas offen?' },
    ],
  },
};

const greeting = {
  settings: { disclosure: { text: 'You are writing with our automated assistant.' } },
  nodes: [
    node('start', 'trigger', keywords('price')),
    node('say', 'send_message', { text: 'Bowls are 42 €.' }),
    node('person', 'handoff', { reason: 'wants more', holdMinutes: 30, text: 'A colleague will write.' }),
    node('wait', 'wait_for_reply', { timeoutSeconds: 60 }),
  ],
  edges: ['start -> say', 'say -> wait', 'wait.reply -> person', 'wait.timeout -> person'].map(edge),
};

const NO_BUDGET = { granted: false, waitMs: HOUR_MS } as const;
const digits = () => String(Math.random()).slice(2, 17);
const EMPTY = { kind: 'text', texts: [{ language: 'en', text: '{{ contact.email }}' }] };
const nothing = async () => undefined;

describe('follow-ups over HTTP', () => {
  let api: WholeApi;
  let lane: AutomationLane;

  beforeAll(async () => {
    api = await WholeApi.start();
  });
  afterAll(() => api.stop());
  beforeEach(async () => {
    // Nothing goes out, but all that the bot says waits for its turn.
    jest.spyOn(channel(), 'takeSlot').mockResolvedValue(NO_BUDGET);
    jest.spyOn(channel(), 'takeSlotFor').mockResolvedValue(NO_BUDGET);
    await openLane();
  });
  afterEach(() => jest.restoreAllMocks());

  const channel = () => api.app.get(Contributions).one(Channel);
  /** With its account connected. */
  async function openLane(): Promise<void> {
    lane = await AutomationLane.open(api);
    const { workspaceId, accountId } = lane;
    const token = api.app.get(SecretBox).seal(new Secret('token'), { workspaceId, record: accountId, field: 'token' });
    const now = new Date();
    const names = { igUserId: digits(), igScopedId: digits(), username: newTestName(), loginKind: 'instagram' };
    const state = { status: 'connected', token, tokenVersion: 1, tokenExpiresAt: null };
    const row = { _id: accountId, workspaceId, ...names, ...state, createdAt: now, updatedAt: now };
    await api.connection.collection('instagramAccounts').insertOne(row as never);
  }

  const rows = () => api.connection.collection<FollowupTaskRow>('followupTasks');
  const conversations = () => api.connection.collection<ConversationRow>('conversations');
  const policy = (part: object = {}) =>
    lane.call<FollowupPolicyResponse>('POST', 'followup-policies', 201, { ...POLICY, ...part });
  const list = async (query = '') => (await lane.get<FollowupPageResponse>(`followups${query}`)).items;
  const only = async (query?: string): Promise<FollowupResponse> => {
    const [first] = await list(query);
    if (first === undefined) throw new Error('Nothing is planned.');
    return first;
  };
  const order = (id: string, what: string, status = 202, body: object = {}) =>
    lane.post<AcceptedOrderResponse>(`followups/${id}/${what}`, status, body);
  const outbox = async () =>
    (await conversations().findOne({ _id: lane.conversationId }))?.outbox.map(({ content, priority }) => ({
      content,
      priority,
    }));
  const audited = async (action: string) =>
    (await api.connection.collection('auditEntries').find({ action, workspaceId: lane.workspaceId }).toArray()).length;
  /** The timers that wait are due, or that of one follow-up, by the database's clock. */
  const timeComes = async (followupId?: string) => {
    const now = new Date();
    const state = (await conversations().findOne({ _id: lane.conversationId }))?.state ?? null;
    const waiting = readState(state).followups?.pending.find(({ taskId }) => taskId === followupId);
    const which = waiting === undefined ? {} : { 'timers.id': waiting.timerId ?? '' };
    const dueAt = waiting === undefined ? { 'timers.$[].dueAt': now } : { 'timers.$.dueAt': now };
    const change = { ...dueAt, workDueAt: now };
    await conversations().updateOne({ _id: lane.conversationId, ...which }, { $set: change as never });
    await lane.settle();
    await lane.settle();
  };

  /** A member wants it in a moment. */
  const isDue = (id: string, dueAt = new Date(Date.now() + 1_000)) =>
    order(id, 'reschedule', 202, { dueAt: dueAt.toISOString() });
  const previewed = async () => (await lane.get<FollowupPreviewResponse>('followups/preview')).items;

  /** The row, once the job has looked what became of it. */
  const settled = async (id: string) => {
    await rows().updateOne({ _id: id }, { $set: { settleAt: new Date(0) } });
    await api.app.get(SettleFollowups).run();
    return rows().findOne({ _id: id });
  };
  /** As the timeline tells them, newest first. */
  const steps = async () => {
    const { items } = await lane.get<TimelinePageResponse>(`conversations/${lane.conversationId}/timeline?limit=50`);
    return items.flatMap(({ decision }) => decision?.followups?.map(({ step }) => step) ?? []);
  };

  describe('policies', () => {
    it('are added, listed, changed and deleted, each on record', async () => {
      const added = await policy();
      expect(added).toMatchObject({ ...POLICY, isActive: true, maxPerWeek: 2, quietHours: null, instanceId: null });
      const changed = await lane.call('PATCH', `followup-policies/${added.id}`, 200, {
        quietHours: { from: '22:00', to: '08:00' },
        conditions: { allTags: [' VIP  Client '] },
      });
      expect(changed).toMatchObject({
        ...POLICY,
        quietHours: { from: '22:00' },
        conditions: { allTags: ['vip client'] },
      });
      expect((await lane.get<FollowupPolicyListResponse>('followup-policies')).items).toEqual([changed]);
      expect(await lane.get(`followup-policies/${added.id}`)).toEqual(changed);
      await lane.call('DELETE', `followup-policies/${added.id}`, 204);
      await lane.call('GET', `followup-policies/${added.id}`, 404);
      expect((await lane.get<FollowupPolicyListResponse>('followup-policies')).items).toEqual([]);
      for (const action of ['created', 'changed', 'deleted'])
        expect([action, await audited(`followup-policy.${action}`)]).toEqual([action, 1]);
    });

    it.each<[string, object]>([
      ['no hours', { moment: { kind: 'before_window_closes' } }],
      ['too many minutes', { moment: { kind: 'after_silence', minutes: 1_440 } }],
      ['no text', { action: { kind: 'text' } }],
      [
        'a text that shows what nobody knows',
        { action: { kind: 'text', texts: [{ language: 'en', text: '{{ vars.x }}' }] } },
      ],
      [
        'a text that does not parse',
        { action: { kind: 'text', texts: [{ language: 'en', text: '{{ contact.name' }] } },
      ],
      ['an automation that is not there', { action: { kind: 'flow', instanceId: 'nothing' } }],
      ['a binding to what is not there', { instanceId: 'nothing' }],
      ['quiet hours without end', { quietHours: { from: '08:00', to: '08:00' } }],
      ['an unknown field', { unknown: true }],
    ])('are refused with %s', async (_, part) => {
      await lane.call('POST', 'followup-policies', 400, { ...POLICY, ...part });
    });

    it('are at most twenty', async () => {
      for (let index = 0; index < 20; index += 1) await policy({ name: `p${index}` });
      await lane.call('POST', 'followup-policies', 409, POLICY);
    });
  });

  it('are planned by a message, shown before they go out, sent once, and settled', async () => {
    const { id: policyId } = await policy();
    await lane.says('Hello');
    const planned = await only();
    const window = new Date(planned.windowClosesAt).getTime();
    expect(planned).toMatchObject({ policyId, status: 'scheduled', reason: null, kind: 'before_window_closes' });
    expect(window - new Date(planned.dueAt).getTime()).toBe(2 * HOUR_MS);
    expect((await conversations().findOne({ _id: lane.conversationId }))?.timers).toHaveLength(1);
    await lane.says('Hello again');
    expect(await list()).toHaveLength(1);

    // It is due tomorrow; today's preview shows one that is due now.
    await isDue(planned.id);
    const [overtaken] = await previewed();
    // The person has written since it was planned.
    expect(overtaken).toMatchObject({ would: 'customer_replied', reason: 'wrote_again', text: null });

    await timeComes();
    expect((await list()).map(({ status }) => status).sort()).toEqual(['customer_replied', 'scheduled']);
    const waiting = await only('?status=scheduled');
    await isDue(waiting.id);
    expect(await previewed()).toMatchObject([{ would: 'sent', text: 'Hi there, is anything left to ask?' }]);
    await timeComes();
    const said = await only('?status=scheduled');
    expect(said).toMatchObject({ isOnItsWay: true, text: 'Hi there, is anything left to ask?' });
    // Nothing is sent in these tests: the account is unknown.
    expect(await outbox()).toEqual([
      { content: { kind: 'text', text: 'Hi there, is anything left to ask?' }, priority: 'follow-up' },
    ]);
    await timeComes();
    expect(await outbox()).toHaveLength(1);

    const underWay = await settled(said.id);
    expect(underWay?.settleAt?.getTime()).toBeGreaterThan(Date.now());
    await conversations().updateOne({ _id: lane.conversationId }, { $set: { outbox: [] } });
    const ended = { status: 'cancelled', reason: 'not_sent', settleAt: null };
    expect(await settled(said.id)).toMatchObject(ended);
    expect(await steps()).toEqual(['said', 'judging', 'moved', 'customer_replied', 'planned', 'moved', 'planned']);
  });

  it('end as the preview says, also where one gets in the way of another', async () => {
    await policy({ name: 'First', maxPerWeek: 1 });
    await policy({ name: 'Second', maxPerWeek: 1 });
    await policy({ name: 'For clients', conditions: { allTags: ['client'] } });
    await lane.says('Hello');
    for (const [index, { id }] of (await list()).entries()) await isDue(id, new Date(Date.now() + 5_000 + index));
    const foretold = await previewed();
    const told = foretold.map(({ followup: { id }, would, reason, text }) => ({ id, status: would, reason, text }));
    expect(told.map(({ status }) => status).sort()).toEqual(['cancelled', 'cancelled', 'sent']);
    for (const { id } of told) await timeComes(id);
    const happened = (await list()).map(({ id, status, reason, text, isOnItsWay }) => ({
      id,
      status: isOnItsWay ? 'sent' : status,
      reason,
      text,
    }));
    expect(happened.reverse()).toEqual(told);
  });

  it('do not go out any more once the person writes', async () => {
    await policy();
    await lane.says('Hello');
    await timeComes();
    const said = await only();
    expect([said.isOnItsWay, (await outbox())?.length]).toEqual([true, 1]);
    await lane.says('Never mind');
    expect(await outbox()).toEqual([]);
    expect(await settled(said.id)).toMatchObject({ status: 'customer_replied', reason: 'wrote_again' });
  });

  it('obey members: cancel, another time, at once', async () => {
    await policy();
    await lane.says('Hello');
    const { id, windowClosesAt } = await only();
    const tooLate = new Date(new Date(windowClosesAt).getTime() - 60_000).toISOString();
    await order(id, 'reschedule', 409, { dueAt: tooLate });
    await order(id, 'reschedule', 409, { dueAt: new Date(0).toISOString() });
    const dueAt = new Date(Date.now() + HOUR_MS).toISOString();
    await order(id, 'reschedule', 202, { dueAt });
    expect(await only()).toMatchObject({ id, status: 'scheduled', dueAt });
    const { eventId } = await order(id, 'run');
    await lane.settle();
    expect(await only()).toMatchObject({ id, isOnItsWay: true });
    expect(await outbox()).toHaveLength(1);
    await order(id, 'run', 409);
    await order(id, 'cancel', 409);
    await order('0'.repeat(24), 'cancel', 404);
    const { items } = await lane.get<TimelinePageResponse>(`conversations/${lane.conversationId}/timeline?limit=50`);
    expect(items.find(({ decision }) => decision?.eventId === eventId)?.decision).toMatchObject({
      outcome: 'followup',
      followups: [{ id, step: 'judging' }],
    });

    await openLane();
    await policy();
    await lane.says('Hello');
    const second = await only();
    await order(second.id, 'cancel');
    expect(await only()).toMatchObject({ status: 'cancelled', reason: 'by_person' });
    expect((await conversations().findOne({ _id: lane.conversationId }))?.timers).toEqual([]);
    expect(await audited('followup.cancelled')).toBe(1);
  });

  it.each<[string, object, () => Promise<void>, object]>([
    ['an escalation', {}, () => insertEscalation(), { reason: 'escalation_open' }],
    ['the stage', { conditions: { stages: ['won'] } }, nothing, { reason: 'stage' }],
    ['a tag', { conditions: { allTags: ['vip'] } }, nothing, { reason: 'tag' }],
    ['a goal that is reached', { conditions: { openGoal: 'lead' } }, () => completeLead(), { reason: 'goal_reached' }],
    ['a text that is empty without its values', { action: EMPTY }, nothing, { reason: 'no_text' }],
  ])('are cancelled for %s', async (_, part, prepare, ended) => {
    await policy(part);
    await lane.says('Hello');
    await prepare();
    await timeComes();
    expect(await only()).toMatchObject({ status: 'cancelled', ...ended });
    expect(await outbox()).toEqual([]);
  });

  it('ask the record that the person has by then', async () => {
    await policy({ conditions: { allTags: ['vip'] } });
    await lane.says('Hello');
    const to = (await lane.call<{ id: string }>('POST', 'contacts', 201, { name: 'Mia', tags: ['vip'] })).id;
    const from = (await conversations().findOne({ _id: lane.conversationId }))?.contactId;
    await lane.call('POST', 'contact-merges', 201, { from, to });
    await timeComes();
    expect(await only()).toMatchObject({ isOnItsWay: true, text: 'Hi Mia, is anything left to ask?' });
  });

  it('go with the person who is erased', async () => {
    await policy();
    await lane.says('Hello');
    const contactId = (await conversations().findOne({ _id: lane.conversationId }))?.contactId;
    const { id } = await lane.call<{ id: string }>('POST', `contacts/${contactId}/erase`, 202);
    const job = api.app.get(RunPrivacyRequestsJob);
    await job.run();
    // Nothing is taken in any more, and what was due comes to nothing.
    await timeComes();
    const past = new Date(0);
    await api.connection
      .collection('privacyRequests')
      .updateOne({ _id: id as never }, { $set: { dueAt: past, closedAt: past } });
    await job.run();
    expect(await list()).toEqual([]);
    expect(await conversations().findOne({ _id: lane.conversationId })).toBeNull();
  });

  it('speak the language of the person', async () => {
    await policy();
    await lane.says('Guten Tag, ich hätte gern gewusst, was die große Schüssel kostet.');
    await timeComes();
    expect(await only()).toMatchObject({ text: 'Hallo, ist noch etwas offen?' });
  });

  it('start a flow', async () => {
    const { automationId } = await lane.automate('Prices', greeting);
    await policy({ action: { kind: 'flow', instanceId: automationId } });
    await lane.says('Hello');
    await timeComes();
    const followup = await only();
    expect(followup).toMatchObject({ isOnItsWay: true, text: null });
    expect(await lane.get(`automation-sessions/${followup.sessionId ?? ''}`)).toMatchObject({
      instanceId: automationId,
    });
    expect((await outbox())?.map(({ priority }) => priority)).toContain('follow-up');
  });

  it('reach conversations that are older than their policy, and leave them with it', async () => {
    await lane.says('Hello');
    const added = await policy();
    expect(added.isSpreading).toBe(true);
    const spread = async () => {
      await api.app.get(SpreadFollowupPolicies).run();
      await api.app.get(SpreadFollowupPolicies).run();
      await lane.settle();
    };
    await spread();
    expect(await only()).toMatchObject({ status: 'scheduled', policyId: added.id });
    expect(await lane.get(`followup-policies/${added.id}`)).toMatchObject({ isSpreading: false });
    await lane.call('DELETE', `followup-policies/${added.id}`, 204);
    await spread();
    expect(await only()).toMatchObject({ status: 'cancelled', reason: 'policy_off' });
  });

  it('are listed by cursor and filter', async () => {
    const { id: policyId } = await policy();
    await policy({ name: 'Early', moment: { kind: 'before_window_closes', hours: 20 } });
    await policy({ name: 'Earlier', moment: { kind: 'before_window_closes', hours: 22 } });
    await lane.says('Hello');
    const all = await list();
    expect(all).toHaveLength(3);
    const first = await lane.get<FollowupPageResponse>('followups?limit=2');
    const rest = await lane.get<FollowupPageResponse>(`followups?limit=2&cursor=${first.nextCursor}`);
    expect([...first.items, ...rest.items]).toEqual(all);
    expect(rest.nextCursor).toBeUndefined();
    expect(await list(`?policyId=${policyId}`)).toHaveLength(1);
    expect(await list(`?conversationId=${lane.conversationId}&status=sent`)).toEqual([]);
  });

  describe('while the account cannot send', () => {
    const admin = (path: string, status: number, body?: object) => lane.call('POST', `/v1/admin/${path}`, status, body);
    const suspend = () => admin(`workspaces/${lane.workspaceId}/suspend`, 204, { reason: 'They have not paid.' });
    const restore = () => admin(`workspaces/${lane.workspaceId}/restore`, 204);
    const row = () => rows().findOne({ workspaceId: lane.workspaceId }, { sort: { plannedAt: -1 } });
    /** From now on sends have a budget, and Instagram takes them. */
    const sends = () => {
      jest.spyOn(channel(), 'takeSlot').mockResolvedValue({ granted: true });
      jest.spyOn(channel(), 'takeSlotFor').mockResolvedValue({ granted: true });
      const sent: SendOutcome = { kind: 'sent', mid: newTestName() };
      return jest.spyOn(channel(), 'send').mockResolvedValue(sent);
    };
    /** As if the person had written so much earlier. */
    const windowClosesSooner = async (ms: number) => {
      const found = await conversations().findOne({ _id: lane.conversationId });
      const wroteAt = new Date((found?.lastInboundAt?.getTime() ?? 0) - ms);
      const times = { lastInboundAt: wroteAt, lastWrittenAt: wroteAt };
      await conversations().updateOne({ _id: lane.conversationId }, { $set: times });
    };

    it('they wait for the suspension of the workspace to end, and go out once', async () => {
      const send = sends();
      await policy();
      await lane.says('Hello');
      await suspend();
      await timeComes();
      expect(await row()).toMatchObject({ status: 'scheduled', reason: null, sendId: null, text: null });
      expect((await row())?.dueAt.getTime()).toBeGreaterThan(Date.now() + 20 * MINUTE_MS);
      expect(await outbox()).toEqual([]);
      await restore();
      expect(await only()).toMatchObject({ status: 'scheduled', isOnItsWay: false });
      const { items } = await lane.get<TimelinePageResponse>(`conversations/${lane.conversationId}/timeline?limit=50`);
      const told = items.flatMap(({ decision }) => decision?.followups ?? []);
      expect(told[0]).toMatchObject({ step: 'moved', reason: 'cannot_send' });
      expect(send).not.toHaveBeenCalled();
      await timeComes();
      await timeComes();
      expect(await settled((await only()).id)).toMatchObject({ status: 'sent', revision: 3 });
      expect(send).toHaveBeenCalledTimes(1);
    });

    it('they expire where that lasts too long, and are not sent afterwards', async () => {
      const send = sends();
      await policy();
      await lane.says('Hello');
      await suspend();
      // Half a minute later than it is due would be too late.
      await windowClosesSooner(99.5 * MINUTE_MS);
      await timeComes();
      expect(await row()).toMatchObject({ status: 'expired', reason: 'cannot_send', sendId: null });
      await restore();
      await timeComes();
      expect(await list()).toMatchObject([{ status: 'expired', reason: 'cannot_send', isOnItsWay: false }]);
      expect(send).not.toHaveBeenCalled();
    });

    it('one that is on its way waits, too, and expires with the window', async () => {
      await policy();
      await lane.says('Hello');
      await timeComes();
      const { id, isOnItsWay } = await only();
      expect(isOnItsWay).toBe(true);
      const send = sends();
      await suspend();
      const isDueNow = () =>
        conversations().updateOne(
          { _id: lane.conversationId },
          { $set: { 'outbox.0.dueAt': new Date(0), workDueAt: new Date(0) } },
        );
      await isDueNow();
      await lane.settle();
      expect(await settled(id)).toMatchObject({ status: 'scheduled', reason: null });
      await windowClosesSooner(24 * HOUR_MS);
      await restore();
      await isDueNow();
      await lane.settle();
      expect(await settled(id)).toMatchObject({ status: 'expired', reason: 'window_closed' });
      expect([await outbox(), send.mock.calls]).toEqual([[], []]);
    });

    it('they wait for the account that was disconnected, and the preview says so', async () => {
      const send = sends();
      await policy();
      await lane.says('Hello');
      await lane.call('DELETE', `accounts/${lane.accountId}`, 204);
      await api.app.get(AccountDirectory).refresh();
      const { id } = await only();
      await isDue(id);
      const [first] = await previewed();
      expect(first?.would).not.toBe('sent');
      await timeComes();
      expect(await only()).toMatchObject({ status: 'scheduled', isOnItsWay: false });
      const again = { status: 'connected', updatedAt: new Date() };
      await api.connection
        .collection<{ _id: string }>('instagramAccounts')
        .updateOne({ _id: lane.accountId }, { $set: again });
      await api.app.get(AccountDirectory).refresh();
      await timeComes();
      expect(await settled(id)).toMatchObject({ status: 'sent' });
      expect(send.mock.calls.map(([{ accountId }]) => accountId)).toEqual([lane.accountId]);
    });

    it('they are no other workspace’s when it gets the account, and come back with it', async () => {
      const send = sends();
      const old = lane;
      await policy();
      await lane.says('Hello');
      const account = await api.connection
        .collection<{ _id: string; igUserId: string }>('instagramAccounts')
        .findOne({ _id: lane.accountId });
      await openLane();
      const other = lane;
      const give = (to: AutomationLane) =>
        admin('instagram/transfer', 200, { igUserId: account?.igUserId, workspaceId: to.workspaceId });
      await give(other);
      lane = old;
      await api.app.get(AccountDirectory).refresh();
      await timeComes();
      expect(await only()).toMatchObject({ status: 'scheduled', isOnItsWay: false });
      expect(await rows().countDocuments({ workspaceId: other.workspaceId })).toBe(0);
      await give(old);
      await api.app.get(AccountDirectory).refresh();
      await timeComes();
      expect(await settled((await only()).id)).toMatchObject({ status: 'sent', accountId: old.accountId });
      expect(send.mock.calls.map(([{ workspaceId }]) => workspaceId)).toEqual([old.workspaceId]);
    });

    it('they go with their workspace', async () => {
      const send = sends();
      await policy();
      await lane.says('Hello');
      const { workspaceId, conversationId } = lane;
      await lane.call('DELETE', `/v1/workspaces/${workspaceId}`, 204);
      const job = api.app.get(RunPrivacyRequestsJob);
      await timeComes();
      expect(await row()).toMatchObject({ status: 'scheduled', sendId: null });
      await job.run();
      await timeComes();
      const past = new Date(0);
      await api.connection
        .collection('privacyRequests')
        .updateOne({ workspaceId }, { $set: { dueAt: past, closedAt: past } });
      await job.run();
      await timeComes();
      const left = ['followupTasks', 'followupPolicies', 'conversations', 'inboxEvents'].map((name) =>
        api.connection.collection(name).countDocuments({ workspaceId }),
      );
      expect(await Promise.all(left)).toEqual([0, 0, 0, 0]);
      expect(await conversations().findOne({ _id: conversationId })).toBeNull();
      expect(send).not.toHaveBeenCalled();
    });
  });

  async function insertEscalation(): Promise<void> {
    const { workspaceId, conversationId } = lane;
    const now = new Date();
    const row = { _id: `e${conversationId}`, workspaceId, conversationId, sourceIds: [conversationId], open: true };
    await api.connection
      .collection('escalations')
      .insertOne({ ...row, status: 'pending', reason: 'r', summary: 's', createdAt: now, updatedAt: now } as never);
  }
  async function completeLead(): Promise<void> {
    const { workspaceId, conversationId } = lane;
    const contact = await api.connection.collection('contacts').findOne({ workspaceId });
    const now = new Date();
    const row = {
      _id: `l${conversationId}`,
      workspaceId,
      conversationId,
      contactId: contact?._id,
      status: 'completed',
    };
    const rest = { fields: {}, history: [], effects: [], terms: [], revision: 1, createdAt: now, updatedAt: now };
    await api.connection.collection('leadCaptures').insertOne({ ...row, ...rest } as never);
  }
});

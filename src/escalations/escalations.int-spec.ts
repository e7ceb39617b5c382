import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { conversation } from '../../test/support/lane-fixtures';
import { type Caller, type SignedUp, WorkspaceApp } from '../../test/support/workspace-app';
import type { ConversationRow } from '../conversations/schemas/conversation.schema';
import type { MessageRow } from '../conversations/schemas/message.schema';
import { type DomainEvent, EventSink } from '../shared/events';
import { EventRelay } from '../shared/events/event-relay';
import {
  type AccountId,
  armFaultPoints,
  Contributions,
  type ConversationId,
  newId,
  stableId,
  type UserId,
  type WorkspaceId,
} from '../shared/kernel';
import { Metrics, MetricsService } from '../shared/observability';
import { AnswersSink } from './answers.sink';
import type { Escalation } from './domain/escalation';
import type { EscalationDetailsResponse } from './dto/escalation.response';
import { EscalationHandBack } from './escalation-hand-back.service';
import { EscalationsFacade, type OpenEscalation } from './escalations.facade';
import { FindAnswersJob } from './find-answers.job';
import { ReleaseHoldsJob } from './release-holds.job';
import { EscalationsRepository } from './repositories/escalations.repository';
import type { EscalationRow } from './schemas/escalation.schema';
import { SlaWatchJob } from './sla-watch.job';
import { Takeovers } from './takeovers.service';

type Shown = EscalationDetailsResponse;

const HOUR_MS = 3_600_000;

describe('escalations over HTTP', () => {
  let api: WorkspaceApp;
  let ann: SignedUp;
  let bob: SignedUp;
  let caller: Caller;
  const processes: NestFastifyApplication[] = [];
  const told: DomainEvent[] = [];

  /** Another process hears what it tells itself. */
  const hear = (app: NestFastifyApplication): void => {
    processes.push(app);
    app.get(Contributions).provide(EventSink, { take: async (events) => void told.push(...events) });
  };

  beforeAll(async () => {
    api = await WorkspaceApp.start();
    hear(api.app);
    [ann, bob] = [await api.signUp(), await api.signUp()];
    caller = api.as(ann.token);
    const membership = { workspaceId: ann.workspaceId, userId: bob.userId, role: 'agent', createdAt: new Date() };
    await api.rows.collection<{ _id: string }>('memberships').insertOne({ _id: newId(), ...membership });
  });
  afterAll(() => api.stop());

  const path = (rest = '') => `/v1/workspaces/${ann.workspaceId}/escalations${rest}`;
  const workspaceId = () => ann.workspaceId as WorkspaceId;
  const lanes = () => api.rows.collection<ConversationRow>('conversations');
  const rows = () => api.rows.collection<EscalationRow>('escalations');
  const set = (values: object) =>
    caller.call('PATCH', `/v1/workspaces/${ann.workspaceId}/settings/escalations`, { values });

  const newLane = async (part: Partial<ConversationRow> = {}): Promise<ConversationId> => {
    const _id = newId<ConversationId>();
    const place = { workspaceId: workspaceId(), accountId: 'a1' as AccountId, participantId: _id };
    await lanes().insertOne(conversation({ _id, ...place, ...part }));
    return _id;
  };
  const laneOf = async (_id: ConversationId) => {
    const row = await lanes().findOne({ _id });
    if (row === null) throw new Error('No such conversation.');
    return row;
  };
  const open = async (conversationId: ConversationId, part: object = {}): Promise<Shown> => {
    const { status, body } = await caller.call<Shown>('POST', path(), { conversationId, reason: 'refund', ...part });
    expect(status).toBe(201);
    return body;
  };
  const act = (id: string, what: string, body: object = {}, by = caller) =>
    by.call<Shown>('POST', path(`/${id}/${what}`), body);
  const get = async (id: string) => (await caller.call<Shown>('GET', path(`/${id}`))).body;
  const counted = async (metric: string, labels: Record<string, string>, apps = [api.app]) => {
    const of = async (app: NestFastifyApplication) => app.get(Metrics).registry.getSingleMetric(metric)?.get();
    const values = (await Promise.all(apps.map(of))).flatMap((one) => one?.values ?? []);
    const isMeant = (given: Partial<Record<string, string | number>>) =>
      Object.entries(labels).every(([name, value]) => given[name] === value);
    return values.filter((one) => isMeant(one.labels)).reduce((sum, { value }) => sum + value, 0);
  };
  /** What was told of it, by whatever process. */
  const toldAbout = async (id: string) => {
    for (const one of processes) await one.get(EventRelay).beforeApplicationShutdown();
    const events = told.filter(({ subjectId }) => subjectId === id);
    return [...new Map(events.map((event) => [event.id, event])).values()];
  };
  const auditOf = async (target: string) => {
    const found = await api.rows.collection('auditEntries').find({ target }).sort({ at: 1, _id: 1 }).toArray();
    return found.map(({ action }) => String(action));
  };
  const bySource = (conversationId: ConversationId, sourceId: string, part: Partial<OpenEscalation> = {}) =>
    api.app.get(EscalationsFacade).open({
      workspaceId: workspaceId(),
      conversationId,
      sourceId,
      reason: 'handoff',
      summary: 'Asks for a person',
      createdBy: 'flow',
      at: new Date(),
      ...part,
    });

  describe('opened by a member', () => {
    it('hold the bot, show in the inbox, promise an answer, and are on record', async () => {
      const lane = await newLane();
      const before = await counted('parley_escalations_total', { change: 'opened' });
      const escalation = await open(lane, { severity: 'high' });
      expect(await counted('parley_escalations_total', { change: 'opened' })).toBe(before + 1);
      expect(escalation).toMatchObject({
        conversationId: lane,
        status: 'pending',
        severity: 'high',
        createdBy: 'human',
        summary: 'refund',
        updates: [{ kind: 'opened', userId: ann.userId }],
      });
      expect(escalation.sla.firstResponse.dueAt).toBeDefined();
      expect(await laneOf(lane)).toMatchObject({
        needsHuman: true,
        hold: { reason: 'escalation', userId: ann.userId },
      });
      expect(await auditOf(escalation.id)).toEqual(['escalation.opened']);
      await act(escalation.id, 'resolve');
      const holds = (await toldAbout(lane)).filter(({ data }) => String(data['changed']).includes('hold'));
      expect(holds).toHaveLength(2);
      expect((await toldAbout(escalation.id)).slice(0, 1)).toMatchObject([
        { type: 'escalation.opened', conversationId: lane, data: { change: 'opened', severity: 'high' } },
      ]);
    });

    it('join the one that is open, and never make it less urgent', async () => {
      const lane = await newLane();
      const { id } = await open(lane, { severity: 'high' });
      const joined = await open(lane, { severity: 'low', summary: 'And again' });
      expect(joined).toMatchObject({ id, severity: 'high', followUpCount: 1 });
      expect(joined.updates.at(-1)).toMatchObject({ kind: 'needed_again', text: 'And again' });
    });

    it('are one for many who ask at once', async () => {
      const lane = await newLane();
      const all = await Promise.all(Array.from({ length: 6 }, () => open(lane)));
      expect(new Set(all.map(({ id }) => id)).size).toBe(1);
      expect((await get(all[0]?.id ?? '')).followUpCount).toBe(5);
    });

    it('are refused for what does not exist, or is someone else’s', async () => {
      const stranger = await api.signUp();
      const lane = await newLane();
      const foreign = { conversationId: lane, reason: 'x' };
      const theirs = `/v1/workspaces/${stranger.workspaceId}/escalations`;
      expect((await api.as(stranger.token).call('POST', theirs, foreign)).code).toBe('CONVERSATION.NOT_FOUND');
      expect((await caller.call('POST', path(), { conversationId: 'nobody', reason: 'x' })).status).toBe(404);
      expect((await caller.call('POST', path(), { conversationId: { $ne: '' }, reason: 'x' })).status).toBe(400);
      expect((await caller.call('POST', path(), { conversationId: lane, reason: '  ' })).status).toBe(400);
    });

    it('by the rules of the workspace are as urgent as it says', async () => {
      await set({ severityRules: [{ words: ['chargeback'], severity: 'critical' }] });
      await expect(open(await newLane(), { summary: 'Wants a chargeback' })).resolves.toMatchObject({
        severity: 'critical',
      });
      await set({ severityRules: null });
    });
  });

  describe('cut off between the escalation and the hold', () => {
    const cutOff = async (request: () => Promise<{ status: number }>) => {
      armFaultPoints('escalation.silence:throw');
      expect((await request()).status).toBe(500);
    };

    it('are not open at all', async () => {
      const lane = await newLane();
      await cutOff(() => caller.call('POST', path(), { conversationId: lane, reason: 'refund' }));
      expect(await rows().countDocuments({ conversationId: lane })).toBe(0);
      expect(await laneOf(lane)).toMatchObject({ needsHuman: false, hold: null });
      await open(lane);
      expect(await laneOf(lane)).toMatchObject({ needsHuman: true, hold: { reason: 'escalation' } });
    });

    it('are not opened again', async () => {
      const lane = await newLane();
      const { id } = await open(lane);
      await act(id, 'resolve');
      await cutOff(() => act(id, 'reopen'));
      expect((await get(id)).status).toBe('resolved');
      expect(await laneOf(lane)).toMatchObject({ needsHuman: false, hold: { endedEarly: true } });
      expect(await auditOf(id)).not.toContain('escalation.reopened');
      expect((await act(id, 'reopen')).status).toBe(200);
      expect((await laneOf(lane)).hold?.endedEarly).toBeUndefined();
    });
  });

  describe('opened by a flow', () => {
    it('are one for a source, however often it is repeated, also after the close', async () => {
      const lane = await newLane();
      const again = () => bySource(lane, `${lane}-1`);
      const [{ escalationId }, ...others] = await Promise.all([again(), again(), again(), again()]);
      for (const other of others) expect(other).toEqual({ escalationId });
      expect(await get(escalationId)).toMatchObject({ followUpCount: 0, createdBy: 'flow' });
      await act(escalationId, 'resolve');
      expect(await bySource(lane, `${lane}-1`)).toEqual({ escalationId });
      expect(await bySource(lane, `${lane}-2`)).not.toEqual({ escalationId });
    });

    it('are one for the sources of a conversation that come at once', async () => {
      const lane = await newLane();
      const all = await Promise.all([1, 2, 3, 4, 5].map((n) => bySource(lane, `${lane}-${n}`, { createdBy: 'ai' })));
      expect(new Set(all.map(({ escalationId }) => escalationId)).size).toBe(1);
      expect(await get(all[0]?.escalationId ?? '')).toMatchObject({ followUpCount: 4 });
    });

    it('belong to whoever has the conversation', async () => {
      const lane = await newLane({ assigneeId: bob.userId as UserId });
      const { escalationId } = await bySource(lane, `${lane}-1`);
      expect(await get(escalationId)).toMatchObject({ assigneeId: bob.userId, status: 'pending' });
    });
  });

  describe('worked on', () => {
    it('are taken by one of two who try at once', async () => {
      const { id, conversationId } = await open(await newLane());
      const answers = await Promise.all([act(id, 'take'), act(id, 'take', {}, api.as(bob.token))]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.code).toBe('ESCALATION.TAKEN');
      const { assigneeId } = await get(id);
      expect((await laneOf(conversationId as ConversationId)).assigneeId).toBe(assigneeId);
      expect((await auditOf(id)).filter((action) => action === 'escalation.taken')).toHaveLength(1);
    });

    it('are assigned to members alone who may work on them, given back, rated and noted', async () => {
      const { id, conversationId } = await open(await newLane());
      const stranger = await api.signUp();
      expect((await act(id, 'assign', { assigneeId: stranger.userId })).code).toBe('ESCALATION.ASSIGNEE');
      await api.takeMails();
      expect((await act(id, 'assign', { assigneeId: bob.userId })).body).toMatchObject({
        status: 'pending',
        assigneeId: bob.userId,
      });
      const before = await get(id);
      const rated = await caller.call<Shown>('PATCH', path(`/${id}`), { severity: 'critical' });
      expect(rated.body.severity).toBe('critical');
      expect(rated.body.sla.firstResponse.dueAt).not.toBe(before.sla.firstResponse.dueAt);
      expect((await act(id, 'notes', { text: ' Called. ' })).body.updates.at(-1)).toMatchObject({
        kind: 'note',
        text: 'Called.',
      });
      expect((await act(id, 'release')).body.assigneeId).toBeUndefined();
      expect((await laneOf(conversationId as ConversationId)).assigneeId).toBeNull();
      expect(await auditOf(id)).toEqual(
        ['opened', 'assigned', 'rated', 'noted', 'released'].map((what) => `escalation.${what}`),
      );
    });

    it('go to whoever is given the conversation in the inbox, and wait again when nobody has it', async () => {
      const { id, conversationId } = await open(await newLane());
      const give = async (assigneeId: string | null) => {
        const url = `/v1/workspaces/${ann.workspaceId}/conversations/${conversationId}/assign`;
        const { status } = await caller.call('POST', url, { assigneeId });
        expect(status).toBe(200);
        await api.app.get(EventRelay).beforeApplicationShutdown();
      };
      await give(bob.userId);
      const given = await get(id);
      expect(given).toMatchObject({ assigneeId: bob.userId, status: 'pending' });
      expect(given.updates.at(-1)).toMatchObject({ kind: 'assigned', from: 'system', to: bob.userId });
      await act(id, 'take', {}, api.as(bob.token));
      await give(null);
      const left = await get(id);
      expect([left.assigneeId, left.status]).toEqual([undefined, 'pending']);
      expect(left.updates.map(({ kind }) => kind)).toEqual(['opened', 'assigned', 'taken', 'released']);
    });

    it('are resolved once by two who try at once, and let the bot speak again', async () => {
      const lane = await newLane();
      const { id } = await open(lane);
      const answers = await Promise.all([act(id, 'resolve', { note: 'Refunded.' }), act(id, 'cancel')]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expect(answers.find(({ status }) => status === 409)?.code).toBe('ESCALATION.CLOSED');
      expect((await toldAbout(id)).map(({ data }) => data['change'])).toHaveLength(2);
      const { needsHuman, hold } = await laneOf(lane);
      expect([needsHuman, hold?.endedEarly]).toEqual([false, true]);
      expect((await get(id)).holdReleasedAt).toBeDefined();
      expect((await act(id, 'take')).code).toBe('ESCALATION.CLOSED');
    });

    it('opening while resolving leaves one open at most, and shows what is so', async () => {
      const lane = await newLane();
      const { id } = await open(lane);
      await Promise.all([
        act(id, 'resolve'),
        bySource(lane, `${lane}-9`),
        act(id, 'resolve'),
        bySource(lane, `${lane}-8`),
      ]);
      const left = await rows().find({ conversationId: lane, open: true }).toArray();
      expect(left.length).toBeLessThanOrEqual(1);
      expect((await laneOf(lane)).needsHuman).toBe(left.length === 1);
      for (const n of [8, 9]) expect(await rows().countDocuments({ sourceIds: `${lane}-${n}` })).toBe(1);
    });

    it('are opened again, but not when a newer one is open, nor too late', async () => {
      const lane = await newLane();
      const { id } = await open(lane);
      expect((await act(id, 'reopen')).code).toBe('ESCALATION.OPEN');
      await act(id, 'resolve');
      const again = await act(id, 'reopen', { note: 'Not solved.' });
      expect(again.body).toMatchObject({ status: 'pending', reopenCount: 1 });
      expect(await laneOf(lane)).toMatchObject({ needsHuman: true, hold: { reason: 'escalation' } });
      await act(id, 'resolve');
      const newer = await open(lane);
      expect((await act(id, 'reopen')).code).toBe('ESCALATION.SUPERSEDED');
      await act(newer.id, 'cancel');
      await rows().updateOne({ _id: id }, { $set: { resolvedAt: new Date(Date.now() - 8 * 24 * HOUR_MS) } });
      expect((await act(id, 'reopen')).code).toBe('ESCALATION.TOO_OLD');
    });
  });

  describe('and the bot', () => {
    const handBack = async (settings: object, closing: object, hold: { reason: string; sourceId?: string }) => {
      await set(settings);
      const lane = await newLane();
      const { escalationId } = await bySource(lane, `${lane}-1`);
      const until = new Date(Date.now() + HOUR_MS);
      await lanes().updateOne({ _id: lane }, { $set: { hold: { id: 'h', until, sourceId: `${lane}-1`, ...hold } } });
      await act(escalationId, 'resolve', closing);
      await set({ botReturns: null });
      return (await laneOf(lane)).hold?.endedEarly === true;
    };

    it.each<[string, object, object, { reason: string; sourceId?: string }, boolean]>([
      ['comes back at the close', {}, {}, { reason: 'handoff' }, true],
      ['comes back after an answer of the team', {}, {}, { reason: 'person_reply', sourceId: 'elsewhere' }, true],
      ['does not come back where a member has silenced it', {}, {}, { reason: 'mine', sourceId: 'elsewhere' }, false],
      ['does not come back where the workspace says never', { botReturns: 'never' }, {}, { reason: 'handoff' }, false],
      [
        'comes back all the same when asked to',
        { botReturns: 'never' },
        { handBack: true },
        { reason: 'handoff' },
        true,
      ],
      ['stays silent when asked to', {}, { handBack: false }, { reason: 'handoff' }, false],
    ])('%s', async (_, settings, closing, hold, isBack) => {
      expect(await handBack(settings, closing, hold)).toBe(isBack);
    });

    it('comes back by the job when the close was cut off', async () => {
      const lane = await newLane();
      const { escalationId: id } = await bySource(lane, `${lane}-1`);
      const hold = { id: 'h', until: new Date(Date.now() + HOUR_MS), reason: 'handoff', sourceId: `${lane}-1` };
      await lanes().updateOne({ _id: lane }, { $set: { hold } });
      await act(id, 'resolve', { handBack: false });
      await rows().updateOne({ _id: id }, { $set: { handBackDueAt: new Date(Date.now() - HOUR_MS) } });
      await api.app.get(ReleaseHoldsJob).run();
      expect((await laneOf(lane)).hold?.endedEarly).toBe(true);
      expect((await get(id)).holdReleasedAt).toBeDefined();
    });

    describe('handed back late', () => {
      /** Closed, but the process died before the hold was ended. */
      const closedLate = async (lane: ConversationId) => {
        const { id } = await open(lane);
        await act(id, 'resolve', { handBack: false });
        const handBackDueAt = new Date(Date.now() - HOUR_MS);
        await rows().updateOne({ _id: id }, { $set: { handBackDueAt } });
        const stale = await api.app.get(EscalationsRepository).findById(workspaceId(), id);
        if (stale === null) throw new Error('No such escalation.');
        return stale;
      };
      const give = (escalation: Escalation) => api.app.get(EscalationHandBack).give(escalation);

      it('stays silent where it was opened again meanwhile', async () => {
        const lane = await newLane();
        const stale = await closedLate(lane);
        await act(stale.id, 'reopen');
        await give(stale);
        expect((await laneOf(lane)).hold?.endedEarly).toBeUndefined();
        expect((await get(stale.id)).holdReleasedAt).toBeUndefined();
      });

      it('stays silent for another one that is open, also after an answer of the team', async () => {
        const lane = await newLane();
        const stale = await closedLate(lane);
        await open(lane);
        const hold = { id: 'h', until: new Date(Date.now() + HOUR_MS), reason: 'person_reply' };
        await lanes().updateOne({ _id: lane }, { $set: { hold } });
        await api.app.get(ReleaseHoldsJob).run();
        expect((await laneOf(lane)).hold?.endedEarly).toBeUndefined();
        expect(await rows().findOne({ _id: stale.id })).not.toHaveProperty('handBackDueAt');
      });

      it('lets sessions go on, also when the process dies once the hold has ended', async () => {
        const lane = await newLane();
        const { id } = await open(lane);
        armFaultPoints('escalation.hold-ended:throw');
        await act(id, 'resolve');
        const notices = () =>
          api.rows.collection('inboxEvents').countDocuments({ conversationId: lane, 'payload.kind': 'hold' });
        const before = await notices();
        await rows().updateOne({ _id: id }, { $set: { handBackDueAt: new Date(Date.now() - HOUR_MS) } });
        await api.app.get(ReleaseHoldsJob).run();
        expect(await notices()).toBe(before + 1);
        expect((await get(id)).holdReleasedAt).toBeDefined();
      });
    });

    it('is held by the workspace’s rule: as long as the escalation is open', async () => {
      await set({ botReturns: 'on_close' });
      const rule = await api.app.get(EscalationsFacade).holdRuleOf(workspaceId());
      expect([rule.isFixed, (rule.minutes ?? 0) > 30 * 24 * 60]).toEqual([true, true]);
      await set({ botReturns: null });
    });
  });

  describe('answered', () => {
    const message = (lane: ConversationId, part: Partial<MessageRow>): MessageRow => ({
      _id: newId(),
      workspaceId: workspaceId(),
      conversationId: lane,
      accountId: 'a1' as AccountId,
      direction: 'out',
      origin: 'person',
      status: 'sent',
      text: 'Hello',
      attachments: [],
      at: new Date(),
      correlationId: 'corr-0001',
      ...part,
    });
    const announced = async (lane: ConversationId, data: object, at = new Date()) => {
      const sink = api.app.get(AnswersSink);
      const event = { id: newId(), type: 'message.sent' as const, at, subjectId: 'm', data: { ...data } };
      await sink.take([{ ...event, workspaceId: workspaceId(), conversationId: lane }]);
      await sink.beforeApplicationShutdown();
    };

    it('by a member are begun by that member, with the time it took', async () => {
      const { id, conversationId } = await open(await newLane());
      await announced(conversationId as ConversationId, { origin: 'person', userId: bob.userId });
      const answered = await get(id);
      expect(answered).toMatchObject({ status: 'in_progress', assigneeId: bob.userId });
      expect(answered.sla.firstResponse.metAt).toBeDefined();
      await announced(conversationId as ConversationId, { origin: 'person', userId: ann.userId });
      expect(await get(id)).toEqual(answered);
    });

    it('are not by the bot, nor by what was written before', async () => {
      const { id, conversationId } = await open(await newLane());
      await announced(conversationId as ConversationId, { origin: 'bot' });
      await announced(conversationId as ConversationId, { origin: 'app' }, new Date(Date.now() - HOUR_MS));
      expect((await get(id)).status).toBe('pending');
    });

    it('are not by what was written before it was opened again', async () => {
      const { id, conversationId } = await open(await newLane());
      const between = new Date();
      await act(id, 'cancel');
      await act(id, 'reopen');
      await announced(conversationId as ConversationId, { origin: 'app' }, between);
      const found = await get(id);
      expect([found.status, found.sla.firstResponse.metAt]).toEqual(['pending', undefined]);
    });

    it('are found by the job when no announcement came', async () => {
      const { id, conversationId } = await open(await newLane());
      const lane = conversationId as ConversationId;
      const began = new Date(Date.now() - HOUR_MS);
      await rows().updateOne({ _id: id }, { $set: { createdAt: began, 'sla.resolution.startedAt': began } });
      const minutes = (n: number) => new Date(began.getTime() + n * 60_000);
      await api.rows
        .collection<MessageRow>('messages')
        .insertMany([
          message(lane, { at: minutes(-5) }),
          message(lane, { at: minutes(1), origin: 'bot' }),
          message(lane, { at: minutes(2), status: 'failed' }),
          message(lane, { at: minutes(3), origin: 'app' }),
        ]);
      await api.app.get(FindAnswersJob).run();
      const found = await get(id);
      expect([found.status, found.sla.firstResponse.metAt]).toEqual(['in_progress', minutes(3).toISOString()]);
      expect(found.updates.at(-1)).toMatchObject({ kind: 'answered', from: 'app' });
    });

    it('by two at once are one answer', async () => {
      const { id, conversationId } = await open(await newLane());
      const takeovers = api.app.get(Takeovers);
      const notice = (userId: string) =>
        takeovers.notice(workspaceId(), conversationId as ConversationId, {
          at: new Date(),
          origin: 'person',
          userId: userId as UserId,
        });
      await Promise.all([notice(ann.userId), notice(bob.userId)]);
      expect((await get(id)).updates.filter(({ kind }) => kind === 'answered')).toHaveLength(1);
    });
  });

  describe('late', () => {
    beforeAll(async () => {
      hear(await api.anotherProcess());
      hear(await api.anotherProcess());
      await api.rows
        .collection<{ _id: string }>('users')
        .updateOne({ _id: ann.userId }, { $set: { emailVerifiedAt: new Date() } });
    });
    afterAll(async () => {
      for (const other of processes.slice(1)) await other.close();
    });

    const due = async (id: string, dueAt: Date, warnAt: Date) => {
      const clock = { startedAt: warnAt, dueAt, warnAt };
      await rows().updateOne({ _id: id }, { $set: { 'sla.firstResponse': clock, slaDueAt: warnAt } });
    };
    const watch = () => Promise.all(processes.map((one) => one.get(SlaWatchJob).run()));
    const toldOf = async (id: string) =>
      (await get(id)).updates.filter(({ kind }) => kind.startsWith('sla_')).map(({ kind, to }) => `${kind}:${to}`);

    it('is warned of and told once, by three processes', async () => {
      const { id } = await open(await newLane());
      await api.takeMails();
      const soon = new Date(Date.now() + HOUR_MS);
      await due(id, soon, new Date(Date.now() - 1_000));
      await watch();
      await watch();
      expect(await toldOf(id)).toEqual(['sla_warning:firstResponse']);
      const [warning, ...more] = await api.takeMails();
      expect([warning?.to, warning?.subject, more]).toEqual([ann.email, expect.stringContaining('Soon late'), []]);

      await rows().updateOne(
        { _id: id },
        { $set: { 'sla.firstResponse.dueAt': new Date(Date.now() - 1), slaDueAt: new Date(0) } },
      );
      await watch();
      await watch();
      expect(await toldOf(id)).toEqual(['sla_warning:firstResponse', 'sla_breach:firstResponse']);
      expect((await api.takeMails()).map(({ subject }) => subject)).toEqual([expect.stringMatching(/^Late/)]);
      const late = (await toldAbout(id)).filter(({ type }) => type === 'escalation.breached');
      expect(late.map(({ data }) => data['phase'])).toEqual(['warning', 'breach']);
      for (const phase of ['warning', 'breach']) {
        const labels = { subject: 'escalation', goal: 'firstResponse', phase };
        expect(await counted('parley_sla_notices_total', labels, processes)).toBe(1);
      }
    });

    it('is not told of what is closed or answered', async () => {
      const closedOne = await open(await newLane());
      await due(closedOne.id, new Date(Date.now() - 1_000), new Date(Date.now() - 2_000));
      await act(closedOne.id, 'resolve');
      await watch();
      expect(await toldOf(closedOne.id)).toEqual([]);
      expect((await get(closedOne.id)).sla.firstResponse.breachedAt).toBeDefined();
    });
  });

  describe('listed', () => {
    it('are counted while they are open, by severity, for operators', async () => {
      const standing = async () => {
        await api.app.get(MetricsService).scrape();
        const of = (severity: string) => counted('parley_open_escalations', { severity });
        return [await of('low'), await of('high'), await of('critical')];
      };
      const [low = 0, high = 0, critical = 0] = await standing();
      const [first] = [
        await open(await newLane(), { severity: 'high' }),
        await open(await newLane(), { severity: 'high' }),
        await open(await newLane(), { severity: 'critical' }),
      ];
      expect(await standing()).toEqual([low, high + 2, critical + 1]);
      await act(first.id, 'resolve');
      expect(await standing()).toEqual([low, high + 1, critical + 1]);
    });

    it('by status, severity, member and conversation; most urgent first in the queue, page by page', async () => {
      const owner = await api.signUp();
      const mine = api.as(owner.token);
      const place = { workspaceId: owner.workspaceId as WorkspaceId, accountId: 'a1' as AccountId };
      const url = `/v1/workspaces/${owner.workspaceId}/escalations`;
      const ids: string[] = [];
      for (const severity of ['low', 'critical', 'normal', 'critical', 'high']) {
        const _id = newId<ConversationId>();
        await lanes().insertOne(conversation({ _id, ...place, participantId: _id }));
        const { body } = await mine.call<Shown>('POST', url, { conversationId: _id, reason: 'x', severity });
        ids.push(body.id);
      }
      const [low = '', critical = '', normal = '', critical2 = '', high = ''] = ids;
      const walk = async (query: string) => {
        const found: string[] = [];
        let cursor = '';
        do {
          const { body } = await mine.call<{ items: Shown[]; nextCursor?: string }>(
            'GET',
            `${url}${query}limit=2${cursor}`,
          );
          found.push(...body.items.map(({ id }) => id));
          cursor = body.nextCursor === undefined ? '' : `&cursor=${body.nextCursor}`;
        } while (cursor !== '');
        return found;
      };
      expect(await walk('/queue?')).toEqual([critical, critical2, high, normal, low]);
      await mine.call('POST', `${url}/${normal}/take`);
      await mine.call('POST', `${url}/${low}/resolve`);
      expect(await walk('/queue?')).toEqual([critical, critical2, high, normal]);
      expect(await walk('?status=resolved&')).toEqual([low]);
      expect(await walk('?severity=critical&')).toEqual([critical2, critical]);
      expect(await walk('?assignee=me&')).toEqual([normal]);
      expect(await walk('?assignee=none&status=pending&')).toEqual([high, critical2, critical]);
      expect((await mine.call('GET', `${url}/queue?cursor=${Buffer.from('1.abc').toString('base64url')}`)).code).toBe(
        'CURSOR.INVALID',
      );
      expect((await mine.call('GET', `${url}?status[$ne]=pending`)).status).toBe(400);
    });
  });

  it('ids of sources are their own in each workspace', async () => {
    const other = await api.signUp();
    const source = stableId('source', other.workspaceId);
    const [one, two] = [
      await bySource(await newLane(), source),
      await bySource(newId<ConversationId>(), source, { workspaceId: other.workspaceId as WorkspaceId }),
    ];
    expect(one).not.toEqual(two);
  });
});

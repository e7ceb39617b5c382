import fc from 'fast-check';
import { anyEscalations, anyHours, anyMessages } from '../../../test/support/report-arbitraries';
import {
  type ModelEscalation,
  modelOfEscalations,
  type ModelDays,
  modelOfThreads,
  type ModelMessage,
  namedCells,
  plainDays,
} from '../../../test/support/report-model';
import { modelMedians, modelTimes, shownMedians, shownTimes } from '../../../test/support/report-times';
import { fewestCommands, monitored } from '../../../test/support/route-commands';
import { ReportedEscalations } from '../../../test/support/reported-escalations';
import { conversation } from '../../../test/support/lane-fixtures';
import { type Caller, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { until } from '../../../test/support/parley';
import { AutomationSessionsRepository } from '../../automation/repositories/automation-sessions.repository';
import { TurnRecordsRepository } from '../../automation/repositories/turn-records.repository';
import type { TurnRecordRow } from '../../automation/schemas/turn-record.schema';
import { MessagesRepository } from '../../conversations/repositories/messages.repository';
import type { MessageRow } from '../../conversations/schemas/message.schema';
import { OutcomesRepository } from '../../crm/outcomes/repositories/outcomes.repository';
import { EscalationsRepository } from '../../escalations/repositories/escalations.repository';
import {
  type AccountId,
  armFaultPoints,
  type BusinessHours,
  type ContactId,
  type ConversationId,
  faultPoint,
  newId,
  type UserId,
  type WorkspaceId,
} from '../../shared/kernel';
import type { DataSubject } from '../../workspace';
import { shareOf } from '../../workspace/privacy/personal-data.port';
import { PersonalRowsRepository } from '../../workspace/repositories/personal-rows.repository';
import type { AiScope } from '../../knowledge/domain/ai/ai-scope';
import { countersOf } from '../../knowledge/domain/ai/ai-usage';
import { AiUsageRepository } from '../../knowledge/repositories/ai-usage.repository';
import { CommentDmLogsRepository } from '../../instagram/repositories/comment-dm-logs.repository';
import type {
  ReportBreakdownResponse,
  ReportCostsResponse,
  ReportSummaryResponse,
  ReportTrendsResponse,
} from './dto/reports.response';
import { dayAfter, daysOf } from './domain/day-calendar';
import { ReportDetails } from './report-details.service';
import { ReportFolder } from './report-folder.service';
import { ReportRecount } from './report-recount.service';
import { Reports } from './reports.service';
import { ReportingPersonalData } from './reporting.personal-data';
import { ReportRowsRepository } from './repositories/report-rows.repository';

const DAY_MS = 86_400_000;
/** Mornings of the last year on which clocks were set somewhere, so that days of 23 and 25 hours are among them. */
const BEGINNINGS = [20, 60, 120, 200, 250].map((days) =>
  new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - days * DAY_MS).toISOString(),
);

type Step = { kind: 'write'; from: number } | { kind: 'fold' | 'fold-twice' | 'crash' | 'change' | 'recount' };

describe('reports, on the store', () => {
  let api: WorkspaceApp;
  let folder: ReportFolder;
  let recount: ReportRecount;
  let rows: ReportRowsRepository;
  let messages: MessagesRepository;
  let escalations: EscalationsRepository;
  let reports: Reports;
  let details: ReportDetails;
  let ann: SignedUp;
  let caller: Caller;
  const storeUri = process.env['MONGODB_URI'] ?? '';

  beforeAll(async () => {
    process.env['MONGODB_URI'] = monitored(storeUri);
    api = await WorkspaceApp.start();
    const get = <T>(type: abstract new (...args: never[]) => T): T => api.app.get<T>(type, { strict: false });
    [folder, recount, rows] = [get(ReportFolder), get(ReportRecount), get(ReportRowsRepository)];
    [messages, escalations] = [get(MessagesRepository), get(EscalationsRepository)];
    [reports, details] = [get(Reports), get(ReportDetails)];
    ann = await api.signUp();
    caller = api.as(ann.token);
  });
  // A fault that was set last and met nobody is not left to the next test.
  afterEach(() => {
    try {
      faultPoint('reports.added');
    } catch (error) {
      isInjected(error);
    }
  });
  afterAll(async () => {
    process.env['MONGODB_URI'] = storeUri;
    await api.stop();
  });

  const rowOf = (workspaceId: WorkspaceId, message: ModelMessage) =>
    ({ workspaceId, attachments: [], correlationId: 'test', ...message }) as unknown as MessageRow;

  async function newWorkspace(hours: BusinessHours): Promise<WorkspaceId> {
    const workspaceId = newId<WorkspaceId>();
    await api.rows.collection<{ _id: string }>('workspaceSettings').insertOne({
      _id: workspaceId,
      groups: { 'business-hours': { schemaVersion: 1, version: 1, values: hours } },
      revision: 1,
    } as never);
    return workspaceId;
  }

  const idsOf = (workspaceId: string) => [0, 1, 2].map((n) => `${workspaceId}-c${n}`);

  async function addConversations(workspaceId: WorkspaceId): Promise<void> {
    const lanes = idsOf(workspaceId).map((_id, n) => ({
      ...conversation(),
      _id,
      workspaceId,
      accountId: `account-${n % 2}`,
    }));
    await api.rows.collection('conversations').insertMany(lanes as never);
  }

  const counted = async (workspaceId: WorkspaceId) => {
    const standing = await rows.standing(workspaceId);
    const cells = (await rows.allSince(workspaceId, '2000-01-01')).filter(({ flow }) => flow === '');
    return namedCells(cells, standing?.labels ?? {});
  };

  const isInjected = (error: unknown) => {
    const all: unknown[] = error instanceof AggregateError ? error.errors : [error];
    for (const one of all) expect(String(one)).toContain('Fault injected');
  };

  /** The messages as they are stored now. */
  const stored = async (workspaceId: WorkspaceId): Promise<ModelMessage[]> =>
    (await api.rows.collection('messages').find({ workspaceId }).toArray()) as unknown as ModelMessage[];

  const storedEscalations = async (workspaceId: WorkspaceId): Promise<ModelEscalation[]> =>
    (await api.rows.collection('escalations').find({ workspaceId }).toArray()) as unknown as ModelEscalation[];

  const anyStep: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('write' as const), from: fc.nat(2) }) },
    {
      weight: 6,
      arbitrary: fc.constantFrom('fold', 'fold-twice', 'crash', 'change', 'recount').map((kind) => ({ kind })),
    },
  );

  async function change(workspaceId: WorkspaceId): Promise<void> {
    const all = await stored(workspaceId);
    const parked = all.find(({ status }) => status === 'parked');
    if (parked !== undefined)
      await messages.settleParked(
        workspaceId,
        parked._id,
        `mid-${parked._id}`,
        new Date(parked.at.getTime() + 3 * DAY_MS),
      );
    const failed = all.find(({ status }) => status === 'failed');
    if (failed !== undefined) await messages.discardUndelivered(workspaceId, failed._id);
  }

  /** Of any week, and of the week before it. */
  async function expectExactTimes(workspaceId: WorkspaceId, model: ModelDays): Promise<void> {
    const spoken = [...model.keys()].sort();
    for (const from of new Set([spoken[0], spoken[spoken.length >> 1]])) {
      if (from === undefined) continue;
      const [to, weekBefore] = [dayAfter(from, 6), dayAfter(from, -7)];
      const week = daysOf(from, to);
      const { figures, compared, accuracy } = await reports.summary(workspaceId, { from, to });
      expect(accuracy).toMatchObject({ times: 'exact', previousTimes: 'exact' });
      expect(shownTimes(figures)).toEqual(modelTimes(model, week));
      const before = daysOf(weekBefore, dayAfter(from, -1));
      expect(compared.medianResolutionMs.previous).toBe(model.quantile(before, 'h:resolve', 0.5));
      const trends = await reports.trends(workspaceId, { from, to });
      expect(trends.accuracy.times).toBe('exact');
      for (const { day, medianFirstResponseOpenMs } of trends.days)
        expect(medianFirstResponseOpenMs).toBe(model.quantile([day], 'h:first-open', 0.5));
      for (const by of ['agent', 'severity'] as const) {
        const { items } = await details.breakdown(workspaceId, { from, to, by });
        expect(shownMedians(items)).toEqual(modelMedians(model, week, by, items));
      }
    }
  }

  it('count the same, whatever happens in between: little by little, anew, and by a slow look at everything', async () => {
    const history = fc.tuple(
      anyHours,
      anyMessages(['0', '1', '2'], 30, BEGINNINGS),
      anyEscalations(['0'], 3, BEGINNINGS),
      fc.array(anyStep, { maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(history, async ([hours, drawn, drawnEscalations, steps]) => {
        const workspaceId = await newWorkspace(hours);
        await addConversations(workspaceId);
        const ids = idsOf(workspaceId);
        const all = drawn.map((one) => ({
          ...one,
          _id: `${workspaceId}-${one._id}`,
          conversationId: (ids[Number(one.conversationId)] ?? '') as typeof one.conversationId,
        }));
        const given = new ReportedEscalations(escalations, workspaceId, ids, drawnEscalations);
        await recount.run(workspaceId);
        const acts: Record<Exclude<Step['kind'], 'write'>, () => Promise<unknown>> = {
          fold: () => folder.run(),
          'fold-twice': async () => {
            // Both to their end, also when the fault that was set before meets one of them.
            const ends = await Promise.allSettled([folder.run(), folder.run()]);
            for (const end of ends) if (end.status === 'rejected') isInjected(end.reason);
          },
          crash: async () => {
            // Between what is added and what is marked; where nothing is to be counted, it comes later.
            armFaultPoints('reports.added:throw');
            await folder.run();
          },
          change: () => Promise.all([change(workspaceId), given.settleOne()]),
          recount: () => recount.run(workspaceId),
        };
        const parts = [0, 1, 2].map((part) => all.filter((_, place) => place % 3 === part));
        for (const step of steps) {
          const part = step.kind === 'write' ? (parts[step.from] ?? []) : [];
          if (step.kind === 'write') {
            await messages.insertNew(part.map((one) => rowOf(workspaceId, one)));
            await given.open(step.from);
          } else await acts[step.kind]().catch(isInjected);
        }
        await messages.insertNew(all.map((one) => rowOf(workspaceId, one)));
        await given.settleAll();
        await folder.run().catch(isInjected);
        // As the job does: one that was broken off is due until it is done. The fault that was set last may meet it once more.
        const isDue = async () => (await rows.standing(workspaceId))?.recountDueAt !== undefined;
        if (await isDue()) await recount.run(workspaceId).catch(isInjected);
        if (await isDue()) await recount.run(workspaceId);
        await folder.run();
        const ofThreads = modelOfThreads(await stored(workspaceId), hours);
        const expected = plainDays(modelOfEscalations(await storedEscalations(workspaceId), hours, ofThreads));
        expect(await counted(workspaceId)).toEqual(expected);
        expect(await recount.run(workspaceId)).toMatchObject({ repaired: 0 });
        expect(await counted(workspaceId)).toEqual(expected);
        await expectExactTimes(workspaceId, ofThreads);
        const waiting = { workspaceId, folded: { $exists: true } };
        for (const name of ['messages', 'escalations'])
          expect(await api.rows.collection(name).countDocuments(waiting)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  describe('of somebody who was erased and writes again', () => {
    const at = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 3 * DAY_MS + DAY_MS / 2);
    const write = (workspaceId: WorkspaceId, name: string) => {
      const lane = { conversationId: `${workspaceId}-c0` as ConversationId, accountId: 'account-0' as AccountId };
      const received = { direction: 'in', origin: 'participant', status: 'received' } as const;
      return messages.insertNew([
        rowOf(workspaceId, { ...lane, ...received, _id: `${workspaceId}-${name}`, at, text: name }),
      ]);
    };
    const erase = async (workspaceId: WorkspaceId) => {
      const subject = { kind: 'contact', workspaceId, contactIds: [], conversationIds: [`${workspaceId}-c0`] };
      const personal = api.app.get(PersonalRowsRepository, { strict: false });
      for (const collection of api.app.get(ReportingPersonalData, { strict: false }).collections) {
        const share = shareOf(collection, subject as unknown as DataSubject);
        if (share !== null) await personal.erase(collection.collection, share, 100);
      }
      await api.rows.collection('messages').deleteMany({ workspaceId });
    };

    it.each(['fold', 'recount'])('counts twice, after a %s too', async (how) => {
      const workspaceId = await newWorkspace({ timeZone: 'UTC', weekly: null, exceptions: [] });
      await addConversations(workspaceId);
      await recount.run(workspaceId);
      await write(workspaceId, 'before');
      await folder.run();
      await erase(workspaceId);
      await write(workspaceId, 'after');
      if (how === 'fold') await folder.run();
      expect((await recount.run(workspaceId)).repaired).toBe(0);
      const day = at.toISOString().slice(0, 10);
      expect((await counted(workspaceId))[day]).toMatchObject({ 'conv:new': 2, 'conv:active': 2, 'in:text': 2 });
      const units = await api.rows.collection('reportUnits').find({ workspaceId }).toArray();
      expect(units.filter(({ conversationId }) => conversationId === undefined)).toHaveLength(2);
      expect(units.filter(({ conversationId, language }) => conversationId === undefined && language)).toEqual([]);
    });
  });

  it('a workspace that cannot be counted does not hold up the others', async () => {
    const hours = { timeZone: 'UTC', weekly: null, exceptions: [] };
    const [one, other] = [await newWorkspace(hours), await newWorkspace(hours)];
    const [first, second] = one < other ? [one, other] : [other, one];
    for (const workspaceId of [first, second]) {
      await addConversations(workspaceId);
      await recount.run(workspaceId);
    }
    const received = { direction: 'in', origin: 'participant', status: 'received', accountId: 'account-0' } as const;
    const message = (workspaceId: WorkspaceId) =>
      ({
        ...received,
        _id: `${workspaceId}-m`,
        conversationId: `${workspaceId}-c0`,
        at: new Date(),
        text: '',
      }) as unknown;
    await messages.insertNew([first, second].map((id) => rowOf(id, message(id) as ModelMessage)));
    const broken = { workspaceId: first } as object;
    await api.rows.collection('messages').updateMany(broken, { $set: { at: 'never' } });
    await expect(folder.run()).rejects.toThrow('1 workspaces could not be counted.');
    const day = new Date().toISOString().slice(0, 10);
    expect((await counted(second))[day]).toMatchObject({ 'in:text': 1 });
    await api.rows.collection('messages').deleteMany(broken);
    await folder.run();
  });

  describe('over HTTP', () => {
    const noon = new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - 2 * DAY_MS + DAY_MS / 2);
    const after = (minutes: number) => new Date(noon.getTime() + minutes * 60_000);
    const day = noon.toISOString().slice(0, 10);
    const url = (rest: string) => `/v1/workspaces/${ann.workspaceId}/reports/${rest}`;
    const get = async <T>(rest: string): Promise<T> => {
      const { status, body } = await caller.call<T>('GET', url(rest));
      expect(status).toBe(200);
      return body;
    };

    beforeAll(async () => {
      const workspaceId = ann.workspaceId as WorkspaceId;
      const conversationId = `${workspaceId}-c0` as ConversationId;
      await addConversations(workspaceId);
      await api.rows.collection('conversations').insertOne({
        ...conversation(),
        _id: `${workspaceId}-mock`,
        workspaceId,
        accountId: 'mock-account',
      } as never);
      await api.rows
        .collection('instagramAccounts')
        .insertOne({ _id: 'mock-account', workspaceId, kind: 'mock', igUserId: 'mock-ig', updatedAt: noon } as never);
      const base = { conversationId, accountId: 'account-0' as AccountId, text: '' };
      const received = { direction: 'in', origin: 'participant', status: 'received' } as const;
      const said: ModelMessage[] = [
        {
          ...base,
          ...received,
          _id: 'm1',
          at: noon,
          text: 'Hola, ¿cuánto cuesta el envío a Madrid de la taza azul grande que vi ayer en su perfil?',
        },
        {
          ...base,
          _id: 'm2',
          at: after(10),
          direction: 'out',
          origin: 'person',
          status: 'sent',
          userId: ann.userId as UserId,
        },
        { ...base, ...received, _id: 'm3', at: after(60) },
        {
          ...base,
          _id: 'm4',
          at: after(61),
          direction: 'out',
          origin: 'bot',
          status: 'failed',
          error: { code: 'GRAPH.REFUSED' },
        },
        {
          ...base,
          ...received,
          _id: 'm5',
          conversationId: `${workspaceId}-mock` as ConversationId,
          accountId: 'mock-account' as AccountId,
          at: noon,
        },
      ];
      await messages.insertNew(said.map((one) => rowOf(workspaceId, one)));
      const at = { startedAt: noon, endedAt: after(5), visits: [{ nodeId: 'ask.name', entered: 2 }], movedFrom: [] };
      const run = { instanceId: 'i1', templateId: 't1', versionId: 'v1', revision: 2, lastNodeId: 'ask.name' };
      const goals = [{ nodeId: 'ask.name', goal: 'lead', at: after(4) }];
      const sessions = api.app.get(AutomationSessionsRepository, { strict: false });
      await sessions.write(workspaceId, conversationId, [
        { sessionId: 's1', ...run, ...at, goals, status: 'completed' },
        { sessionId: 's2', ...run, ...at, goals: [], status: 'handed_off' },
      ]);
      await sessions.write(workspaceId, `${workspaceId}-mock` as ConversationId, [
        { sessionId: 's3', ...run, ...at, goals: [], status: 'completed' },
      ]);
      const dates = { createdAt: noon, updatedAt: noon };
      const escalation = {
        id: 'e1',
        workspaceId,
        conversationId,
        sourceIds: ['x'],
        reason: 'Wants a refund',
        summary: 's',
        createdBy: 'flow' as const,
        severity: 'high' as const,
        status: 'pending' as const,
        followUpCount: 0,
        reopenCount: 0,
        updates: [],
        sla: { firstResponse: { startedAt: noon }, resolution: { startedAt: noon } },
        revision: 1,
        ...dates,
      };
      await escalations.insert(escalation);
      await folder.run();
      await recount.run(workspaceId);
      const closed = {
        ...{ status: 'resolved' as const, resolvedAt: after(30), resolvedBy: ann.userId, revision: 2 },
        assigneeId: ann.userId as UserId,
        sla: {
          firstResponse: { startedAt: noon, dueAt: after(20), metAt: after(10), tookSeconds: 600 },
          resolution: {
            startedAt: noon,
            dueAt: after(25),
            breachedAt: after(25),
            metAt: after(30),
            tookSeconds: 1_800,
          },
        },
      };
      await escalations.replace(escalation, { ...escalation, ...closed });
      await api.app.get(OutcomesRepository, { strict: false }).insertIfNew({
        ...{ id: 'o1', workspaceId, goal: 'lead', contactId: 'c' as ContactId, conversationId, status: 'completed' },
        ...{ fields: {}, value: 12.5, history: [], effects: [], closedAt: after(20), revision: 1, ...dates },
      });
      await api.app.get(CommentDmLogsRepository, { strict: false }).note([
        {
          ...{ workspaceId, accountId: 'account-0' as AccountId, conversationId, commenterId: 'p', commentId: 'k' },
          ...{ facts: {}, verdict: { status: 'sent' }, at: noon },
        },
        {
          ...{ workspaceId, accountId: 'account-0' as AccountId, conversationId, commenterId: 'p', commentId: 'l' },
          ...{ facts: {}, verdict: { status: 'skipped', reason: 'already-answered' }, at: noon },
        },
      ]);
      await api.app.get(TurnRecordsRepository, { strict: false }).insertNew([aiReply(workspaceId, conversationId)]);
      await folder.run();
    });

    const aiReply = (workspaceId: WorkspaceId, conversationId: ConversationId): TurnRecordRow => {
      const value = { citations: [{ itemId: 'k1' }], usage: { promptTokens: 90, completionTokens: 10 } };
      const event = { kind: 'task-result', taskId: 't', outcome: { ok: true, value } };
      const step = { sessionId: 's1', instanceId: 'i1', versionId: 'v1', event, trace: [] };
      return {
        ...{ _id: 'turn-1', workspaceId, conversationId, at: noon, outcome: 'continued', held: false, considered: [] },
        ...{ event: { kind: 'task-result', task: 'ai_reply', ok: true }, sessionIds: ['s1'], correlationId: 'c' },
        steps: [step],
      } as unknown as TurnRecordRow;
    };

    it('a summary says what happened, exactly over a few days, without mock accounts', async () => {
      const summary = await get<ReportSummaryResponse>(`summary?from=${day}&to=${day}`);
      const minutes = (count: number) => count * 60_000;
      expect(summary).toMatchObject({
        from: day,
        standing: { timeZone: 'UTC', isRecounting: false },
        figures: {
          conversations: { new: 1, active: 1 },
          messages: { received: 2, sent: 1, sentBy: { bot: 0, person: 1, app: 0 } },
          responses: { questions: 2, answered: 1, answeredByPeople: 1, clock: { median: minutes(10) } },
          escalations: {
            ...{ opened: 1, resolved: 1, cancelled: 0, bySeverity: { high: 1 } },
            sla: {
              firstResponse: { met: 1, breached: 0, breachedShare: 0 },
              resolution: { met: 0, breached: 1, breachedShare: 1 },
            },
          },
          sessions: { started: 2, byStatus: { completed: 1, handed_off: 1 }, withGoal: 1, handoffShare: 0.5 },
          aiReplies: { given: 1, knowledgeBacked: 1, knowledgeBackedShare: 1 },
          sends: { sent: 1, failed: 1, failedShare: 0.5 },
          goals: [{ goal: 'lead', attempts: 1, completions: 1, cancelled: 0, reached: 1, value: 12.5 }],
          comments: { sent: 1 },
        },
        missedWindows: 1,
        accuracy: { times: 'exact', previousTimes: 'exact' },
      });
      const { clock, firstResponse } = summary.figures.escalations;
      expect([clock.median, firstResponse.businessHours.median]).toEqual([minutes(30), minutes(10)]);
      const longer = await get<ReportSummaryResponse>('summary');
      expect(longer).toMatchObject({
        accuracy: { times: 'buckets', previousTimes: 'buckets' },
        compared: { sentMessages: { current: 1 } },
      });
    });

    const quarter = `from=${dayAfter(day, -87)}&to=${dayAfter(day, 2)}`;
    it.each([
      [`summary?${quarter}`, 2],
      [`trends?${quarter}`, 2],
      [`agents?${quarter}`, 1],
      [`funnels?${quarter}`, 1],
      // Of a few days, times one by one are read beside them.
      [`summary?from=${day}`, 3],
      [`agents?from=${day}`, 2],
      [`breakdown?by=language&from=${day}`, 1],
      [`cost?by=model&${quarter}`, 3],
      [`cost?by=flow&${quarter}`, 4],
      [`cost?by=goal&${quarter}`, 2],
    ])('%s costs %d database commands', async (rest, most) => {
      const commands = await fewestCommands(api.rows, () => get(rest));
      expect(commands).toHaveLength(most);
    });

    it('times of what was counted before they were kept come from buckets, until it is counted anew', async () => {
      const workspaceId = ann.workspaceId as WorkspaceId;
      const times = async () => {
        const range = `from=${day}&to=${day}`;
        const { accuracy, figures } = await get<ReportSummaryResponse>(`summary?${range}`);
        const agents = await get<ReportBreakdownResponse>(`agents?${range}`);
        return [accuracy.times, agents.accuracy?.times, figures.responses.clock.median === 600_000];
      };
      await api.rows.collection('reportUnits').updateMany({ workspaceId }, { $unset: { timings: '' } });
      expect(await times()).toEqual(['buckets', 'buckets', false]);
      expect(await recount.run(workspaceId)).toMatchObject({ repaired: 0 });
      expect(await times()).toEqual(['exact', 'exact', true]);
    });

    it.each([
      [
        'agent',
        [
          expect.objectContaining({
            numbers: expect.objectContaining({
              ...{ sent: 1, resolved: 1, answered: 1, escalations: 1 },
              ...{ 'first-response-met': 1, 'resolution-breached': 1 },
            }) as object,
          }),
        ],
      ],
      ['account', [{ key: 'account-0', numbers: { in: 2, out: 1, active: 1, new: 1 } }]],
      ['send-failure', [{ key: 'GRAPH.REFUSED', numbers: { messages: 1 } }]],
      ['handoff-reason', [expect.objectContaining({ name: 'Wants a refund', numbers: { escalations: 1 } })]],
      ['severity', [expect.objectContaining({ key: 'high' })]],
      ['language', [{ key: 'es', numbers: { conversations: 1 } }]],
      ['template', [{ key: 't1', numbers: { started: 2, completed: 1, handed_off: 1, 'with-goal': 1 } }]],
      ['template-goal', [{ key: 't1', numbers: { lead: 1 } }]],
      ['comment-reason', [{ key: 'already-answered', numbers: { comments: 1 } }]],
      ['topic', [{ key: 'k1', numbers: { replies: 1 } }]],
    ])('figures by %s', async (by, items) => {
      expect((await get<{ items: object[] }>(`breakdown?by=${by}`)).items).toEqual(items);
    });

    it('funnels and insights', async () => {
      const node = { nodeId: 'ask.name', entered: 4, goals: 1, here: { completed: 1, handed_off: 1 } };
      const funnel = { versionId: 'v1', started: 2, completedShare: 0.5, nodes: [node], tokens: 100 };
      expect(await get('funnels')).toMatchObject({ items: [funnel] });
      expect(await get('insights')).toMatchObject({ topTopics: [{ itemId: 'k1', replies: 1 }], missingTopics: [] });
    });

    it('trends and their export, a row for each day', async () => {
      const { days } = await get<ReportTrendsResponse>(`trends?from=${day}`);
      expect(days[0]).toMatchObject({ day, newConversations: 1, goalCompletions: 1, costUsd: 0 });
      expect(days[0]).toMatchObject({ escalationsHigh: 1, slaResolutionsBreached: 1, slaBreachedShare: 0.5 });
      expect(days).toHaveLength(3);
      const table = await api.app.inject({
        method: 'GET',
        url: url(`export?from=${day}`),
        headers: { authorization: `Bearer ${ann.token}` },
      });
      const [head = '', first = ''] = table.body.split('\n');
      expect(head.split(',').slice(0, 3)).toEqual(['\ufeffday', 'newConversations', 'activeConversations']);
      expect(first.startsWith(`${day},1,1,`)).toBe(true);
      expect(first.split(',')[head.split(',').indexOf('slaFirstResponsesMet')]).toBe('1');
      expect((await get<ReportTrendsResponse>(`export?format=json&from=${day}`)).days).toEqual(days);
    });

    it('cost by flow and goal is what was charged, but for what was charged before calls said who asked', async () => {
      const usage = api.app.get(AiUsageRepository, { strict: false });
      const workspaceId = ann.workspaceId as WorkspaceId;
      const charge = (on: string, scope: Partial<AiScope>, dollars: number, isOld = false) => {
        const charged: AiScope = { workspaceId, purpose: 'reply', ...scope };
        const all = countersOf(charged, 'm', { day: on, month: on.slice(0, 7) });
        const counters = all.filter((counter) => !isOld || !['goal', 'flow', 'node'].includes(counter.scope));
        const spent = { calls: 1, failures: 0, promptTokens: 100 * dollars, cachedTokens: 0, completionTokens: 0 };
        return usage.charge(counters, { ...spent, nanos: dollars * 1e9 }, new Date(), newId());
      };
      const flow = (versionId: string, goal: string) => ({ versionId, nodeId: 'n', goal });
      const next = dayAfter(day, 1);
      await charge(next, { flow: flow('v1', 'lead') }, 3);
      await charge(next, { flow: flow('v2', 'none'), purpose: 'agent' }, 2);
      await charge(next, { purpose: 'ingest' }, 1);
      const cost = (range: string, by: string) => get<ReportCostsResponse>(`cost?by=${by}&${range}`);
      const told = async (range: string, by: string) => {
        const { isExact, items } = await cost(range, by);
        return [isExact, items.map(({ key, costUsd, tokens }) => [key, costUsd, tokens])];
      };
      const late = `from=${next}&to=${next}`;
      expect(await told(late, 'flow')).toEqual([
        true,
        [
          ['v1', 3, 300],
          ['v2', 2, 200],
          ['outside', 1, 100],
        ],
      ]);
      expect(await told(late, 'goal')).toEqual([
        true,
        [
          ['lead', 3, 300],
          ['none', 2, 200],
          ['outside', 1, 100],
        ],
      ]);
      expect(await told(late, 'purpose')).toEqual([
        true,
        [
          ['reply', 3, 300],
          ['agent', 2, 200],
          ['ingest', 1, 100],
        ],
      ]);
      expect((await cost(late, 'flow')).total).toMatchObject({
        costUsd: 6,
        calls: 3,
        tokens: 600,
        costPerGoalUsd: null,
      });

      await charge(day, {}, 4, true);
      await charge(day, { purpose: 'summary' }, 5, true);
      const both = `from=${day}&to=${next}`;
      // All replies of that day were of one version, as its turns say.
      expect(await told(both, 'flow')).toEqual([
        false,
        [
          ['v1', 7, 700],
          ['v2', 2, 200],
          ['outside', 1, 100],
        ],
      ]);
      const byGoal = await cost(both, 'goal');
      expect(byGoal).toMatchObject({ isExact: false, total: { costUsd: 15 } });
      expect(byGoal.items[0]).toEqual({ key: 'lead', costUsd: 3, tokens: 300, costPerGoalUsd: 3 });
      expect(await told(`from=${day}&to=${day}`, 'flow')).toEqual([false, [['v1', 4, 400]]]);
      expect((await cost(late, 'flow')).isExact).toBe(true);
      expect(await told('from=2020-01-01&to=2020-01-02', 'flow')).toEqual([true, []]);
    });

    it('the page opens with a ticket, once, and holds no script', async () => {
      const { body } = await caller.call<{ ticket: string }>('POST', url('page-ticket'));
      const open = () => api.app.inject({ method: 'GET', url: url(`summary.html?from=${day}&ticket=${body.ticket}`) });
      const page = await open();
      expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
      expect(page.body).not.toContain('<script');
      expect(page.body).toContain('GRAPH.REFUSED');
      expect(page.body).toContain('<title>high: 1</title>');
      expect((await open()).statusCode).toBe(401);
    });

    it.each([
      'summary?from=2026-02-02&to=2026-02-01',
      'summary?from=2020-01-01',
      'trends?from=2020-01-01',
      'trends?from=9999-12-31&to=9999-12-31',
      'summary?from=1999-12-31&to=2000-01-02',
    ])('%s is no range', async (rest) => {
      expect((await caller.call('GET', url(rest))).code).toBe('REPORTS.RANGE_INVALID');
    });

    it('other clocks count everything anew', async () => {
      const change = { values: { timeZone: 'Pacific/Kiritimati' } };
      await caller.call('PATCH', `/v1/workspaces/${ann.workspaceId}/settings/business-hours`, change);
      const standing = () => rows.standing(ann.workspaceId as WorkspaceId);
      expect((await standing())?.recountDueAt).toBeInstanceOf(Date);
      await until(
        async () => {
          await recount.run(ann.workspaceId as WorkspaceId);
          return (await standing())?.basis.hours.timeZone === 'Pacific/Kiritimati';
        },
        10_000,
        'the new clocks',
      );
      const next = new Date(noon.getTime() + DAY_MS).toISOString().slice(0, 10);
      expect((await get<ReportTrendsResponse>(`trends?from=${next}`)).days[0]).toMatchObject({ newConversations: 1 });
    });

    it('an erased member leaves the figures, a contact leaves its numbers', async () => {
      const workspaceId = ann.workspaceId as WorkspaceId;
      const before = await counted(workspaceId);
      const personal = api.app.get(PersonalRowsRepository, { strict: false });
      const erase = async (subject: DataSubject) => {
        for (const collection of api.app.get(ReportingPersonalData, { strict: false }).collections) {
          const share = shareOf(collection, subject);
          if (share !== null) await personal.erase(collection.collection, share, 100);
        }
      };
      await erase({
        kind: 'contact',
        workspaceId,
        contactIds: [],
        conversationIds: [`${workspaceId}-c0` as ConversationId],
      });
      expect(await api.rows.collection('reportUnits').countDocuments({ conversationId: `${workspaceId}-c0` })).toBe(0);
      expect(await counted(workspaceId)).toEqual(before);
      await erase({ kind: 'member', workspaceId, userId: ann.userId as UserId });
      const all = await api.rows.collection('reportDailyWorkspaces').find({ workspaceId }).toArray();
      expect(JSON.stringify(all)).not.toContain(ann.userId);
      expect((await get<{ items: { key: string }[] }>('agents')).items.map(({ key }) => key)).toEqual(['gone']);
    });
  });
});

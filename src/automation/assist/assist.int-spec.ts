import { ModelServer } from '../../../test/support/model-server';
import { replyOutput } from '../../../test/support/reply-fixtures';
import { newTestName } from '../../../test/support/test-name';
import { type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { InboxFacade, MessageVoices } from '../../conversations';
import { LaneTurns } from '../../conversations/turns/lane-turns.service';
import { LaneWork } from '../../conversations/turns/lane-work.service';
import { EvalRunner } from '../../knowledge';
import { DomainEvents } from '../../shared/events';
import { KnowledgeProcessing } from '../../knowledge/ingest/knowledge-processing.service';
import { type AccountId, conversationIdOf, newId, type WorkspaceId } from '../../shared/kernel';

const SHIPPING = 'Shipping to Germany costs 4.90 €. It takes 3 days.';
const QUESTION = 'How much is shipping to Germany?';

interface Suggested {
  question: string;
  reason: string;
  suggestions: { id: string; text: string; mode: string; reason: string; doubts: object[]; citations: object[] }[];
}
interface Draft {
  id: string;
  status: string;
  text: string;
  supersededBy?: string;
  editDistance?: number;
}
interface Run {
  id: string;
  status: string;
  passed: number;
  results: { passed: boolean; slots?: object }[];
  trial?: { passedBefore: number; lowers?: boolean; appliedAt?: string };
}

describe('help for people who write, and golden sets, over HTTP', () => {
  let server: ModelServer;
  let workspace: WorkspaceApp;
  let owner: SignedUp;
  let itemId: string;

  beforeAll(async () => {
    server = await ModelServer.start();
    const env = { AI_PROVIDER: 'openai', AI_BASE_URL: server.baseUrl, AI_API_KEY: 'sk-1234', AI_MODEL: 'gpt-4.1-mini' };
    workspace = await WorkspaceApp.start(env);
    owner = await workspace.signUp();
    itemId = await addItem('Shipping', SHIPPING);
  });
  afterAll(async () => {
    await workspace.stop();
    await server.stop();
  });
  beforeEach(() => server.reset());

  const url = (path: string) => `/v1/workspaces/${owner.workspaceId}${path}`;
  const call = <T>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) =>
    workspace.as(owner.token).call<T>(method, url(path), body);

  async function addItem(title: string, content: string, active = true): Promise<string> {
    const item = { kind: 'text', title, content, active };
    const { body } = await call<{ id: string }>('POST', '/knowledge/items', item);
    await workspace.app.get(KnowledgeProcessing).run(owner.workspaceId as WorkspaceId, body.id, 'corr-0001');
    return body.id;
  }

  /** A conversation of which the test takes the turns. */
  class Lane {
    readonly accountId = newTestName() as AccountId;
    readonly participantId = newTestName();
    readonly id = conversationIdOf(this.accountId, this.participantId);
    private said = 0;

    async hears(text: string, attachments: { type: string; url: string }[] = []): Promise<void> {
      this.said += 1;
      const mid = `${this.participantId}-${this.said}`;
      const { participantId, accountId } = this;
      const event = {
        kind: 'message' as const,
        participantId,
        at: Date.now(),
        dedupeKey: `message:${mid}`,
        mid,
        text,
        attachments,
      };
      const item = { kind: 'event' as const, workspaceId: owner.workspaceId as WorkspaceId, accountId, event };
      await workspace.app.get(InboxFacade).accept([item], 'tests');
      await this.settle();
    }

    async settle(): Promise<void> {
      const { accountId, participantId, id: conversationId } = this;
      const lane = { workspaceId: owner.workspaceId, accountId, participantId, conversationId };
      for (const need of ['turn', 'work', 'turn']) {
        const job = { ...lane, correlationId: 'tests', id: newId(), need } as never;
        await (need === 'turn' ? workspace.app.get(LaneTurns).run(job) : workspace.app.get(LaneWork).run(job));
      }
    }

    readonly suggest = async (body: object = {}) => {
      const answer = await call<Suggested>('POST', `/conversations/${this.id}/suggestions`, body);
      expect(answer.status).toBe(200);
      return answer.body;
    };
    readonly take = (suggestionId: string) =>
      call<Draft>('POST', `/conversations/${this.id}/suggestions/${suggestionId}/take`);
  }

  const asked = async (text = QUESTION) => {
    const lane = new Lane();
    await lane.hears(text);
    return lane;
  };
  const answersWith = (...replies: string[]) =>
    server.answer(() => true, {
      json: { suggestions: replies.map((reply) => ({ reply, kind: 'answer', citations: [1] })) },
    });
  const draft = async (id: string) => (await call<Draft>('GET', `/reply-drafts/${id}`)).body;

  describe('suggestions', () => {
    it('answer what the customer said last, rest on knowledge, and are sent by nobody', async () => {
      const lane = await asked();
      answersWith('It is 4.90 €.', 'Shipping costs 4.90 € and takes 3 days.', 'That is 9.99 €.');
      const { question, suggestions, reason } = await lane.suggest();
      expect({ question, reason }).toEqual({ question: QUESTION, reason: 'made' });
      expect(suggestions).toMatchObject([
        { text: 'It is 4.90 €.', mode: 'generated', doubts: [], citations: [{ itemId, title: 'Shipping' }] },
        { text: 'Shipping costs 4.90 € and takes 3 days.' },
        { text: 'That is 9.99 €.', reason: 'doubtful', doubts: [{ rule: 'unsupported_fact', found: '9.99 €' }] },
      ]);
      const { body } = await call<{ items: object[] }>('GET', `/conversations/${lane.id}/messages`);
      expect(body.items).toHaveLength(1);
      expect((await call<{ items: object[] }>('GET', '/reply-drafts')).body.items).toEqual([]);
    });

    it('are told of when they are made, and when others take their place', async () => {
      const lane = await asked();
      const told: unknown[][] = [];
      const events = workspace.app.get(DomainEvents);
      const record = events.record.bind(events);
      const spy = jest.spyOn(events, 'record').mockImplementation((event) => {
        told.push([event.type, event.data['change'], event.conversationId]);
        return record(event);
      });
      answersWith('It is 4.90 €.');
      await lane.suggest();
      await lane.suggest();
      spy.mockRestore();
      const changes = ['suggested', 'replaced', 'suggested'];
      expect(told).toEqual(changes.map((change) => ['reply-draft.changed', change, lane.id]));
    });

    it('are quoted when the model refuses, and say so', async () => {
      const lane = await asked();
      server.answer(() => true, { refusal: 'I will not.' });
      const { suggestions, reason } = await lane.suggest();
      expect(reason).toBe('refused');
      expect(suggestions).toMatchObject([{ mode: 'extractive' }]);
      expect(suggestions[0]?.text).toContain('4.90 €');
    });

    it('become a draft, which the customer’s next message retracts', async () => {
      const lane = await asked();
      answersWith('It is 4.90 €.');
      const [one] = (await lane.suggest()).suggestions;
      const taken = await lane.take(one?.id ?? '');
      expect(taken.body).toMatchObject({ id: one?.id, status: 'waiting', text: 'It is 4.90 €.' });
      await lane.settle();
      expect((await lane.take(one?.id ?? '')).body.status).toBe('waiting');
      await lane.hears('And to Spain?');
      expect(await draft(one?.id ?? '')).toMatchObject({ status: 'superseded', supersededBy: 'customer_wrote' });
      expect((await lane.take(one?.id ?? '')).code).toBe('AUTOMATION.DRAFT_DECIDED');
    });

    it('are retracted when a person writes something else', async () => {
      const lane = await asked();
      answersWith('It is 4.90 €.');
      const [one] = (await lane.suggest()).suggestions;
      await lane.take(one?.id ?? '');
      await lane.settle();
      expect((await call('POST', `/conversations/${lane.id}/messages`, { text: 'One moment.' })).status).toBe(202);
      await lane.settle();
      expect(await draft(one?.id ?? '')).toMatchObject({ status: 'superseded', supersededBy: 'person_wrote' });
    });

    it('are compared with what is sent, and counted', async () => {
      const lane = await asked();
      answersWith('It is 4.90 €.');
      const [one] = (await lane.suggest()).suggestions;
      await lane.take(one?.id ?? '');
      await lane.settle();
      const sent = await call<Draft>('POST', `/reply-drafts/${one?.id}/send`, { text: 'It is 4.90 €, dear.' });
      expect(sent).toMatchObject({ status: 202, body: { status: 'sent' } });
      expect(sent.body.editDistance).toBeCloseTo(0.316, 2);
      await lane.settle();
      // Its own message does not retract it.
      expect((await draft(one?.id ?? '')).status).toBe('sent');
      const { body } = await call<{ sources: { source: string; sent: number }[] }>('GET', '/reply-drafts/figures');
      expect(body.sources.find(({ source }) => source === 'suggestion')).toMatchObject({ sent: 1 });
    });

    it('need something to answer', async () => {
      const lane = new Lane();
      expect((await call('POST', `/conversations/${lane.id}/suggestions`, {})).code).toBe('CONVERSATION.NOT_FOUND');
      await lane.hears('', [{ type: 'share', url: 'https://cdn.example/post' }]);
      expect((await call('POST', `/conversations/${lane.id}/suggestions`, {})).code).toBe('ASSIST.NOTHING_TO_ANSWER');
    });
  });

  describe('rewriting', () => {
    const rewrite = (body: object) => call<{ text: string; language: string }>('POST', '/writing/rewrite', body);

    it('keeps what is stated, and translates for the customer of the conversation', async () => {
      const lane = await asked('Wie viel kostet der Versand nach Deutschland, bitte?');
      server.answer(() => true, { json: { text: 'Er kostet 4,90 €.' } });
      const wishes = { text: 'It costs 4.90 €.', action: 'translate', conversationId: lane.id };
      expect((await rewrite(wishes)).body).toMatchObject({ text: 'Er kostet 4,90 €.', language: 'de' });
    });

    it('gives nothing that states something else', async () => {
      server.answer(() => true, { json: { text: 'It costs 3.90 €.' } });
      const { status, code } = await rewrite({ text: 'it cost 4.90 €', action: 'fix' });
      expect({ status, code }).toEqual({ status: 409, code: 'WRITING.CHANGED_MEANING' });
      expect(server.chats).toHaveLength(2);
    });

    it.each([{ action: 'sing' }, { language: null, action: 'fix' }, { action: 'translate', language: 'Klingon!' }])(
      'refuses %j',
      async (more) => {
        expect((await rewrite({ text: 'Hello', ...more })).status).toBe(400);
        expect(server.requests).toEqual([]);
      },
    );
  });

  describe('golden sets', () => {
    const addCase = (body: object) => call<{ id: string }>('POST', '/eval-cases', body);
    const setGate = (mode: string) => call('PATCH', '/settings/eval-gate', { values: { mode } });
    const run = async (body: object): Promise<Run> => {
      const started = await call<Run>('POST', '/eval-runs', body);
      expect(started.status).toBe(202);
      await workspace.app.get(EvalRunner).next();
      return (await call<Run>('GET', `/eval-runs/${started.body.id}`)).body;
    };
    const apply = (id: string, body: object = {}) => call<Run>('POST', `/eval-runs/${id}/apply`, body);

    it('take a conversation as a case, with what was said before', async () => {
      const lane = await asked('Hello there');
      await call('POST', `/conversations/${lane.id}/messages`, { text: 'Hi! How can I help?' });
      await lane.settle();
      const made = () => call<object>('POST', `/conversations/${lane.id}/eval-cases`, { set: 'chats', expect: {} });
      const { status, body } = await made();
      expect(status).toBe(201);
      expect(body).toMatchObject({ set: 'chats', message: 'Hello there', history: [], conversationId: lane.id });
      expect((await call('POST', '/eval-cases/none', {})).status).toBe(404);
    });

    it('judge what an agent finds out', async () => {
      const agent = { instructions: 'Take an order.', slots: [{ key: 'size', question: 'Which size?' }] };
      const expected = (value: string) => ({ slots: [{ key: 'size', value }] });
      const one = { set: 'slots', message: 'A shirt in L please', agent };
      await addCase({ ...one, expect: expected('l') });
      await addCase({ ...one, expect: expected('M') });
      const flags = { done: true, stopped: false, escalate: false, severity: null };
      const answer = { reply: 'Fine.', slots: { size: 'L' }, ...flags, reason: '' };
      server.answer(() => true, { json: answer });
      const { results, passed } = await run({ set: 'slots' });
      expect(passed).toBe(1);
      expect(results).toHaveLength(2);
      expect(results[0]?.slots).toEqual({ size: 'L' });
    });

    it('keep a change from being made that lowers their pass rate, unless it is confirmed', async () => {
      await addCase({ set: 'gate', message: QUESTION, expect: { action: 'send' } });
      const wanted = { group: 'escalation-policy', values: { approveReplies: true } };
      server.answer(() => true, { json: replyOutput() });
      await setGate('refuse');
      const direct = () => call('PATCH', '/settings/escalation-policy', { values: { approveReplies: true } });
      expect((await direct()).code).toBe('EVAL.CHANGE_GATED');
      const tried = await run({ set: 'gate', proposed: { settings: [wanted] } });
      expect(tried).toMatchObject({ status: 'done', passed: 0, trial: { passedBefore: 1, lowers: true } });
      expect((await apply(tried.id, { confirm: true })).code).toBe('EVAL.PASS_RATE_LOWERED');
      await setGate('confirm');
      expect((await apply(tried.id)).code).toBe('EVAL.PASS_RATE_LOWERED');
      expect((await apply(tried.id, { confirm: true })).body.trial?.appliedAt).toBeDefined();
      expect((await apply(tried.id, { confirm: true })).status).toBe(200);
      const now = await call<{ values: object; version: number }>('GET', '/settings/escalation-policy');
      expect(now.body).toMatchObject({ values: { approveReplies: true }, version: 1 });
      await setGate('off');
      expect((await call('PATCH', '/settings/escalation-policy', { values: { approveReplies: null } })).status).toBe(
        200,
      );
    });

    it('try out which knowledge is searched before it is', async () => {
      const message = 'Do you repair broken candles?';
      const other = await addItem('Repairs', 'We repair broken candles for 7.50 €.', false);
      await addCase({ set: 'knowledge', message, expect: { cites: [other] } });
      await setGate('refuse');
      server.answer('7.50', { json: replyOutput({ reply: 'Yes, for 7.50 €.', citations: [1] }) });
      const change = () => call('PATCH', `/knowledge/items/${other}`, { active: true });
      expect((await change()).code).toBe('EVAL.CHANGE_GATED');
      expect((await call('PATCH', `/knowledge/items/${other}`, { tags: ['repair'] })).status).toBe(200);
      const tried = await run({ set: 'knowledge', proposed: { activate: [other] } });
      expect(tried).toMatchObject({ passed: 1, trial: { passedBefore: 0, lowers: false } });
      expect((await apply(tried.id)).status).toBe(200);
      const { body } = await call<{ active: boolean }>('GET', `/knowledge/items/${other}`);
      expect(body.active).toBe(true);
      await setGate('off');
    });

    it.each([
      [{ settings: [{ group: 'assistant', values: { nam: 'x' } }] }],
      [{ settings: [{ group: 'reply-style', values: { maxSentences: 0 } }] }],
      [{ activate: ['unknown'] }],
      [{}],
    ])('refuse to try %j', async (proposed) => {
      const { status, code } = await call('POST', '/eval-runs', { proposed });
      expect({ status, code }).toEqual({ status: 400, code: 'EVAL.PROPOSAL_INVALID' });
    });

    it('apply nothing that was not tried', async () => {
      const { id } = await run({ set: 'chats' });
      expect((await apply(id)).code).toBe('EVAL.NOTHING_PROPOSED');
      expect((await apply('unknown')).code).toBe('EVAL.RUN_NOT_FOUND');
    });
  });

  it('voice notes carry their words, once heard, also into what is suggested', async () => {
    const lane = new Lane();
    await lane.hears('', [{ type: 'audio', url: 'https://cdn.example/voice' }]);
    const messages = workspace.rows.collection<{ _id: string }>('messages');
    const due = new Date();
    await messages.updateOne({ conversationId: lane.id }, { $set: { voiceDueAt: due } });
    const voices = workspace.app.get(MessageVoices);
    const [message] = (await voices.due(10)).filter(({ conversationId }) => conversationId === lane.id);
    if (message === undefined) throw new Error('Nothing is due.');
    const until = new Date(Date.now() + 60_000);
    expect(await Promise.all([voices.take(message, until), voices.take(message, until)])).toContain(false);
    const transcript = { text: QUESTION, model: 'm', at: new Date() };
    await voices.settle(message, until, { changes: [{ index: 0, set: { transcript } }], nextAt: null });
    await lane.settle();
    expect(await voices.due(10)).toEqual([]);
    answersWith('It is 4.90 €.');
    expect((await lane.suggest()).question).toBe(QUESTION);
    const { body } = await call<{ items: { attachments: { transcript?: object }[] }[] }>(
      'GET',
      `/conversations/${lane.id}/messages`,
    );
    expect(body.items[0]?.attachments[0]?.transcript).toMatchObject({ text: QUESTION, model: 'm' });
    // Taken back: the words go, and so do those of the event.
    const unsend = {
      kind: 'unsend' as const,
      participantId: lane.participantId,
      at: Date.now(),
      dedupeKey: 'u',
      mid: `${lane.participantId}-1`,
    };
    const item = { kind: 'event' as const, workspaceId: owner.workspaceId as WorkspaceId, accountId: lane.accountId };
    await workspace.app.get(InboxFacade).accept([{ ...item, event: unsend }], 'tests');
    await lane.settle();
    const events = await workspace.rows.collection('inboxEvents').find({ conversationId: lane.id }).toArray();
    expect(JSON.stringify([events, await messages.find({ conversationId: lane.id }).toArray()])).not.toContain(
      QUESTION,
    );
  });
});

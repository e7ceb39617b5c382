import { LANE } from '../../../test/support/automation-player';
import { standIn } from '../../../test/support/stand-in';
import type { JsonObject } from '../../conversations';
import type { EscalationsFacade } from '../../escalations';
import type {
  IntentClassifier,
  KnowledgeGaps,
  Agents,
  JudgedAgentTurn,
  Replies,
  ReplyProposal,
  ReplyToPropose,
} from '../../knowledge';
import { Contributions } from '../../shared/kernel';
import { AiError } from '../../shared/providers/ai';
import type { AgentTools } from '../agent/agent-tools';
import type { ConversationMemory } from '../ai/conversation-memory';
import type { ProposedReply, ReplyDrafts } from '../drafts/reply-drafts.service';
import { AiAgentExecutor } from './ai-agent.executor';
import { AiReplyExecutor } from './ai-reply.executor';
import { DetectIntentExecutor } from './detect-intent.executor';
import { HandoverWords } from './handover-words';
import { TaskExecutors } from './task-executors';

const PROPOSAL: ReplyProposal = {
  action: 'send',
  text: 'At nine.',
  mode: 'generated',
  reason: 'passed',
  escalationReason: null,
  holdMinutes: null,
  severity: null,
  language: 'en',
  citations: [{ chunkId: 'c', itemId: 'k', title: 'Hours' }],
  failed: [],
  tags: [],
  usage: { provider: 'p', model: 'm', promptTokens: 3, completionTokens: 2, calls: 1 },
  prompt: [],
};
const ASKER = { versionId: 'fv1', nodeId: 'n1', goal: 'lead' };
const TURN: JudgedAgentTurn = {
  reply: 'Which size?',
  slots: {},
  done: false,
  stopped: false,
  escalate: false,
  calls: [],
  language: 'en',
};

function setUp({
  proposal = {},
  turn = {},
  error,
  ownText,
  again,
}: {
  proposal?: Partial<ReplyProposal>;
  turn?: Partial<JudgedAgentTurn>;
  error?: Error;
  ownText?: string;
  again?: boolean;
} = {}) {
  const contributions = new Contributions();
  const executors = new TaskExecutors(contributions);
  const asked: ReplyToPropose[] = [];
  const gaps: string[] = [];
  const charged: [string, unknown][] = [];
  const askedFor: string[] = [];
  const drafted: { proposed: ProposedReply; effectId: string }[] = [];
  const memory = standIn<ConversationMemory>({
    of: async (_lane, _said, wishes) => {
      charged.push(['memory', wishes?.flow]);
      return { history: [{ from: 'bot', text: 'Hi' }], summary: 'before' };
    },
  });
  const drafts = standIn<ReplyDrafts>({
    propose: async (_lane, proposed, effectId) => (drafted.push({ proposed, effectId }), { draftId: 'd1' }),
  });
  const fail = () => {
    if (error !== undefined) throw error;
  };
  const words = new HandoverWords(
    standIn<EscalationsFacade>({
      holdingText: async (_workspace, _conversation, language) => {
        askedFor.push(language);
        return { text: ownText ?? null, again: again === true };
      },
    }),
  );
  new AiReplyExecutor(
    contributions,
    standIn<Replies>({ propose: async (reply) => (fail(), asked.push(reply), { ...PROPOSAL, ...proposal }) }),
    memory,
    drafts,
    words,
    standIn<KnowledgeGaps>({ note: async ({ question }) => void gaps.push(question) }),
  );
  new AiAgentExecutor(
    contributions,
    standIn<Agents>({ take: async ({ flow }) => (fail(), charged.push(['agent', flow]), { ...TURN, ...turn }) }),
    standIn<AgentTools>({ of: (_names, { flow }) => (charged.push(['tools', flow]), []) }),
    memory,
    drafts,
    words,
  );
  new DetectIntentExecutor(
    contributions,
    standIn<IntentClassifier>({
      classify: async ({ flow }) => (charged.push(['intent', flow]), { intent: null, confidence: 0, by: 'model' }),
    }),
  );
  const run = (kind: string, input: JsonObject) =>
    executors.run(LANE, { id: 't1', kind, input: { instructions: 'Answer.', text: 'when?', ...input }, asker: ASKER });
  return { run, asked, drafted, gaps, askedFor, charged };
}

it('charges the flow that asks with all that it takes', async () => {
  const { run, asked, charged } = setUp();
  await run('ai_reply', {});
  expect(asked[0]?.flow).toEqual(ASKER);
  await run('ai_agent', {});
  await run('detect_intent', { intents: [] });
  expect(charged).toEqual(['memory', 'memory', 'tools', 'agent', 'intent'].map((what) => [what, ASKER]));
});

describe('ai_reply', () => {
  it('answers with what may be sent, and says on what it rests', async () => {
    const { run, asked } = setUp();
    expect(await run('ai_reply', { knowledgeItemIds: ['k'], settings: { tone: 'warm', maxSentences: 2 } })).toEqual({
      ok: true,
      value: {
        text: 'At nine.',
        reason: 'passed',
        mode: 'generated',
        citations: [{ itemId: 'k', title: 'Hours' }],
        usage: { model: 'm', promptTokens: 3, completionTokens: 2 },
      },
    });
    expect(asked[0]).toMatchObject({
      workspaceId: LANE.workspaceId,
      task: 'Answer.',
      message: { text: 'when?' },
      summary: 'before',
      knowledge: { itemIds: ['k'] },
      style: { tone: 'warm', maxSentences: 2 },
    });
  });

  it('leaves knowledge alone where the node says so', async () => {
    const { run, asked } = setUp();
    await run('ai_reply', { settings: { useKnowledge: false } });
    await run('ai_reply', {});
    expect(asked.map(({ knowledge }) => knowledge)).toEqual([null, {}]);
  });

  it('notes what the knowledge has no answer to, where it was asked', async () => {
    const unanswered = { action: 'handoff' as const, reason: 'cannot_answer' as const, citations: [] };
    const { run, gaps } = setUp({ proposal: unanswered });
    await run('ai_reply', { text: 'do you repair bicycles' });
    await run('ai_reply', { text: 'do you repair bicycles', settings: { useKnowledge: false } });
    await setUp().run('ai_reply', {});
    expect(gaps).toEqual(['do you repair bicycles']);
  });

  it('hands over with a last word', async () => {
    const { run, drafted } = setUp({
      proposal: { action: 'handoff', text: 'A colleague will answer.', reason: 'crisis' },
    });
    expect(await run('ai_reply', {})).toMatchObject({
      ok: true,
      value: { text: 'A colleague will answer.', escalate: true, reason: 'crisis' },
    });
    expect(drafted).toEqual([]);
  });

  it.each<[string, { ownText?: string; again?: boolean; proposal?: { text: string } }, string]>([
    ['in the words of the workspace', { ownText: 'One moment.' }, 'One moment.'],
    [
      'when one was called before',
      { again: true },
      'I have added this to your request. A colleague will get back to you here.',
    ],
    ['not at all, where nothing is to be said', { ownText: 'One moment.', proposal: { text: '' } }, ''],
  ])('tells that a person will answer %s, and how urgent it is', async (_, { proposal, ...said }, text) => {
    const handoff = { action: 'handoff' as const, severity: 'critical' as const, ...proposal };
    const { run } = setUp({ proposal: handoff, ...said });
    expect(await run('ai_reply', {})).toMatchObject({
      ok: true,
      value: { text, escalate: true, severity: 'critical' },
    });
  });

  it('keeps what a person should see first as a draft, and says nothing', async () => {
    const { run, drafted } = setUp({ proposal: { action: 'draft', reason: 'approval_wanted' } });
    expect(await run('ai_reply', {})).toMatchObject({ ok: true, value: { text: '', escalate: true, draftId: 'd1' } });
    const proposed = {
      text: 'At nine.',
      question: 'when?',
      reason: 'approval_wanted',
      citations: [{ itemId: 'k', title: 'Hours' }],
    };
    expect(drafted).toEqual([{ effectId: 't1', proposed }]);
  });
});

describe('ai_agent', () => {
  const input = { slots: [{ key: 'size', question: 'Which size?', required: true, value: null }], turn: 0 };

  it('proposes its turn', async () => {
    const { run } = setUp({ turn: { calls: [{ tool: 'check_hours', arguments: {}, ok: true }] } });
    expect(await run('ai_agent', input)).toEqual({
      ok: true,
      value: {
        reply: 'Which size?',
        slots: {},
        done: false,
        stopped: false,
        escalate: false,
        reason: '',
        calls: [{ tool: 'check_hours', arguments: {}, ok: true }],
      },
    });
  });

  it.each<[string, { ownText?: string; again?: boolean }, string]>([
    ['in the words of the workspace', { ownText: 'Un instante.' }, 'Un instante.'],
    [
      'when one was called before',
      { again: true },
      'Lo he añadido a tu consulta. Alguien del equipo te responderá aquí.',
    ],
    ['in words of Parley', {}, 'Gracias por tu mensaje.'],
  ])('hands over %s, in the customer’s language, and says how urgent it is', async (_, said, reply) => {
    const turn = { escalate: true, severity: 'high' as const, reply: 'Gracias por tu mensaje.', language: 'es' };
    const { run, askedFor } = setUp({ turn, ...said });
    expect(await run('ai_agent', input)).toMatchObject({
      ok: true,
      value: { reply, escalate: true, severity: 'high' },
    });
    expect(askedFor).toEqual(['es']);
  });

  it('says nothing where nothing is to be said', async () => {
    const { run } = setUp({ turn: { escalate: true, reply: '' }, ownText: 'One moment.' });
    expect(await run('ai_agent', input)).toMatchObject({ ok: true, value: { reply: '', severity: null } });
  });

  it('leaves what a person should see first to them', async () => {
    const { run, drafted } = setUp({ turn: { reply: '', draft: 'It costs 9 €.', escalate: true, reason: 'doubtful' } });
    expect(await run('ai_agent', input)).toMatchObject({
      ok: true,
      value: { reply: '', escalate: true, draftId: 'd1' },
    });
    expect(drafted[0]?.proposed).toMatchObject({ text: 'It costs 9 €.', reason: 'doubtful' });
  });
});

describe.each(['ai_reply', 'ai_agent'])('%s', (kind) => {
  it('ends in an error that the flow can go on from when the model fails', async () => {
    const { run } = setUp({ error: new AiError('transient', 'The model did not answer.') });
    expect(await run(kind, {})).toEqual({ ok: false, error: 'The model did not answer.' });
  });

  it('is tried again when something else fails', async () => {
    const { run } = setUp({ error: new Error('the store is away') });
    await expect(run(kind, {})).rejects.toThrow('the store is away');
  });
});

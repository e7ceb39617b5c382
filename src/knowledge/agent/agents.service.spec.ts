import { replyRequest } from '../../../test/support/reply-fixtures';
import { standIn } from '../../../test/support/stand-in';
import type { WorkspaceId } from '../../shared/kernel';
import type { ReplySettingsReader } from '../reply/reply-settings.service';
import type { AgentTurns } from './agent-turns';
import { Agents, type AgentToLead } from './agents.service';
import type { AgentProposal, AgentTool, AgentTurnInput } from './domain/agent-turn';

const PROPOSAL: AgentProposal = {
  reply: 'Which size would you like?',
  slots: { colour: 'blue' },
  done: false,
  stopped: false,
  escalate: false,
  calls: [],
  by: 'model',
};
const TALK: AgentToLead = {
  workspaceId: 'w1' as WorkspaceId,
  instructions: 'Sell cups.',
  text: 'a blue cup please',
  history: [{ from: 'person', text: 'Hello, Ann here.' }],
  slots: [],
  endCondition: null,
  stopCondition: null,
  turn: 0,
  tools: [],
};

function setUp(proposal: Partial<AgentProposal> = {}, mode: 'full_auto' | 'assist' | 'info_only' = 'full_auto') {
  const inputs: AgentTurnInput[] = [];
  const request = replyRequest();
  const settings = { ...request.settings, policy: { ...request.settings.policy, mode } };
  const turns = standIn<AgentTurns>({
    take: async (_scope, input, tools: readonly AgentTool[]) => {
      inputs.push(input);
      for (const tool of tools) await tool.run({});
      return { ...PROPOSAL, ...proposal };
    },
  });
  const reader = standIn<ReplySettingsReader>({ of: async () => ({ settings, business: request.business }) });
  const take = (talk: Partial<AgentToLead> = {}) =>
    new Agents(turns, reader).take({ ...TALK, ...talk }, { deadlineMs: 5_000 });
  return { take, inputs };
}

const knowing = (told: string, name = 'search_knowledge'): AgentTool => ({
  name,
  description: name,
  parameters: {},
  run: async () => Promise.resolve({ ok: true, told }),
});

describe('Agents', () => {
  it('says what the model says when nothing speaks against it', async () => {
    const { take, inputs } = setUp();
    expect(await take()).toEqual({
      reply: 'Which size would you like?',
      slots: { colour: 'blue' },
      done: false,
      stopped: false,
      escalate: false,
      calls: [],
      language: 'en',
    });
    expect(inputs[0]).toMatchObject({ language: 'en', history: [{ from: 'business', text: 'Hello, Ann here.' }] });
    expect(inputs[0]?.boundary).toMatch(/^[0-9a-f]{16}$/);
  });

  it('says amounts that a tool bears out', async () => {
    const { take } = setUp({ reply: 'The cup costs 12.50 €.' });
    expect(await take({ tools: [knowing('Cups:\nA cup costs 12.50 €.')] })).toMatchObject({
      reply: 'The cup costs 12.50 €.',
      escalate: false,
    });
  });

  it.each<[string, string, AgentTool[]]>([
    ['an amount that nobody has said', 'The cup costs 12.50 €.', []],
    [
      'an amount of a tool that the business does not answer for',
      'The cup costs 12.50 €.',
      [knowing('12.50 €', 'read_contact')],
    ],
  ])('leaves %s to a person', async (_name, reply, tools) => {
    const { take } = setUp({ reply });
    expect(await take({ tools })).toMatchObject({ reply: '', draft: reply, escalate: true });
  });

  it.each([
    ['a link to elsewhere', 'See https://evil.example/x for it.'],
    ['a person that it is not', 'I am a real human being, my name is Ann.'],
    ['an address of somebody', 'Write to bob@stranger.example.'],
  ])('never says %s', async (_name, reply) => {
    const { take } = setUp({ reply });
    const turn = await take();
    expect(turn).toMatchObject({ escalate: true });
    expect(turn.reply).not.toContain(reply);
    expect(turn.draft).toBeUndefined();
  });

  it('hands over at once where somebody may come to harm, without asking a model', async () => {
    const { take, inputs } = setUp();
    expect(await take({ text: 'I want to kill myself' })).toMatchObject({
      escalate: true,
      severity: 'critical',
      slots: {},
      calls: [],
    });
    expect(inputs).toEqual([]);
  });

  it.each(['model', 'rules'] as const)(
    'tells the customer of a person that the %s calls without a word',
    async (by) => {
      const { take } = setUp({ by, escalate: true, reply: '' });
      expect(await take()).toMatchObject({ escalate: true, reply: expect.stringContaining('A colleague') });
    },
  );

  it('says how urgent the model takes it to be', async () => {
    const { take } = setUp({ escalate: true, severity: 'high', reply: 'I will get somebody.' });
    expect(await take()).toMatchObject({ escalate: true, severity: 'high', language: 'en' });
  });

  it('asks what the author wrote where there is no model', async () => {
    const { take } = setUp({ by: 'rules', reply: 'Is 12.50 € fine for you?' });
    expect(await take()).toMatchObject({ reply: 'Is 12.50 € fine for you?', escalate: false });
  });

  it('wants a person as the model does, with a line of the program', async () => {
    const { take } = setUp({ escalate: true, reason: 'angry', reply: 'Sorry, I will get somebody.' });
    const turn = await take();
    expect(turn).toMatchObject({ escalate: true, reason: 'angry' });
    expect(turn.reply).toContain('A colleague will get back to you');
  });
});

import { LANE } from '../../../test/support/automation-player';
import { standIn } from '../../../test/support/stand-in';
import type { JsonObject, TaskDraft, TaskOutcome } from '../../conversations';
import type { CrmFacade } from '../../crm';
import { AGENT_TOOLS } from '../../flows';
import type { FoundKnowledge, KnowledgeScope, KnowledgeSearch } from '../../knowledge';
import type { Clock } from '../../shared/kernel';
import type { WorkspaceSettings } from '../../workspace';
import type { TaskExecutors } from '../executors/task-executors';
import { AGENT_TOOL_FORMS } from './agent-tool-forms';
import { AgentTools } from './agent-tools';

const FLOW = { versionId: 'v1', nodeId: 'agent', goal: 'lead' };
const HOURS = { timeZone: 'UTC', weekly: { monday: [{ from: '09:00', to: '17:00' }] }, exceptions: [] };

function setUp() {
  const ran: TaskDraft[] = [];
  const searched: KnowledgeScope[] = [];
  const searchedFor: (string | undefined)[] = [];
  const world = {
    outcome: { ok: true, value: {} } as TaskOutcome,
    found: { chunks: [], mode: 'lexical' } as FoundKnowledge,
  };
  const tools = new AgentTools(
    standIn<TaskExecutors>({ run: async (_lane, task) => (ran.push(task), world.outcome) }),
    standIn<CrmFacade>({
      contactView: async () => ({
        name: 'Mia',
        stage: 'won',
        tags: ['vip'],
        ownerId: 'ann' as never,
        fields: { size: 'M' },
      }),
    }),
    standIn<KnowledgeSearch>({
      search: async (scope, _question, _wishes, asked) => {
        searched.push(scope);
        searchedFor.push(asked?.flow?.versionId);
        return world.found;
      },
    }),
    standIn<Clock>({ now: () => new Date('2026-01-05T08:00:00Z') }),
    { reader: () => ({ of: async () => HOURS }) } as unknown as WorkspaceSettings,
  );
  const use = async (name: string, args: Record<string, unknown> = {}, knowledgeItemIds: string[] = []) => {
    const [tool] = tools.of([name], { lane: LANE, taskId: 't1', knowledgeItemIds, flow: FLOW });
    if (tool === undefined) throw new Error(`There is no tool ${name}.`);
    return tool.run(args);
  };
  return { tools, use, ran, searched, searchedFor, world };
}

describe('what agents may have done', () => {
  it('has a form for each tool, and only those that were allowed are handed over', () => {
    const { tools } = setUp();
    expect(AGENT_TOOL_FORMS.map(({ name }) => name).sort()).toEqual([...AGENT_TOOLS].sort());
    const scope = { lane: LANE, taskId: 't1', knowledgeItemIds: [] };
    expect(tools.of(['add_note', 'delete_everything'], scope).map(({ name }) => name)).toEqual(['add_note']);
    expect(tools.of([], scope)).toEqual([]);
  });

  it('never lets the model say whom it is about', () => {
    const named = JSON.stringify(AGENT_TOOL_FORMS.map(({ parameters }) => parameters));
    expect(named).not.toMatch(/workspaceId|contactId|conversationId|accountId|userId|ownerId/);
  });

  it.each<[string, Record<string, unknown>, string, JsonObject]>([
    [
      'update_contact',
      { name: 'Mia', stage: 'won', ownerId: 'me', addTags: ['vip'], workspaceId: 'w2', fields: { size: 'M', n: 1 } },
      'update_contact',
      { set: { name: 'Mia', fields: { size: 'M' } }, addTags: [], removeTags: [] },
    ],
    ['add_note', { text: 'x', contactId: 'c2' }, 'add_note', { text: 'x' }],
    ['create_task', { title: 'Call', assigneeId: 'bob', priority: 'high' }, 'create_task', { title: 'Call' }],
    [
      'capture_goal',
      { goal: 'lead', fields: { name: 'Mia', x: {} }, value: 9 },
      'capture_goal',
      { goal: 'lead', fields: { name: 'Mia' } },
    ],
    [
      'http_request',
      { url: 'https://api.example.com/x', method: 'DELETE', headers: { authorization: 'x' }, body: 'x' },
      'http_request',
      { url: 'https://api.example.com/x', method: 'GET' },
    ],
  ])('%s takes only what it is for', async (name, args, kind, input) => {
    const { use, ran } = setUp();
    expect(await use(name, args)).toEqual({ ok: true, told: 'Done.' });
    expect(ran).toEqual([{ id: expect.any(String) as string, kind, input }]);
  });

  it('does the same act of the same turn once, and another one beside it', async () => {
    const { use, ran } = setUp();
    await use('add_note', { text: 'x' });
    await use('add_note', { text: 'x' });
    await use('add_note', { text: 'y' });
    expect(new Set(ran.map(({ id }) => id)).size).toBe(2);
  });

  it('tells the model when an act was refused', async () => {
    const { use, world } = setUp();
    world.outcome = { ok: false, error: 'email must be an address' };
    expect(await use('update_contact', { email: 'x' })).toEqual({
      ok: false,
      told: 'Refused: email must be an address',
    });
  });

  it('shows of the contact what the person may know', async () => {
    const { use } = setUp();
    expect((await use('read_contact')).told).toBe('{"name":"Mia","fields":{"size":"M"}}');
  });

  it('searches the workspace of the conversation, in the items that the node names', async () => {
    const { use, searched, searchedFor, world } = setUp();
    expect((await use('search_knowledge', { question: 'returns?', workspaceId: 'w2' })).told).toBe(
      'Nothing is known about it.',
    );
    world.found = {
      chunks: [{ id: 'k', itemId: 'i', title: 'Returns', text: '14 days', score: 1, source: { kind: 'text' } }],
      mode: 'hybrid',
    };
    expect((await use('search_knowledge', { question: 'returns?' }, ['i'])).told).toBe('Returns:\n14 days');
    expect(searched).toEqual([{ workspaceId: LANE.workspaceId }, { workspaceId: LANE.workspaceId, itemIds: ['i'] }]);
    expect(searchedFor).toEqual(['v1', 'v1']);
    expect(await use('search_knowledge', { question: 1 })).toMatchObject({ ok: false });
  });

  it('tells whether the business is open, and when next', async () => {
    const { use } = setUp();
    expect(JSON.parse((await use('check_hours')).told)).toMatchObject({
      openNow: false,
      opensNext: '2026-01-05T09:00:00.000Z',
    });
  });
});

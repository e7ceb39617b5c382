import { ManualClock } from '../../../test/support/manual-clock';
import {
  completion,
  PASSAGES,
  promptOf,
  replyOutput,
  replyRequest,
  scriptedCalls,
} from '../../../test/support/reply-fixtures';
import { standIn } from '../../../test/support/stand-in';
import { DomainError, type WorkspaceId } from '../../shared/kernel';
import type { DiagnosticEvent, DiagnosticLog, Telemetry } from '../../shared/observability';
import type { AskingFlow } from '../ai/ai-calls.port';
import { ExtractiveComposer } from '../ask/extractive-composer';
import type { KnowledgeScope } from '../domain/found-chunks';
import type { InactivePassages } from '../search/inactive-passages.service';
import type { KnowledgeSearch } from '../search/knowledge-search.service';
import { Replies, type ReplyToPropose } from './replies.service';
import { ReplyPassages } from './reply-passages.service';
import { ReplyComposer } from './reply-composer.service';
import type { ReplySettingsReader, StyleWishes } from './reply-settings.service';

const REPLY: ReplyToPropose = {
  workspaceId: 'w1' as WorkspaceId,
  conversationId: 'v1',
  flow: { versionId: 'fv1', nodeId: 'n1', goal: 'lead' },
  task: null,
  message: { text: 'How much is shipping to Germany?' },
  history: [],
  summary: null,
  knowledge: { itemIds: ['k1'] },
};

async function propose(changes: Partial<ReplyToPropose> = {}, search?: () => never) {
  const { calls, requests, scopes } = scriptedCalls([completion({ json: replyOutput() })]);
  const searched: { scope: KnowledgeScope; query: string }[] = [];
  const searchedFor: AskingFlow[] = [];
  const wishes: (StyleWishes | undefined)[] = [];
  const logged: DiagnosticEvent[] = [];
  const warned: string[] = [];
  const clock = new ManualClock();
  const { settings, business } = replyRequest();
  const replies = new Replies(
    standIn<ReplySettingsReader>({ of: async (_id, style) => (wishes.push(style), { settings, business }) }),
    new ReplyPassages(
      standIn<KnowledgeSearch>({
        search: async (scope, query, _wishes, { flow } = {}) => {
          searched.push({ scope, query });
          if (flow !== undefined) searchedFor.push(flow);
          search?.();
          return { mode: 'lexical', chunks: PASSAGES.map(({ chunkId, ...chunk }) => ({ ...chunk, id: chunkId })) };
        },
      }),
      standIn<InactivePassages>({}),
      standIn<Telemetry>({ logger: standIn<Telemetry['logger']>({ event: (_level, text) => void warned.push(text) }) }),
    ),
    new ReplyComposer(calls, new ExtractiveComposer(), clock),
    standIn<DiagnosticLog>({ isOn: () => true, log: (event) => void logged.push(event) }),
    clock,
  );
  const proposal = await replies.propose({ ...REPLY, ...changes });
  return { proposal, requests, scopes, searched, searchedFor, wishes, logged, warned };
}

describe('a proposal', () => {
  it('is made of what a search in the wanted items finds', async () => {
    const { proposal, searched, requests } = await propose();
    expect(searched).toEqual([{ scope: { workspaceId: 'w1', itemIds: ['k1'] }, query: REPLY.message.text }]);
    expect(promptOf(requests[0]).user).toContain('Shipping to Germany costs 4.90 €');
    expect(proposal).toMatchObject({ action: 'send', citations: [{ chunkId: 'c1' }] });
  });

  it('is charged to the flow that asks, with its search', async () => {
    const { scopes, searchedFor } = await propose();
    expect(searchedFor).toEqual([REPLY.flow]);
    expect(scopes).toMatchObject([{ workspaceId: 'w1', conversationId: 'v1', purpose: 'reply', flow: REPLY.flow }]);
  });

  it('searches for a short message together with the one before', async () => {
    const history = [
      { from: 'customer' as const, text: 'What is shipping to Germany?' },
      { from: 'bot' as const, text: '4.90 €' },
    ];
    const { searched } = await propose({ message: { text: 'and to Spain?' }, history });
    expect(searched[0]?.query).toBe('What is shipping to Germany?\nand to Spain?');
  });

  it('searches nothing where no knowledge is wanted', async () => {
    const { searched, requests } = await propose({ knowledge: null });
    expect(searched).toEqual([]);
    expect(promptOf(requests[0]).user).not.toContain('knowledge 1');
  });

  it('is possible while the index is away, but nothing is sent that it would have to bear out', async () => {
    const { proposal, warned } = await propose({}, () => {
      throw new DomainError('KNOWLEDGE.SEARCH_UNAVAILABLE', 'unavailable', 'away');
    });
    expect(proposal).toMatchObject({ action: 'draft', reason: 'doubtful', citations: [] });
    expect(warned).toEqual(['reply without knowledge']);
  });

  it('does not hide a defect of the search', async () => {
    const broken = () => {
      throw new TypeError('ours');
    };
    await expect(propose({}, broken)).rejects.toThrow('ours');
  });

  it('is noted without what was said', async () => {
    const { logged, wishes } = await propose({ style: { tone: 'dry' } });
    expect(wishes).toEqual([{ tone: 'dry' }]);
    expect(logged).toMatchObject([
      {
        category: 'ai_timing',
        message: 'reply.proposed',
        conversationId: 'v1',
        details: { action: 'send', failed: '' },
      },
    ]);
    expect(JSON.stringify(logged)).not.toContain('Germany');
  });
});

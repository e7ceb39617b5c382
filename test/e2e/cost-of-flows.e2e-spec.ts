import { DISCLOSURE } from '../support/demo-texts';
import { ModelServer } from '../support/model-server';
import { Parley, tokenIn, until } from '../support/parley';
import { dataOf } from '../support/people';
import { callRaw } from '../support/raw-api';
import { replyOutput } from '../support/reply-fixtures';

const USAGE = { prompt: 1_000, completion: 100 };

interface Costs {
  isExact: boolean;
  items: { key: string; costUsd: number; tokens: number }[];
  total: { costUsd: number; tokens: number; calls: number };
}

describe('what a flow asks a model', () => {
  let server: ModelServer;
  let parley: Parley;
  let token: string;
  let versionId: string;

  beforeAll(async () => {
    server = await ModelServer.start();
    const env = { AI_PROVIDER: 'openai', AI_BASE_URL: server.baseUrl, AI_API_KEY: 'sk-1234', AI_MODEL: 'gpt-4.1-mini' };
    parley = await Parley.start({ env });
    server.answer(() => true, { json: replyOutput({ citations: [] }), usage: USAGE });
    const { email, password } = parley.owner;
    token = tokenIn((await parley.client.POST('/v1/auth/login', { body: { email, password } })).data);
    versionId = await automate();
  });
  afterAll(async () => {
    await parley.stop();
    await server.stop();
  });

  const call = async <T>(method: string, address: string, body?: unknown) => {
    const path = `/v1/workspaces/${parley.owner.workspaceId}${address}`;
    const answer = await callRaw(parley, path, { method, token, body });
    expect(answer.status).toBeLessThan(300);
    return answer.json as T;
  };
  const costBy = (by: string) => call<Costs>('GET', `/reports/cost?by=${by}`);

  it('is what it costs, exactly, and what its goal costs', async () => {
    const person = await parley.newCustomer('Jane');
    await parley.simulator.customer(person.id).sendsText('Do you deliver to Germany?');
    await until(async () => (await costBy('flow')).total.calls > 0, 30_000, 'the model to be asked');
    await parley.settled();
    // The reply and the search for it: nothing else has asked anything.
    const byFlow = await costBy('flow');
    const { costUsd, tokens } = byFlow.total;
    expect(tokens).toBeGreaterThanOrEqual(USAGE.prompt + USAGE.completion);
    expect(byFlow).toMatchObject({ isExact: true, items: [{ key: versionId, costUsd, tokens }] });
    expect(await costBy('goal')).toMatchObject({ isExact: true, items: [{ key: 'lead', costUsd, tokens }] });
    const nodes = await call<{ items: { key: string }[] }>('GET', '/ai/usage?by=node');
    expect(nodes.items.map(({ key }) => key)).toEqual([`${versionId}:answer`]);
  });

  async function automate(): Promise<string> {
    const definition = {
      nodes: [
        { id: 'start', type: 'trigger', data: { match: { mode: 'any' } } },
        { id: 'answer', type: 'ai_reply', data: { instructions: 'Answer.', joinSeconds: 1 } },
        { id: 'lead', type: 'capture_goal', data: { goal: 'lead' } },
        { id: 'person', type: 'handoff', data: { reason: 'needs a person' } },
      ],
      edges: [
        { id: '1', source: 'start', target: 'answer' },
        { id: '2', source: 'answer', target: 'lead' },
        { id: '3', source: 'answer', sourceHandle: 'escalate', target: 'person' },
        { id: '4', source: 'answer', sourceHandle: 'error', target: 'person' },
        { id: '5', source: 'lead', target: 'person' },
      ],
      settings: { disclosure: { text: DISCLOSURE } },
    };
    // The flows of the demo would answer, too.
    const { items } = await call<{ items: { id: string }[] }>('GET', '/automation-instances?limit=50');
    for (const { id } of items) await call('PATCH', `/automation-instances/${id}`, { isActive: false });
    const { id: draftId } = await dataOf(
      parley.client.POST('/v1/admin/flow-drafts', { body: { name: 'Leads', definition } }),
    );
    const published = await dataOf(
      parley.client.POST('/v1/admin/flow-drafts/{draftId}/publish', {
        params: { path: { draftId } },
        body: { runningSessions: 'finish' },
      }),
    );
    await call('POST', '/automation-instances', { templateId: published.templateId, name: 'Leads', isActive: true });
    return published.versionId;
  }
});

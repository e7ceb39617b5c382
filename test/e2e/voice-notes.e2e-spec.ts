import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DISCLOSURE, first } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { ModelServer } from '../support/model-server';
import { Parley, tokenIn, until } from '../support/parley';
import { dataOf } from '../support/people';
import { callRaw } from '../support/raw-api';

/** What makes a recording of bytes: nobody listens to the rest. */
const M4A = Buffer.concat([Buffer.from('0000001c667479704d344120000000004d344120', 'hex'), Buffer.alloc(500, 7)]);
const ANSWER = 'We ship in three days.';
const OTHERWISE = 'Please write to us.';
const WITHIN_MS = 30_000;

/** Words of voice notes come from a server that says what it is told; nothing listens. */
describe('voice notes', () => {
  let server: ModelServer;
  let parley: Parley;
  let token: string;

  beforeAll(async () => {
    server = await ModelServer.start();
    const env = { AI_PROVIDER: 'openai', AI_BASE_URL: server.baseUrl, AI_API_KEY: 'sk-1234', AI_MODEL: 'gpt-4.1-mini' };
    parley = await Parley.start({ env });
    const { email, password } = parley.owner;
    token = tokenIn((await parley.client.POST('/v1/auth/login', { body: { email, password } })).data);
    await automate();
  });
  afterAll(async () => {
    await parley.stop();
    await server.stop();
  });
  beforeEach(() => server.reset());

  const call = async <T>(method: string, address: string, body?: unknown) => {
    const answer = await callRaw(parley, `/v1/workspaces/${parley.owner.workspaceId}${address}`, {
      method,
      token,
      body,
    });
    expect(answer.status).toBeLessThan(300);
    return answer.json as T;
  };
  const speaking = async () => {
    const person = await parley.newCustomer('Jane');
    const { url } = await parley.simulator.createMedia('audio/mp4', M4A);
    const acts = parley.simulator.customer(person.id);
    await acts.sendsAttachment('audio', url);
    return { person, acts, inbox: new Inbox(parley, person) };
  };
  const sent = async (person: Parameters<Parley['sentTo']>[0], count: number) => {
    await until(async () => (await parley.sentTo(person)).length >= count, WITHIN_MS, 'an answer');
    await parley.settled();
    return parley.sentTo(person);
  };
  interface Spoken {
    attachments: { transcript?: { text: string }; transcriptProblem?: string }[];
  }
  const spoken = async (inbox: Inbox): Promise<Spoken['attachments'][number] | undefined> => {
    const { items } = await call<{ items: Spoken[] }>('GET', `/conversations/${await inbox.conversationId()}/messages`);
    return items.flatMap(({ attachments }) => attachments).at(-1);
  };

  it('are answered by what they say, once, and show it', async () => {
    server.heard = 'How long is shipping?';
    const { person, inbox } = await speaking();
    expect(await sent(person, 1)).toEqual([first(ANSWER)]);
    expect(await spoken(inbox)).toMatchObject({ transcript: { text: 'How long is shipping?' } });
    expect(server.requests.filter(({ path: asked }) => asked === '/audio/transcriptions')).toHaveLength(1);
  });

  it('wait for their words together with what is written meanwhile', async () => {
    let open = () => {};
    const held = new Promise<void>((resolve) => (open = resolve));
    server.gate = () => held;
    server.heard = 'How long is';
    const { person, acts } = await speaking();
    await until(() => Promise.resolve(server.requests.length > 0), WITHIN_MS, 'the provider to be asked');
    await acts.sendsText('the shipping?');
    await parley.simulator.whenIdle();
    expect(await parley.sentTo(person)).toEqual([]);
    open();
    expect(await sent(person, 1)).toEqual([first(ANSWER)]);
  });

  it('are answered as what they are when they say nothing', async () => {
    server.heard = ' ';
    const { person, inbox } = await speaking();
    expect(await sent(person, 1)).toEqual([first(OTHERWISE)]);
    expect(await spoken(inbox)).toMatchObject({ transcriptProblem: 'silent' });
  });

  it('are not heard where the workspace does not want it', async () => {
    await call('PATCH', '/settings/voice-notes', { values: { transcribe: false } });
    // Both processes know of the change within a second, and this answer comes after it.
    const { person } = await speaking();
    expect(await sent(person, 1)).toEqual([first(OTHERWISE)]);
    expect(server.requests).toEqual([]);
  });

  it('leave no words in any log', () => {
    const folder = path.dirname(parley.worker.log);
    expect(readdirSync(folder).length).toBeGreaterThan(0);
    expect(parley.logs()).not.toContain('How long is');
  });

  async function automate(): Promise<void> {
    const definition = {
      nodes: [
        { id: 'start', type: 'trigger', data: { match: { mode: 'keywords', keywords: ['shipping'] }, priority: 5 } },
        { id: 'any', type: 'trigger', data: { match: { mode: 'any' } } },
        { id: 'answer', type: 'send_message', data: { text: ANSWER } },
        { id: 'other', type: 'send_message', data: { text: OTHERWISE } },
        { id: 'human', type: 'trigger', data: { match: { mode: 'keywords', keywords: ['human'] }, priority: 9 } },
        { id: 'person', type: 'handoff', data: { reason: 'wants a person' } },
        { id: 'end', type: 'end', data: {} },
      ],
      edges: [
        { id: '1', source: 'start', target: 'answer' },
        { id: '2', source: 'any', target: 'other' },
        { id: '3', source: 'answer', target: 'end' },
        { id: '4', source: 'other', target: 'end' },
        { id: '5', source: 'human', target: 'person' },
      ],
      settings: { disclosure: { text: DISCLOSURE } },
    };
    // The flows of the demo would answer, too.
    const { items } = await call<{ items: { id: string }[] }>('GET', '/automation-instances?limit=50');
    for (const { id } of items) await call('PATCH', `/automation-instances/${id}`, { isActive: false });
    const { id: draftId } = await dataOf(
      parley.client.POST('/v1/admin/flow-drafts', { body: { name: 'Voice', definition } }),
    );
    const { templateId } = await dataOf(
      parley.client.POST('/v1/admin/flow-drafts/{draftId}/publish', {
        params: { path: { draftId } },
        body: { runningSessions: 'finish' },
      }),
    );
    await call('POST', '/automation-instances', { templateId, name: 'Voice', isActive: true });
  }
});

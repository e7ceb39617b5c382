import { DISCLOSURE, first } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley, tokenIn, until } from '../support/parley';
import { dataOf } from '../support/people';
import { callRaw } from '../support/raw-api';

/** Asked in words that start none of the flows of the demo. */
const QUESTION = 'Do you deliver to Germany?';
const DELIVERY = 'We deliver to Germany within three days for 4.90 €.';

interface Draft {
  id: string;
  text: string;
  reason: string;
  conversationId: string;
}

/** Without a language model: answers are sentences of the knowledge, and what it does not hold goes to a person. */
describe('a flow that answers from knowledge', () => {
  let parley: Parley;
  let base: string;
  let token: string;

  beforeAll(async () => {
    parley = await Parley.start();
    base = `/v1/workspaces/${parley.owner.workspaceId}`;
    const { email, password } = parley.owner;
    token = tokenIn((await parley.client.POST('/v1/auth/login', { body: { email, password } })).data);
    await know('Delivery', DELIVERY);
    await automate();
  });
  afterAll(() => parley.stop());

  const call = async <T>(method: string, path: string, body?: unknown) => {
    const answer = await callRaw(parley, `${base}${path}`, { method, token, body });
    expect(answer.status).toBeLessThan(300);
    return answer.json as T;
  };
  const newPerson = async () => {
    const person = await parley.newCustomer('Jane');
    return { person, acts: parley.simulator.customer(person.id), inbox: new Inbox(parley, person) };
  };

  it('answers what it knows, once, also when the question comes in pieces', async () => {
    const { person, acts } = await newPerson();
    await acts.sendsText('Do you deliver');
    await acts.sendsText('to Germany?');
    await until(async () => (await parley.sentTo(person)).length > 0, 30_000, 'the answer');
    await parley.settled();
    expect(await parley.sentTo(person)).toEqual([first(DELIVERY)]);
  });

  it('leaves to a person what it does not know', async () => {
    const { acts, inbox } = await newPerson();
    await acts.sendsText('Do you repair bicycles?');
    await until(async () => (await inbox.escalations()).length > 0, 30_000, 'the escalation');
    await inbox.becomes((conversation) => conversation.hold !== undefined, 'be held');
  });

  it('lets a person see every answer first, where the workspace wants it so', async () => {
    await call('PATCH', '/settings/escalation-policy', { values: { approveReplies: true } });
    const { person, acts } = await newPerson();
    const drafts = async () => (await call<{ items: Draft[] }>('GET', '/reply-drafts')).items;
    // The worker knows of the change before the time for more messages is over.
    await acts.sendsText(QUESTION);
    await until(async () => (await drafts()).length > 0, 30_000, 'a draft');
    const [draft] = await drafts();
    expect(draft).toMatchObject({ text: DELIVERY, reason: 'approval_wanted' });
    const before = (await parley.sentTo(person)).filter((text) => text.includes(DELIVERY));
    expect(before).toEqual([]);
    await call('POST', `/reply-drafts/${draft?.id}/send`, { text: 'It is 4.90 €.' });
    await until(async () => (await parley.sentTo(person)).includes('It is 4.90 €.'), 20_000, 'what the person sent');
    expect(await drafts()).toEqual([]);
  });

  async function know(title: string, content: string): Promise<void> {
    const { id } = await call<{ id: string }>('POST', '/knowledge/items', { kind: 'text', title, content });
    const status = async () => (await call<{ status: string }>('GET', `/knowledge/items/${id}`)).status;
    await until(async () => (await status()) === 'ready', 20_000, 'the item to be ready');
  }

  async function automate(): Promise<void> {
    const definition = {
      nodes: [
        { id: 'start', type: 'trigger', data: { match: { mode: 'any' } } },
        { id: 'answer', type: 'ai_reply', data: { instructions: 'Answer.', joinSeconds: 2 } },
        { id: 'person', type: 'handoff', data: { reason: 'needs a person' } },
      ],
      edges: [
        { id: '1', source: 'start', target: 'answer' },
        { id: '2', source: 'answer', sourceHandle: 'escalate', target: 'person' },
        { id: '3', source: 'answer', sourceHandle: 'error', target: 'person' },
      ],
      settings: { disclosure: { text: DISCLOSURE } },
    };
    const { id: draftId } = await dataOf(
      parley.client.POST('/v1/admin/flow-drafts', { body: { name: 'Answers', definition } }),
    );
    const { templateId } = await dataOf(
      parley.client.POST('/v1/admin/flow-drafts/{draftId}/publish', {
        params: { path: { draftId } },
        body: { runningSessions: 'finish' },
      }),
    );
    await call('POST', '/automation-instances', { templateId, name: 'Answers', isActive: true });
  }
});

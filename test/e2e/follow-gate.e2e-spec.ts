import { DISCLOSURE, first } from '../support/demo-texts';
import { Parley, until } from '../support/parley';
import { dataOf } from '../support/people';

const [LINK, FOLLOW_US, PERSON] = ['Here is the link.', 'Follow us first.', 'Asked for a person'];
const node = (id: string, type: string, data: object) => ({ id, type, data });
const edges = (...ways: string[]) =>
  ways.map((way, index) => {
    const [from = '', target = ''] = way.split(' -> ');
    const [source = '', sourceHandle] = from.split('.');
    return { id: `e${index}`, source, target, ...(sourceHandle === undefined ? {} : { sourceHandle }) };
  });

const GATE = {
  nodes: [
    node('start', 'trigger', { match: { mode: 'keywords', keywords: ['gift'] } }),
    node('who', 'lookup_profile', {}),
    node('follows', 'condition', { all: [{ left: 'contact.followsBusiness', op: 'equals', right: true }] }),
    node('link', 'send_message', { text: LINK }),
    node('ask', 'send_message', {
      text: FOLLOW_US,
      quickReplies: [
        { id: 'done', title: 'Done' },
        { id: 'person', title: 'A person' },
      ],
    }),
    node('agent', 'handoff', { reason: PERSON }),
  ],
  edges: edges(
    'start -> who',
    'who -> follows',
    'follows.true -> link',
    'follows.false -> ask',
    'ask.done -> who',
    'ask.person -> agent',
  ),
  settings: { disclosure: { text: DISCLOSURE } },
};

describe('a gate for followers', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start();
    const body = { name: 'Gate', definition: GATE };
    const { id: draftId } = await dataOf(parley.client.POST('/v1/admin/flow-drafts', { body }));
    const { templateId } = await dataOf(
      parley.client.POST('/v1/admin/flow-drafts/{draftId}/publish', {
        params: { path: { draftId } },
        body: { runningSessions: 'finish' },
      }),
    );
    const params = { path: { workspaceId: parley.owner.workspaceId } };
    const automation = { templateId, name: 'Gate', isActive: true };
    await dataOf(parley.client.POST('/v1/workspaces/{workspaceId}/automation-instances', { params, body: automation }));
    await until(answers, 20_000, 'the automation to be known');
  });
  afterAll(() => parley.stop());

  async function answers(): Promise<boolean> {
    const probe = await parley.newCustomer();
    await parley.simulator.customer(probe.id).sendsText('gift');
    await until(async () => (await parley.sentTo(probe)).length > 0, 5_000, 'any answer').catch(() => undefined);
    return (await parley.sentTo(probe)).some((text) => text.includes(FOLLOW_US));
  }

  it('asks Instagram each time: who follows meanwhile may pass, whatever was known before', async () => {
    const jane = await parley.newCustomer('Jane');
    const acts = parley.simulator.customer(jane.id);
    await acts.sendsText('a gift?');
    await parley.expectSent(jane, [first(FOLLOW_US)]);
    await acts.tapsQuickReply('Done');
    await parley.expectSent(jane, [first(FOLLOW_US), FOLLOW_US]);
    await acts.change({ followsBusiness: true });
    await acts.tapsQuickReply('Done');
    await parley.expectSent(jane, [first(FOLLOW_US), FOLLOW_US, LINK]);
  });

  it('lets followers pass at once', async () => {
    const ada = await parley.newCustomer('Ada');
    const acts = parley.simulator.customer(ada.id);
    await acts.change({ followsBusiness: true });
    await acts.sendsText('my gift');
    await parley.expectSent(ada, [first(LINK)]);
  });
});

import { BOWL, DISCLOSURE, first, HOURS, MUG, NOTED, WEEKEND, WHICH_DAY, WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley, until } from '../support/parley';
import { dataOf } from '../support/people';

/** A day that nobody names in less time than a loaded machine needs. */
const LONG_WAIT_SECONDS = 3_600;

describe('flows', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start({ waitSeconds: LONG_WAIT_SECONDS });
  });

  afterAll(() => parley.stop());

  const customer = async (name?: string) => {
    const person = await parley.newCustomer(name);
    return { person, acts: parley.simulator.customer(person.id) };
  };

  it.each([
    { answer: 'Tuesday', reply: NOTED('Tuesday') },
    { answer: 'on SATURDAY morning', reply: WEEKEND('on SATURDAY morning') },
  ])('greet by name, offer a way on by button and branch on the answer "$answer"', async ({ answer, reply }) => {
    const { person, acts } = await customer('Jane');
    await acts.sendsText('When are you open?');
    await parley.expectSent(person, [HOURS('Jane')]);
    await acts.tapsButton('Plan a visit');
    await parley.expectSent(person, [HOURS('Jane'), WHICH_DAY]);
    await acts.sendsText(answer);
    await parley.expectSent(person, [HOURS('Jane'), WHICH_DAY, reply]);
  });

  it('look the profile up once and keep it with conversation and contact', async () => {
    const { person, acts } = await customer('Ada Lovelace');
    await acts.sendsText('hours?');
    await parley.expectSent(person, [HOURS('Ada Lovelace')]);
    const inbox = new Inbox(parley, person);
    const { participant, contactId = '' } = await inbox.becomes(
      (conversation) => conversation.participant.name !== undefined,
      'know the name',
    );
    expect(participant).toMatchObject({ id: person.id, name: 'Ada Lovelace', username: person.username });
    const path = { workspaceId: parley.owner.workspaceId, contactId };
    const { data } = await parley.client.GET('/v1/workspaces/{workspaceId}/contacts/{contactId}', { params: { path } });
    expect(data).toMatchObject({ id: contactId, identities: [{ participantId: person.id, name: 'Ada Lovelace' }] });
    const calls = await parley.simulator.calls();
    expect(calls.filter(({ method, path }) => method === 'GET' && path.endsWith(`/${person.id}`))).toHaveLength(1);
  });

  it('show buttons and quick replies to the team beside the text', async () => {
    const { person, acts } = await customer();
    await acts.sendsText('price');
    await parley.expectSent(person, [WHICH_PIECE]);
    const message = await new Inbox(parley, person).message(WHICH_PIECE, ({ status }) => status === 'sent');
    expect(message).toMatchObject({ origin: 'bot', direction: 'out', choices: [{ title: 'Mug' }, { title: 'Bowl' }] });
  });

  it('take a typed title for a tap', async () => {
    const { person, acts } = await customer();
    await acts.sendsText('prices please');
    await parley.expectSent(person, [WHICH_PIECE]);
    await acts.sendsText('  bOWL ');
    await parley.expectSent(person, [WHICH_PIECE, BOWL]);
  });

  it('answer a tap on an old message after other flows have run', async () => {
    const { person, acts } = await customer('Eve');
    await acts.sendsText('price');
    await parley.expectSent(person, [WHICH_PIECE]);
    const [old] = (await acts.thread()).messages.filter(({ origin }) => origin === 'api');
    await acts.tapsQuickReply('Mug');
    await parley.expectSent(person, [WHICH_PIECE, MUG]);
    await acts.sendsText('hours');
    await parley.expectSent(person, [WHICH_PIECE, MUG, HOURS('Eve')]);
    const bowl = old?.content.quickReplies?.find(({ title }) => title === 'Bowl')?.payload ?? '';
    await acts.tapsPostback('Bowl', bowl);
    await parley.expectSent(person, [WHICH_PIECE, MUG, HOURS('Eve'), BOWL]);
  });

  it('let a keyword interrupt a menu, but take it for the answer where they ask', async () => {
    const { person, acts } = await customer('Kim');
    await acts.sendsText('open?');
    await parley.expectSent(person, [HOURS('Kim')]);
    await acts.sendsText('How much is a bowl?');
    await parley.expectSent(person, [HOURS('Kim'), WHICH_PIECE]);
    await acts.sendsText('hours');
    await parley.expectSent(person, [HOURS('Kim'), WHICH_PIECE, HOURS('Kim')]);
    await acts.tapsButton('Plan a visit');
    await parley.expectSent(person, [HOURS('Kim'), WHICH_PIECE, HOURS('Kim'), WHICH_DAY]);
    await acts.sendsText('at what cost?');
    await parley.expectSent(person, [HOURS('Kim'), WHICH_PIECE, HOURS('Kim'), WHICH_DAY, NOTED('at what cost?')]);
  });

  it('stay silent where no keyword stands as a word of its own', async () => {
    const { person, acts } = await customer();
    await acts.sendsText('priceless, and reopening too');
    await new Inbox(parley, person).message('priceless, and reopening too');
    await parley.settled();
    await parley.expectSent(person, []);
  });

  describe('that an author publishes', () => {
    const saying = (text: string, word: string) => ({
      nodes: [
        { id: 'start', type: 'trigger', data: { match: { mode: 'keywords', keywords: [word] } } },
        { id: 'answer', type: 'send_message', data: { text, quickReplies: [{ id: 'person', title: 'A person' }] } },
        { id: 'agent', type: 'handoff', data: { reason: 'Asked for a person' } },
      ],
      edges: [
        { id: '1', source: 'start', target: 'answer' },
        { id: '2', source: 'answer', sourceHandle: 'person', target: 'agent' },
      ],
      settings: { disclosure: { text: DISCLOSURE } },
    });
    const draft = (draftId: string) => ({ params: { path: { draftId } } });
    const automations = () => ({ workspaceId: parley.owner.workspaceId });
    const publish = async (draftId: string) =>
      dataOf(
        parley.client.POST('/v1/admin/flow-drafts/{draftId}/publish', {
          ...draft(draftId),
          body: { runningSessions: 'finish' },
        }),
      );

    it('run with the values of the workspace, go on to its next version, and end with the automation', async () => {
      const fields = [{ key: 'shop', label: 'Shop', type: 'string', required: true }];
      const body = { name: 'Parking', definition: saying('{{ config.shop }} has a car park.', 'parking') };
      const { id } = await dataOf(
        parley.client.POST('/v1/admin/flow-drafts', { body: { ...body, exposedFields: fields } }),
      );
      const { templateId } = await publish(id);
      const made = { templateId, name: 'Parking', config: { shop: 'Luna' }, isActive: true };
      const route = '/v1/workspaces/{workspaceId}/automation-instances';
      const automation = await dataOf(parley.client.POST(route, { params: { path: automations() }, body: made }));
      await until(
        async () => (await answersTo('parking?')).includes(first('Luna has a car park.')),
        20_000,
        'the automation',
      );

      const definition = saying('{{ config.shop }} has two car parks.', 'parking');
      const change = { version: 1, definition };
      await dataOf(parley.client.PUT('/v1/admin/flow-drafts/{draftId}', { ...draft(id), body: change }));
      expect((await publish(id)).followers).toEqual({ moved: 1, blocked: 0 });
      const second = first('Luna has two car parks.');
      await until(async () => (await answersTo('parking?')).join() === second, 20_000, 'the new version');

      const path = { ...automations(), automationId: automation.id };
      await parley.client.DELETE(`${route}/{automationId}`, { params: { path } });
      await until(async () => (await answersTo('parking?')).length === 0, 20_000, 'the automation to be gone');
    });
  });

  /** What a newcomer is told. */
  async function answersTo(text: string): Promise<string[]> {
    const { person, acts } = await customer();
    await acts.sendsText(text);
    await new Inbox(parley, person).message(text);
    await parley.settled();
    return parley.sentTo(person);
  }
});

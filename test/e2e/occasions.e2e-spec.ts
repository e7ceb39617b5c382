import { DISCLOSURE, first } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley, until } from '../support/parley';
import { dataOf } from '../support/people';

const ANSWERS = {
  story_reply: 'Glad you like our story!',
  story_mention: 'Thank you for the mention!',
  reaction: 'A heart for you, too.',
  referral: 'You come from our counter.',
} as const;
type On = keyof typeof ANSWERS;
const PARROT = 'You said it.';
/** What is as definite as a keyword interrupts what the bot was at. */
const REFS: Partial<Record<On, string[]>> = { reaction: ['love'], referral: ['counter'] };
/** Fewer than two bots say to each other within a minute, and more than any other test here. */
const EXCHANGES = 12;

describe('what may start an automation besides a message', () => {
  let parley: Parley;

  beforeAll(async () => {
    parley = await Parley.start({ env: { BOT_EXCHANGES_PER_MINUTE: String(EXCHANGES) } });
    for (const on of Object.keys(ANSWERS) as On[]) await automate(on, { on, refs: REFS[on] ?? [] }, ANSWERS[on]);
    await automate('parrot', { match: { mode: 'keywords', keywords: ['polly'] } }, PARROT);
    // The last one is known once it answers; the others were there before.
    await until(async () => (await answersTo('polly')).length > 0, 20_000, 'the automations to be known');
  });

  afterAll(() => parley.stop());

  const newPerson = async () => {
    const person = await parley.newCustomer('Jane');
    return { person, acts: parley.simulator.customer(person.id), inbox: new Inbox(parley, person) };
  };

  it('an answer to a story', async () => {
    const { person, acts } = await newPerson();
    await acts.repliesToStory('lovely');
    await parley.expectSent(person, [first(ANSWERS.story_reply)]);
  });

  it('a story that names the account', async () => {
    const { person, acts } = await newPerson();
    await acts.mentionsInStory();
    await parley.expectSent(person, [first(ANSWERS.story_mention)]);
  });

  it('a reaction, but not its end', async () => {
    const { person, acts } = await newPerson();
    await acts.sendsText('polly');
    await parley.expectSent(person, [first(PARROT)]);
    await acts.reacts();
    await parley.expectSent(person, [first(PARROT), first(ANSWERS.reaction)]);
    await acts.unreacts();
    await parley.settled();
    await parley.expectSent(person, [first(PARROT), first(ANSWERS.reaction)]);
  });

  it('a link that was followed, by its ref, in a thread and as the beginning of one', async () => {
    const { person, acts } = await newPerson();
    await acts.tapsPostback('Get started', 'START', 'counter');
    await parley.expectSent(person, [first(ANSWERS.referral)]);
    await acts.opensLink('elsewhere');
    await acts.opensLink('counter');
    await parley.expectSent(person, [first(ANSWERS.referral), first(ANSWERS.referral)]);
  });

  it('two bots that answer each other are parted, and a person is asked', async () => {
    const { person, acts, inbox } = await newPerson();
    const answered = async () => (await parley.sentTo(person)).length;
    for (let exchange = 0; exchange <= EXCHANGES; exchange++) {
      await acts.sendsText('polly');
      await until(async () => (await answered()) > exchange, 20_000, `answer ${exchange + 1}`);
    }
    const { hold } = await inbox.becomes((conversation) => conversation.hold !== undefined, 'be held');
    expect(hold?.reason).toBe('handoff');
    await until(async () => (await inbox.escalations()).length > 0, 20_000, 'the escalation');
    expect(await inbox.escalations()).toMatchObject([{ status: 'pending', reason: 'bot_loop' }]);
    await acts.sendsText('polly');
    await parley.settled();
    expect(await answered()).toBe(EXCHANGES + 1);
  });

  async function automate(name: string, trigger: object, text: string): Promise<void> {
    const definition = {
      nodes: [
        { id: 'start', type: 'trigger', data: trigger },
        { id: 'say', type: 'send_message', data: { text, quickReplies: [{ id: 'person', title: 'A person' }] } },
        { id: 'agent', type: 'handoff', data: { reason: 'Asked for a person' } },
      ],
      edges: [
        { id: '1', source: 'start', target: 'say' },
        { id: '2', source: 'say', sourceHandle: 'person', target: 'agent' },
      ],
      settings: { disclosure: { text: DISCLOSURE } },
    };
    const body = { name, definition };
    const { id: draftId } = await dataOf(parley.client.POST('/v1/admin/flow-drafts', { body }));
    const { templateId } = await dataOf(
      parley.client.POST('/v1/admin/flow-drafts/{draftId}/publish', {
        params: { path: { draftId } },
        body: { runningSessions: 'finish' },
      }),
    );
    const made = { templateId, name, isActive: true };
    const params = { path: { workspaceId: parley.owner.workspaceId } };
    await dataOf(parley.client.POST('/v1/workspaces/{workspaceId}/automation-instances', { params, body: made }));
  }

  async function answersTo(text: string): Promise<string[]> {
    const { person, acts, inbox } = await newPerson();
    await acts.sendsText(text);
    await inbox.message(text);
    await parley.settled();
    return parley.sentTo(person);
  }
});

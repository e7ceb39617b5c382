import { LIMITS, RULES } from '../src/index';
import { openStage, refusal } from './support/stage';
import type { Stage } from './support/stage';

const OUTSIDE = { status: RULES.window.status, code: 10, subcode: 2534022 };
const MINUTE = 60_000;

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const sendStatus = async (extra = {}): Promise<number> => (await stage.send({ text: 'x' }, extra)).status;

describe('the 24 h window', () => {
  it('is closed before the person wrote: a business cannot begin', async () => {
    expect(refusal(await stage.send({ text: 'x' }))).toEqual(OUTSIDE);
  });

  it('closes 24 h after the last message and opens again with the next', async () => {
    const jane = stage.sim.customer(stage.customer.id);
    await jane.sendsText('hi');
    await stage.sim.advanceClock(LIMITS.windowMs - MINUTE);
    expect(await sendStatus()).toBe(200);
    await stage.sim.advanceClock(2 * MINUTE);
    expect(refusal(await stage.send({ text: 'x' }))).toEqual(OUTSIDE);
    await jane.sendsText('still there?');
    expect(await sendStatus()).toBe(200);
  });

  const reopeners: [string, (stage: Stage) => Promise<unknown>][] = [
    ['a reaction', ({ sim, customer }) => sim.customer(customer.id).reacts()],
    ['an ig.me link', ({ sim, customer }) => sim.customer(customer.id).opensLink('table_9')],
    ['a menu tap', ({ sim, customer }) => sim.customer(customer.id).tapsPostback('Menu', 'M')],
    ['a story reply', ({ sim, customer }) => sim.customer(customer.id).repliesToStory('wow')],
  ];
  it.each(reopeners)('opens again by %s', async (_name, act) => {
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    await stage.send({ text: 'hello' });
    await stage.sim.advanceClock(LIMITS.windowMs + MINUTE);
    expect(await sendStatus()).toBe(403);
    await act(stage);
    expect(await sendStatus()).toBe(200);
  });

  const others: [string, (stage: Stage) => Promise<unknown>][] = [
    ['seen', ({ sim, customer }) => sim.customer(customer.id).sees()],
    ['a comment', ({ sim, customer }) => sim.customer(customer.id).comments('LINK')],
    [
      'an own message from the app',
      ({ sim, account, customer }) => sim.account(account.id).typesInApp(customer.id, 'yo'),
    ],
    ['an unsend', ({ sim, customer }) => sim.customer(customer.id).unsends()],
    ['a reaction that is taken back', ({ sim, customer }) => sim.customer(customer.id).unreacts()],
    ['an opt-in', ({ sim, customer }) => sim.customer(customer.id).optsIn('promo')],
  ];
  it.each(others)('stays closed after %s', async (_name, act) => {
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    await stage.send({ text: 'hello' });
    await stage.sim.advanceClock(LIMITS.windowMs + MINUTE);
    await act(stage);
    expect(await sendStatus()).toBe(403);
  });
});

describe('HUMAN_AGENT', () => {
  const tagged = { messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' };

  it('reaches 7 days back and no further', async () => {
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    await stage.sim.advanceClock(LIMITS.humanAgentMs - MINUTE);
    expect(await sendStatus(tagged)).toBe(200);
    await stage.sim.advanceClock(2 * MINUTE);
    expect(refusal(await stage.send({ text: 'x' }, tagged))).toEqual(OUTSIDE);
  });

  it('is refused when the app lacks the feature', async () => {
    await stage.sim.configure({ humanAgentApproved: false });
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    expect(refusal(await stage.send({ text: 'x' }, tagged))).toEqual({ status: 403, code: 10, subcode: undefined });
  });
});

describe('rates', () => {
  it('throttles sends over the limit within a second, on its own clock', async () => {
    await stage.sim.configure({ sendsPerSecond: 2 });
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    expect([await sendStatus(), await sendStatus()]).toEqual([200, 200]);
    expect(refusal(await stage.send({ text: 'x' }))).toEqual({ status: 400, code: 613, subcode: undefined });
    await stage.sim.advanceClock(1001);
    expect(await sendStatus()).toBe(200);
  });

  it('answers with the configured status', async () => {
    await stage.sim.configure({ conversationReadsPerSecond: 1, rateLimitStatus: 429 });
    const read = (): ReturnType<Stage['graph']> => stage.graph('GET', '/me/conversations?platform=instagram');
    expect((await read()).status).toBe(200);
    expect(refusal(await read())).toEqual({ status: 429, code: 613, subcode: undefined });
  });
});

import { COLLEAGUE, HOURS, NO_HURRY, NOTED, WHICH_DAY } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { Parley } from '../support/parley';
import { TwoWorkers } from '../support/two-workers';
import { itemsBody, postWebhook } from '../support/webhook-post';

const GREETING = HOURS('Jane');

describe('timers and tasks', () => {
  let parley: Parley;
  let workers: TwoWorkers;

  beforeAll(async () => {
    // Waits end when a test says so.
    parley = await Parley.start({ workers: 2, waitSeconds: 600 });
    workers = new TwoWorkers(parley);
  });

  afterAll(() => parley.stop());

  async function openedMenu(): Promise<Lane> {
    const lane = await Lane.open(parley, 'Jane');
    await lane.says('hours?');
    await lane.expectSent([GREETING]);
    return lane;
  }

  async function waiting(): Promise<Lane> {
    const lane = await openedMenu();
    await lane.tapsButton('Plan a visit');
    await lane.expectSent([GREETING, WHICH_DAY]);
    await parley.settled();
    return lane;
  }

  it('fire a timer once when a worker dies between its event and its removal', async () => {
    const lane = await waiting();
    await workers.killAt('timer.event-stored:kill', () => lane.waitIsOver());
    expect(await lane.events('timer')).toHaveLength(1);
    workers.otherGoesOn();
    await lane.endsWith([GREETING, WHICH_DAY, NO_HURRY]);
    expect(await lane.events('timer')).toHaveLength(1);
    expect((await lane.row()).timers).toEqual([]);
  });

  it('fire each timer once with two workers', async () => {
    const lanes = await Promise.all(Array.from({ length: 6 }, waiting));
    await Promise.all(lanes.map((lane) => lane.waitIsOver()));
    for (const lane of lanes) {
      await lane.endsWith([GREETING, WHICH_DAY, NO_HURRY]);
      expect(await lane.events('timer')).toHaveLength(1);
    }
  });

  it('ignore a cancelled timer that is delivered all the same, while another is awaited', async () => {
    const lane = await waiting();
    await workers.killAt('timer.event-stored:kill', () => lane.waitIsOver());
    const [timer] = await lane.events('timer');
    const dueAt = timer?.platformAt.getTime() ?? 0;
    const menu = (await lane.messages()).find(({ content }) => content?.kind === 'buttons')?.content;
    const [visit] = menu?.kind === 'buttons' ? menu.buttons : [];
    const from = { sender: { id: lane.customer.id }, recipient: { id: parley.account.id } };
    const reply = { ...from, timestamp: dueAt - 2, message: { mid: `reply-${lane.customer.id}`, text: 'Friday' } };
    const tap = { mid: `tap-${lane.customer.id}`, title: visit?.title, payload: visit?.payload };
    const items = [reply, { ...from, timestamp: dueAt - 1, postback: tap }];
    expect(await postWebhook(parley.apiUrl, itemsBody(parley.account.id, items))).toBe(200);
    workers.otherGoesOn();
    const texts = [GREETING, WHICH_DAY, NOTED('Friday'), WHICH_DAY];
    await lane.endsWith(texts);
    await lane.says('Monday');
    await lane.endsWith([...texts, NOTED('Monday')]);
  });

  it.each(['task.done:kill', 'task.event-stored:kill'])(
    'use the result of a lookup once when a worker dies at %s',
    async (at) => {
      const lane = await Lane.open(parley, 'Jane');
      await workers.killAt(at, () => lane.says('hours?'));
      workers.otherGoesOn();
      await lane.workIsDue();
      await lane.endsWith([GREETING]);
      expect(await lane.events('task-result')).toHaveLength(1);
    },
  );

  it.each(['task.done:kill', 'task.event-stored:kill'])('hand over once when a worker dies at %s', async (at) => {
    const lane = await openedMenu();
    await parley.settled();
    await workers.killAt(at, () => lane.tapsButton('Talk to a person'));
    workers.otherGoesOn();
    await lane.workIsDue();
    await lane.endsWith([GREETING, COLLEAGUE]);
    const { _id, hold } = await lane.row();
    const escalations = await parley.database.collection('escalations').find({ conversationId: _id }).toArray();
    expect(escalations).toMatchObject([{ status: 'pending' }]);
    expect(hold).toMatchObject({ reason: 'handoff' });
    await lane.says('hours?');
    await lane.endsWith([GREETING, COLLEAGUE]);
  });
});

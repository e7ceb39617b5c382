import { DrivenClock } from '../support/driven-clock';
import { WHICH_PIECE } from '../support/demo-texts';
import { Lane } from '../support/lane';
import { OwnerApi } from '../support/owner-api';
import { Parley, until } from '../support/parley';
import { postWebhook, textsBody } from '../support/webhook-post';

/** The night on which clocks in Berlin go from two to three: 06:00 there is 04:00 in UTC, and was 05:00 the day before. */
const ZONE = 'Europe/Berlin';
const LEFT = '2040-03-24T22:00:00Z';
const BACK = '2040-03-25T04:00:00Z';
const WINDOW_MS = 24 * 3_600_000;
const STILL = 'Shall we keep a piece for you?';
const OLD_WORDS = 'What was to be said before somebody thought better of it.';
const ANSWER = 'Do you know yet?';
const SKEWS = [-15, 0, 15];

interface Row {
  policyId: string;
  status: string;
  reason: string | null;
  text: string | null;
}

const textsOf = (text: string) => ({ kind: 'text', texts: [{ language: 'en', text }] });

describe('six hours without any process, on the night on which clocks are set', () => {
  let clock: DrivenClock;
  let parley: Parley;
  const policies = new Map<string, string>();

  beforeAll(async () => {
    clock = await DrivenClock.start('2040-03-24T03:00:00Z');
    parley = await Parley.start({ workers: 3, waitSeconds: 86_400, clock });
    await owner('PATCH', '/settings/business-hours', 200, { values: { timeZone: ZONE } });
    const beforeClosing = (hours: number) => ({ kind: 'before_window_closes', hours });
    // Two that are due at once, of which the week allows one.
    await addPolicy('first', { moment: beforeClosing(4), action: textsOf(OLD_WORDS), maxPerWeek: 1 });
    await addPolicy('second', { moment: beforeClosing(4), action: textsOf(STILL), maxPerWeek: 1 });
    await addPolicy('deleted', { moment: beforeClosing(5), action: textsOf('Deleted') });
    await addPolicy('paused', { moment: { kind: 'after_silence', minutes: 120 }, action: textsOf('Paused') });
    const quietHours = { from: '22:00', to: '08:00' };
    await addPolicy('night', {
      moment: { kind: 'unanswered_question', minutes: 90 },
      action: textsOf(ANSWER),
      quietHours,
    });
  }, 180_000);

  afterAll(async () => {
    await parley.stop();
    await clock.stop();
  });

  /** Signed in anew, since hours pass in between. */
  async function owner(method: string, path: string, status: number, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await new OwnerApi(parley).call(method, path, body);
    expect([path, answer.status, answer.body]).toEqual([path, status, answer.body]);
    return answer.body;
  }

  async function addPolicy(name: string, policy: object): Promise<void> {
    const { id } = await owner('POST', '/followup-policies', 201, { name, ...policy });
    policies.set(name, String(id));
  }

  /** Somebody writes at that time, and is left with what the bot says. */
  async function writesAt(time: string, text: string, answers: string[] = []): Promise<Lane> {
    await clock.setTo(time);
    const lane = await Lane.open(parley);
    await lane.says(text);
    await lane.becomes(({ timers }) => timers.length > 0, 'follow-ups to be planned');
    await lane.endsWith(answers);
    return lane;
  }

  async function rowsOf(lane: Lane): Promise<Map<string, Row>> {
    const { _id } = await lane.row();
    const rows = await parley.database.collection<Row>('followupTasks').find({ conversationId: _id }).toArray();
    const nameOf = (id: string) => [...policies].find(([, policyId]) => policyId === id)?.[0] ?? id;
    return new Map(rows.map((row) => [nameOf(row.policyId), row]));
  }

  /** What became of each, once nothing of it is on its way: `status reason`. */
  async function endings(lane: Lane, names: readonly string[]): Promise<string[]> {
    const isOver = async () => {
      const rows = await rowsOf(lane);
      return names.every((name) => rows.get(name)?.status !== 'scheduled');
    };
    await until(isOver, 30_000, `${names.join()} of ${lane.customer.username} to be over`);
    const rows = await rowsOf(lane);
    return names.map((name) => `${rows.get(name)?.status} ${rows.get(name)?.reason ?? ''}`.trim());
  }

  const stopAll = () => Promise.all([...parley.workers, parley.api].map((process) => process.stop()));

  async function apiIsBack(): Promise<void> {
    parley.apiUrl = await parley.api.start();
    await parley.reachApi();
  }

  const workersAreBack = () =>
    Promise.all(parley.workers.map((worker, index) => worker.start(DrivenClock.skewed(SKEWS[index] ?? 0))));

  /** What Instagram took for somebody, with the minutes that were left of their window. */
  async function sentInWindow(lane: Lane): Promise<void> {
    const entries = await parley.simulator.ledger({ customer: lane.customer.id });
    const wrote = entries.filter(({ origin }) => origin === 'customer');
    for (const { at } of entries.filter(({ origin }) => origin === 'api')) {
      const last = wrote.findLast((one) => one.at <= at)?.at ?? 0;
      expect(at - last).toBeLessThan(WINDOW_MS);
    }
  }

  it('nothing is lost, sent twice, too late or in quiet hours, with clocks a quarter of an hour off', async () => {
    // The window closes four minutes after everybody is back.
    const tooLate = await writesAt('2040-03-24T04:04:00Z', 'Hello');
    const late = await Promise.all([1, 2, 3].map(() => Lane.open(parley)));
    await clock.setTo('2040-03-24T06:00:00Z');
    for (const lane of late) {
      await lane.says('Hello');
      await lane.becomes(({ timers }) => timers.length > 0, 'follow-ups to be planned');
    }
    await parley.settled();
    const wroteAgain = await writesAt('2040-03-24T06:01:00Z', 'Hello');
    const asleep = await writesAt('2040-03-24T21:00:00Z', 'price', [WHICH_PIECE]);
    await clock.setTo(LEFT);
    await Promise.all(parley.workers.map((worker) => worker.stop()));
    await owner('PATCH', `/followup-policies/${policies.get('first')}`, 200, { action: textsOf(STILL) });
    await owner('PATCH', `/followup-policies/${policies.get('paused')}`, 200, { isActive: false });
    await owner('DELETE', `/followup-policies/${policies.get('deleted')}`, 204);
    await stopAll();

    await clock.setTo('2040-03-25T01:00:00Z');
    const again = await wroteAgain.saysUnheard('Are you there?');
    await clock.setTo('2040-03-25T01:30:00Z');
    const andAgain = await wroteAgain.saysUnheard('I would like a bowl');
    await clock.setTo(BACK);
    await apiIsBack();
    for (const item of [andAgain, again])
      expect(await postWebhook(parley.apiUrl, textsBody(parley.account.id, [item]))).toBe(200);
    await workersAreBack();

    // Three workers catch up with six hours.
    for (const lane of late) await lane.endsWith([STILL], 60_000);
    // Who decided may have put off the look at what became of it, by a clock that is ahead.
    await clock.setTo('2040-03-25T04:45:00Z');
    for (const lane of late) {
      const [first, second, deleted] = await endings(lane, ['first', 'second', 'deleted']);
      expect([first, second].sort()).toEqual(['cancelled weekly_limit', 'sent']);
      expect(deleted).toBe('cancelled policy_off');
      await sentInWindow(lane);
    }
    expect(await endings(tooLate, ['first', 'second'])).toEqual(['expired window_closed', 'expired window_closed']);
    await tooLate.endsWith([]);
    expect(await endings(asleep, ['paused'])).toEqual(['cancelled policy_off']);
    await wroteAgain.endsWith([]);
    const { _id } = await wroteAgain.row();
    const tasks = await parley.database.collection<Row>('followupTasks').find({ conversationId: _id }).toArray();
    const replied = tasks.filter(({ status }) => status === 'customer_replied');
    expect(replied.map(({ policyId }) => policyId).sort()).toEqual(
      ['first', 'second'].map((name) => policies.get(name)).sort(),
    );

    // For the fastest of the clocks it is not yet eight.
    await clock.setTo('2040-03-25T05:44:00Z');
    await workersHaveLooked();
    await asleep.endsWith([WHICH_PIECE]);
    await clock.setTo('2040-03-25T06:16:00Z');
    await asleep.endsWith([WHICH_PIECE, ANSWER]);
    expect(await endings(asleep, ['night'])).toEqual(['sent']);
    await sentInWindow(asleep);
  }, 240_000);

  it('nor when workers die between judging, deciding, sending and putting it on record', async () => {
    await Promise.all(parley.workers.map((worker) => worker.stop()));
    await Promise.all(parley.workers.map((worker) => worker.start()));
    const lanes = await Promise.all([1, 2, 3].map(() => Lane.open(parley)));
    await clock.setTo('2040-03-25T06:20:00Z');
    for (const lane of lanes) {
      await lane.says('Hello');
      await lane.becomes(({ timers }) => timers.length > 0, 'follow-ups to be planned');
    }
    // Due at 21:50 there, ten minutes before it is to be quiet.
    const judged = await writesAt('2040-03-25T18:20:00Z', 'price', [WHICH_PIECE]);
    await dies(0, 'task.event-stored', '2040-03-25T20:05:30Z');
    expect(await parley.sentTo(judged.customer)).toEqual([WHICH_PIECE]);
    // Deep in the night; the others are due as well.
    await dies(1, 'turn.committed', '2040-03-26T02:40:00Z');
    await dies(2, 'send.posted', '2040-03-26T02:41:00Z');
    await workersAreBack();
    for (const lane of lanes) {
      await lane.endsWith([STILL]);
      await sentInWindow(lane);
    }
    await clock.setTo('2040-03-26T05:44:00Z');
    await workersHaveLooked();
    await judged.endsWith([WHICH_PIECE]);
    await clock.setTo('2040-03-26T06:16:00Z');
    await judged.endsWith([WHICH_PIECE, ANSWER]);
    for (const lane of [...lanes, judged]) {
      const names = lane === judged ? ['night'] : ['first', 'second'];
      expect((await endings(lane, names)).filter((ending) => ending === 'sent')).toHaveLength(1);
    }
  }, 240_000);

  it('nor when the only worker left has a clock that is late', async () => {
    const lane = await writesAt('2040-03-26T06:30:00Z', 'Hello');
    await Promise.all(parley.workers.map((one) => one.stop()));
    // By that clock there are nineteen minutes left, and four in truth.
    await clock.setTo('2040-03-27T06:26:00Z');
    await parley.worker.start(DrivenClock.skewed(-15));
    expect(await endings(lane, ['first', 'second'])).toEqual(['expired window_closed', 'expired window_closed']);
    await lane.endsWith([]);
  }, 120_000);

  /** Alone, at that time, until it dies there. */
  async function dies(worker: number, point: string, at: string): Promise<void> {
    await Promise.all(parley.workers.map((one) => one.stop()));
    await clock.setTo(at);
    const unlucky = parley.workers[worker];
    await unlucky?.start({ ...DrivenClock.skewed(SKEWS[worker] ?? 0), FAULT_POINTS: `${point}:kill` });
    await unlucky?.ended();
  }

  /** Each has rung for what is due by its clock: whoever writes now is answered. */
  async function workersHaveLooked(): Promise<void> {
    const witness = await Lane.open(parley);
    await witness.says('price');
    await witness.expectSent([WHICH_PIECE]);
    await parley.settled();
  }
});

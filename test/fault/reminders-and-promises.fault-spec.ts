import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { JOB_LEASE_MS } from '../../src/shared/schedule/cluster-jobs';
import { DrivenClock } from '../support/driven-clock';
import { EventSource } from '../support/event-source';
import { LoopbackServer } from '../support/http-fetch-stages';
import { Lane } from '../support/lane';
import { OwnerApi } from '../support/owner-api';
import { Parley, type ParleyProcess, until } from '../support/parley';

const START = Date.parse('2040-05-07T08:00:00Z');
const MINUTE_MS = 60_000;
const JOBS = ['remind-of-tasks', 'escalation-sla', 'relay-events'];
const TYPES = ['task.reminder', 'escalation.breached'];

interface Told {
  id: string;
  subjectId: string;
}

describe('reminders and missed promises, with three workers of which one dies', () => {
  let clock: DrivenClock;
  let parley: Parley;
  let server: LoopbackServer;
  let stream: EventSource;
  const endings: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    clock = await DrivenClock.start(new Date(START).toISOString());
    endings.push(() => clock.stop());
    parley = await Parley.start({ workers: 3, clock, reachesLoopback: true });
    endings.push(() => parley.stop());
    server = await LoopbackServer.start();
    endings.push(() => server.stop());
    server.answers.set('/hook', { status: 204 });
    await owner('PATCH', '/settings/escalations', 200, { values: { slaWarnPercent: 99 } });
    await owner('POST', '/webhooks', 201, { url: `${server.origin}/hook`, types: TYPES });
    const users = parley.database.collection<{ _id: string }>('users');
    await users.updateOne({ _id: parley.owner.userId }, { $set: { emailVerifiedAt: new Date(clock.now()) } });
    const { ticket } = await owner('POST', '/stream/ticket', 201);
    const url = `${parley.apiUrl}/v1/workspaces/${parley.owner.workspaceId}/stream`;
    stream = await EventSource.open(`${url}?ticket=${String(ticket)}&types=${TYPES.join()}`);
    endings.push(() => stream.close());
  });

  /** What has begun ends, also where the beginning failed. */
  afterAll(async () => {
    for (const end of endings.reverse()) await end();
  });

  /** Signed in anew, since hours pass in between. */
  async function owner(method: string, url: string, status: number, body?: unknown): Promise<Record<string, unknown>> {
    const answer = await new OwnerApi(parley).call(method, url, body);
    expect([url, answer.status, answer.body]).toEqual([url, status, answer.body]);
    return answer.body;
  }

  const minutesLater = (minutes: number) => new Date(clock.now() + minutes * MINUTE_MS).toISOString();

  /** Tasks and escalations that all have something to tell in half an hour; ids by the title and the reason. */
  async function madeDue(name: string): Promise<Map<string, string>> {
    const due = new Map<string, string>();
    for (const count of [1, 2]) {
      const title = `${name} task ${count}`;
      const task = { title, assigneeId: parley.owner.userId, reminderAt: minutesLater(29) };
      due.set(title, String((await owner('POST', '/crm-tasks', 201, task))['id']));
      const lane = await Lane.open(parley);
      await lane.says('price?');
      await lane.becomes(({ lastMessage }) => lastMessage?.direction === 'out', 'the answer');
      const { _id: conversationId } = await lane.row();
      const reason = `${name} escalation ${count}`;
      // Half an hour until the first answer.
      const wanted = { conversationId, reason, severity: 'high' };
      due.set(reason, String((await owner('POST', '/escalations', 201, wanted))['id']));
    }
    await parley.settled();
    await isSilent();
    return due;
  }

  /** Nothing that happened is still to be told or sent. */
  const isSilent = () =>
    until(
      async () => {
        const { database } = parley;
        const left = await Promise.all([
          database.collection('domainEvents').countDocuments(),
          database.collection('outgoingMails').countDocuments(),
          database.collection('webhookDeliveries').countDocuments({ status: 'pending' }),
        ]);
        return left.every((count) => count === 0);
      },
      30_000,
      'everything to be told',
    );

  /** Every job has looked again at everything. */
  async function jobsRan(): Promise<void> {
    const since = new Date(clock.now());
    const rows = parley.database.collection<{ _id: string }>('scheduledJobs');
    const ran = { _id: { $in: JOBS }, lastStartedAt: { $gt: since }, outcome: 'done' };
    await until(async () => (await rows.countDocuments(ran)) === JOBS.length, 60_000, 'jobs to run');
  }

  /** Of reminders and of what is late; of nothing else that mails tell. */
  const mails = () => {
    const files = existsSync(parley.outbox) ? readdirSync(parley.outbox).filter((name) => name.endsWith('.json')) : [];
    const all = files.map(
      (name) => JSON.parse(readFileSync(path.join(parley.outbox, name), 'utf8')) as { subject: string },
    );
    return all.filter(({ subject }) => /^(Reminder|Late)/.test(subject));
  };
  const ofSubject = (told: readonly Told[], id: string) =>
    told.filter(({ subjectId }) => subjectId === id).map((one) => one.id);
  const heard = () =>
    stream.events.filter(({ name }) => TYPES.includes(name)).map(({ body }) => JSON.parse(body) as Told);
  const delivered = () => server.requests.map(({ body }) => JSON.parse(body) as Told);

  /** On the stream, by mail and by webhook. */
  async function expectToldOnce(due: ReadonlyMap<string, string>): Promise<void> {
    const isHeard = () => [...due.values()].every((id) => ofSubject(heard(), id).length > 0);
    await until(isHeard, 60_000, 'everything to be heard');
    // Nobody waits any more for what the dead one had begun, and everybody looks again.
    await clock.setTo(minutesLater(5));
    await jobsRan();
    await isSilent();
    for (const [name, id] of due) {
      const events = ofSubject(heard(), id);
      expect([name, events]).toEqual([name, [expect.any(String)]]);
      expect([name, ofSubject(delivered(), id)]).toEqual([name, events]);
      expect([name, mails().filter(({ subject }) => subject.includes(name)).length]).toEqual([name, 1]);
    }
  }

  const others = (unlucky: ParleyProcess) => parley.workers.filter((worker) => worker !== unlucky);

  it('are told once each when it dies between what it noted and telling of it', async () => {
    const due = await madeDue('cut off');
    const [unlucky] = parley.workers;
    if (unlucky === undefined) throw new Error('There is no worker.');
    for (const other of others(unlucky)) other.signal('SIGSTOP');
    await unlucky.stop();
    await clock.setTo(minutesLater(31));
    await unlucky.start({ FAULT_POINTS: 'events.committed:kill' });
    await unlucky.ended();
    for (const other of others(unlucky)) other.signal('SIGCONT');
    // What the dead one had begun is free again.
    await clock.setTo(new Date(clock.now() + JOB_LEASE_MS).toISOString());
    await unlucky.start();
    await expectToldOnce(due);
  });

  it('are told once each while all three look for them, and one is killed meanwhile', async () => {
    const due = await madeDue('race');
    await clock.setTo(minutesLater(31));
    const isBegun = () => [...due.values()].some((id) => ofSubject(heard(), id).length > 0);
    await until(isBegun, 60_000, 'the first to be heard');
    const [unlucky] = parley.workers;
    await unlucky?.kill();
    await clock.setTo(new Date(clock.now() + JOB_LEASE_MS).toISOString());
    await unlucky?.start();
    await expectToldOnce(due);
  });
});

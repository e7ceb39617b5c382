import { COLLEAGUE, HOURS, WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { APP_SECRET, Parley } from '../support/parley';
import { ownerOf } from '../support/people';
import { callRaw } from '../support/raw-api';
import { postWebhook, textItem, webhookOf } from '../support/webhooks';

interface LogLine {
  pid: number;
  level: number;
  msg: string;
  correlationId?: string;
}

describe('what operators see', () => {
  let parley: Parley;
  let workerUrl: string;

  beforeAll(async () => {
    parley = await Parley.start({ env: { LOG_LEVEL: 'debug' } });
    await parley.worker.stop();
    workerUrl = await parley.worker.start();
  });

  afterAll(() => parley.stop());

  const logLines = () =>
    parley
      .logs()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as LogLine);

  it('API and worker say that they live, are ready, and how they are', async () => {
    for (const url of [parley.apiUrl, workerUrl]) {
      const [live, ready, metrics] = await Promise.all(
        ['/health/live', '/health/ready', '/metrics'].map((path) => fetch(`${url}${path}`)),
      );
      expect([live?.status, await live?.json()]).toEqual([200, { status: 'live' }]);
      expect([ready?.status, await ready?.json()]).toEqual([200, expect.objectContaining({ status: 'ready' })]);
      expect(metrics?.headers.get('content-type')).toContain('text/plain');
      expect(await metrics?.text()).toContain('process_cpu_seconds_total');
    }
  });

  it('metrics count items, turns, sends and refusals, and time each stage', async () => {
    const jane = await parley.newCustomer();
    await parley.simulator.customer(jane.id).sendsText('price');
    await parley.expectSent(jane, [WHICH_PIECE]);
    await parley.settled();
    await postWebhook(parley, webhookOf(parley, []), { signature: 'sha256=00' });
    const scrape = async () => `${await textOf(`${parley.apiUrl}/metrics`)}${await textOf(`${workerUrl}/metrics`)}`;
    const expected = [
      /^parley_webhook_items_total\{outcome="stored"\} [1-9]/m,
      /^parley_webhook_refusals_total\{reason="WEBHOOK.SIGNATURE"\} 1$/m,
      /^parley_turns_total\{outcome="committed"\} [1-9]/m,
      /^parley_sends_total\{outcome="sent"\} [1-9]/m,
      /^parley_stage_seconds_count\{stage="ingest"\} [1-9]/m,
      /^parley_queue_depth\{queue="lanes",state="waiting"\} \d/m,
      /^parley_oldest_pending_event_seconds \d/m,
      /^parley_parked\{kind="event"\} 0$/m,
    ];
    const text = await scrape();
    for (const line of expected) expect(text).toMatch(line);
  });

  it('one correlation id leads from the webhook to the Graph call and into the stored rows', async () => {
    const jane = await parley.newCustomer();
    await parley.simulator.customer(jane.id).sendsText('hello');
    await new Inbox(parley, jane).message('hello');
    const correlationId = 'corr-of-this-very-webhook';
    const headers = { 'x-correlation-id': correlationId };
    const answer = await postWebhook(parley, webhookOf(parley, [textItem(parley, jane.id, 'price')]), { headers });
    expect(answer.headers.get('x-correlation-id')).toBe(correlationId);
    await parley.expectSent(jane, [WHICH_PIECE]);
    await parley.settled();
    const lines = logLines().filter((line) => line.correlationId === correlationId);
    expect(lines.map(({ pid, msg }) => [pid, msg])).toEqual([
      [parley.api.pid, 'webhook stored'],
      [parley.worker.pid, 'send sent'],
    ]);
    const rows = await parley.database.collection('messages').find({ correlationId }).toArray();
    expect(rows.map(({ direction }) => direction as string).sort()).toEqual(['in', 'out']);
  });

  it('no text, token or secret of anybody stands in a log', async () => {
    const owner = await ownerOf(parley);
    const secrets = {
      inbound: 'my iban is DE02120300000000202051',
      person: 'the code is 4711-0815',
      app: 'call me under 0170-5550199',
      escalation: COLLEAGUE,
    };
    const jane = await parley.newCustomer('Johanna Geheim');
    const acts = parley.simulator.customer(jane.id);
    const inbox = new Inbox(parley, jane);
    await acts.sendsText('hours');
    await parley.expectSent(jane, [HOURS('Johanna Geheim')]);
    await acts.sendsText(secrets.inbound);
    // Refused, unanswered, failed and misdirected things are where texts slip into logs.
    await parley.simulator.inject({
      kind: 'refuse',
      status: 400,
      code: 100,
      message: `no: ${secrets.person}`,
      match: { customer: jane.id },
    });
    await inbox.send(secrets.person);
    await inbox.message(secrets.person, ({ status }) => status === 'failed');
    await parley.simulator.account(parley.account.id).typesInApp(jane.id, secrets.app);
    await inbox.message(secrets.app);
    await postWebhook(parley, `{"text":"${secrets.inbound}"`);
    await callRaw(parley, '/v1/auth/login', {
      method: 'POST',
      body: { email: parley.owner.email, password: 'wrong-Passw0rd-here' },
    });
    await callRaw(parley, `/v1/me?token=${owner.token}`, { token: `${owner.token}x` });
    await parley.settled();

    const logs = parley.logs();
    expect(logs.length).toBeGreaterThan(1_000);
    const never = [
      ...Object.values(secrets),
      'Johanna Geheim',
      HOURS('Johanna Geheim'),
      owner.token,
      parley.account.accessToken,
      parley.owner.password,
      parley.owner.email,
      'wrong-Passw0rd-here',
      APP_SECRET,
      parley.env['META_VERIFY_TOKEN'],
      parley.env['JWT_KEYS']?.split(':')[1],
      parley.env['ENCRYPTION_KEYS']?.split(':')[1],
    ];
    for (const secret of never) {
      expect(secret).toEqual(expect.any(String));
      expect(logs.split('\n').filter((line) => line.includes(secret as string))).toEqual([]);
    }
  });

  it('nothing of all this is an error', () => {
    expect(logLines().filter(({ level }) => level >= 50)).toEqual([]);
  });

  const textOf = async (url: string) => (await fetch(url)).text();
});

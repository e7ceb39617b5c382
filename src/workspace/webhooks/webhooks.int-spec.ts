import { createHmac } from 'node:crypto';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { SeenRequest } from '../../../test/support/http-fetch-contract';
import { LoopbackServer } from '../../../test/support/http-fetch-stages';
import { happened } from '../../../test/support/live-desk';
import { type Caller, type SignedUp, WorkspaceApp } from '../../../test/support/workspace-app';
import { AuditedChanges } from '../../shared/database';
import { type DomainEvent, DomainEvents } from '../../shared/events';
import { EventRelay } from '../../shared/events/event-relay';
import { RelayEvents } from '../../shared/events/relay-events.job';
import { MetricsService } from '../../shared/observability';
import { Clock, type ConversationId, newId, systemCaller, type WorkspaceId } from '../../shared/kernel';
import { HttpFetch, PublicAddresses } from '../../shared/providers/http-fetch';
import { PersonalDataRegistry } from '../privacy/personal-data-registry';
import { DeliverWebhooks } from './deliver-webhooks.job';
import { EndpointRounds } from './endpoint-rounds.service';
import { ForgetDeliveries } from './forget-deliveries.job';
import { WebhookDeliveriesRepository } from './repositories/webhook-deliveries.repository';
import type { WebhookDeliveryRow } from './schemas/webhook-delivery.schema';
import { WebhookDirectory } from './webhook-directory.service';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const NOTHING: SeenRequest = { headers: {}, body: '', method: '', path: '' };

interface Webhook {
  id: string;
  secret: string;
  active: boolean;
  failingSince?: string;
  disabledReason?: string;
}

interface Delivery {
  id: string;
  eventId: string;
  status: string;
  attempts: number;
  lastStatus?: number;
  lastError?: string;
  body: string;
}

describe('webhooks', () => {
  let api: WorkspaceApp;
  let ann: SignedUp;
  let caller: Caller;
  let server: LoopbackServer;
  /** Of the application's clock behind this machine's. */
  let ahead = 0;

  beforeAll(async () => {
    api = await WorkspaceApp.start();
    openLoopback(api.app);
    const clock = api.app.get(Clock);
    jest.spyOn(clock, 'now').mockImplementation(() => new Date(Date.now() + ahead));
    ann = await api.signUp();
    caller = api.as(ann.token);
  });
  afterAll(() => api.stop());

  beforeEach(async () => {
    server = await LoopbackServer.start();
    server.answers.set('/a', { status: 204 });
    server.answers.set('/b', { status: 204 });
  });
  afterEach(async () => {
    ahead = 0;
    jest.restoreAllMocks();
    jest.spyOn(api.app.get(Clock), 'now').mockImplementation(() => new Date(Date.now() + ahead));
    // As when they are deleted, so that the process notices.
    const gone = { $set: { active: false, expiresAt: new Date() }, $currentDate: { changedAt: true as const } };
    await api.rows.collection('webhookEndpoints').updateMany({ workspaceId: ann.workspaceId }, gone);
    await api.app.get(WebhookDirectory).refresh();
    await api.rows.collection('webhookDeliveries').deleteMany({ workspaceId: ann.workspaceId });
    await server.stop();
  });

  /** Only tests may have servers on this machine. */
  function openLoopback(app: NestFastifyApplication): void {
    for (const type of [HttpFetch, PublicAddresses]) {
      const one = app.get<{ resolver: object }>(type, { strict: false });
      Reflect.set(one, 'resolver', { ...one.resolver, allowLoopback: true });
    }
  }

  const path = (rest = '') => `/v1/workspaces/${ann.workspaceId}/webhooks${rest}`;
  const create = async (to = '/a', types: string[] = ['message.received']): Promise<Webhook> => {
    const { body, status } = await caller.call<Webhook>('POST', path(), { url: server.origin + to, types });
    expect(status).toBe(201);
    await api.app.get(WebhookDirectory).refresh();
    return body;
  };
  const told = (part: Partial<DomainEvent> = {}) => {
    const workspaceId = ann.workspaceId as WorkspaceId;
    return happened(newId(), { workspaceId, conversationId: newId<ConversationId>(), ...part });
  };
  const publish = (...events: DomainEvent[]) => api.app.get(DomainEvents).publish(events);
  const deliver = async (app = api.app) => {
    await app.get(DeliverWebhooks).run();
    await app.get(EndpointRounds).idle();
  };
  const later = async (ms: number) => {
    ahead += ms;
    await deliver();
  };
  const arrived = (to = '/a') =>
    server.requests.filter((request) => request.path === to).map(({ body }) => (JSON.parse(body) as { id: string }).id);
  const deliveries = async ({ id }: Webhook, query = '') => {
    const { body } = await caller.call<{ items: Delivery[]; nextCursor?: string }>(
      'GET',
      path(`/${id}/deliveries${query}`),
    );
    return body;
  };
  const get = async ({ id }: Webhook) => (await caller.call<Webhook>('GET', path(`/${id}`))).body;

  it('are told what they asked for, once, signed, and nothing else', async () => {
    const webhook = await create();
    const event = told();
    await publish(event, told({ type: 'contact.changed' }), told({ workspaceId: 'w-other' as WorkspaceId }));
    await publish(event);
    await deliver();
    await deliver();
    expect(server.requests).toHaveLength(1);
    const [{ headers, body, method } = NOTHING] = server.requests;
    expect([method, headers['content-type'], headers['parley-event']]).toEqual([
      'POST',
      'application/json; charset=utf-8',
      'message.received',
    ]);
    expect(JSON.parse(body)).toMatchObject({ id: event.id, type: 'message.received', data: { text: 'line\nbreak' } });
    const [, t = '', v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers['parley-signature'] ?? '') ?? [];
    expect(createHmac('sha256', webhook.secret).update(`${t}.${body}`).digest('hex')).toBe(v1);
    const { items } = await deliveries(webhook);
    expect(items).toMatchObject([{ eventId: event.id, status: 'delivered', attempts: 1, lastStatus: 204 }]);
    const { body: detail } = await caller.call<Delivery>(
      'GET',
      path(`/${webhook.id}/deliveries/${items[0]?.id ?? ''}`),
    );
    expect(detail.body).toBe(body);
    expect(headers['parley-delivery']).toBe(detail.id);
  });

  it('hear of a change through the API once that is committed, and of none that was undone', async () => {
    await create('/a', ['task.changed']);
    const changes = api.app.get(AuditedChanges);
    const news = api.app.get(DomainEvents);
    const [kept, undone] = [told({ type: 'task.changed' }), told({ type: 'task.changed' })];
    const by = systemCaller('test', 'corr-0001');
    await changes.run(by, () => news.record(kept));
    const failed = changes.run(by, async () => {
      await news.record(undone);
      throw new Error('undone');
    });
    await expect(failed).rejects.toThrow('undone');
    while ((await api.rows.collection('domainEvents').countDocuments()) > 0) await new Promise(setImmediate);
    await deliver();
    expect(arrived()).toEqual([kept.id]);
  });

  it('hear of a change once, also when the process dies before it could tell', async () => {
    await create('/a', ['task.changed']);
    const event = told({ type: 'task.changed' });
    const dead = jest.spyOn(api.app.get(EventRelay, { strict: false }), 'ring').mockReturnValue();
    const by = systemCaller('test', 'corr-0001');
    await api.app.get(AuditedChanges).run(by, () => api.app.get(DomainEvents).record(event));
    expect(dead).toHaveBeenCalledTimes(1);
    const sweep = api.app.get(RelayEvents, { strict: false });
    await sweep.run();
    expect(await api.rows.collection('domainEvents').countDocuments()).toBe(1);
    ahead += 4_000;
    await Promise.all([sweep.run(), sweep.run()]);
    await deliver();
    expect(arrived()).toEqual([event.id]);
    expect(await api.rows.collection('domainEvents').countDocuments()).toBe(0);
  });

  it('are told again, later and later, what did not arrive, for three days and then no more', async () => {
    server.answers.set('/a', { status: 500 });
    const webhook = await create();
    await publish(told());
    await deliver();
    expect(server.requests).toHaveLength(1);
    await later(5_000);
    expect(server.requests).toHaveLength(1);
    for (let hour = 0; hour < 24 * 4; hour += 1) await later(60 * MINUTE_MS);
    const count = server.requests.length;
    expect(count).toBeGreaterThan(12);
    expect(count).toBeLessThan(30);
    const page = await deliveries(webhook, '?status=failed');
    expect(page.items).toMatchObject([
      { attempts: count, lastStatus: 500, lastError: 'The server answered with the status 500.' },
    ]);
    server.answers.set('/a', { status: 200 });
    await later(DAY_MS);
    expect(server.requests).toHaveLength(count);
  });

  it('are counted by how they went, and by how long the oldest waits', async () => {
    const numbers = async () => {
      const { body } = await api.app.get(MetricsService).scrape();
      const of = (name: string) =>
        Number(
          body
            .split('\n')
            .find((line) => line.startsWith(`${name} `))
            ?.split(' ')[1] ?? 0,
        );
      const outcome = (name: string) => of(`parley_webhook_deliveries_total{outcome="${name}"}`);
      return {
        went: ['delivered', 'retried', 'failed'].map(outcome),
        oldest: Math.round(of('parley_oldest_webhook_delivery_seconds')),
      };
    };
    const since = (before: number[], after: number[]) => after.map((count, index) => count - (before[index] ?? 0));
    server.answers.set('/a', { status: 500 });
    await create();
    const { went: before } = await numbers();
    await publish(told());
    await deliver();
    ahead += 10 * MINUTE_MS;
    const waiting = await numbers();
    expect([since(before, waiting.went), Math.round(waiting.oldest / 60)]).toEqual([[0, 1, 0], 10]);
    server.answers.set('/a', { status: 204 });
    await later(60 * MINUTE_MS);
    const done = await numbers();
    expect([since(before, done.went), done.oldest]).toEqual([[1, 1, 0], 0]);
    server.answers.set('/a', { status: 410 });
    await publish(told());
    await deliver();
    expect(since(before, (await numbers()).went)).toEqual([1, 1, 1]);
  });

  it('are told again on request: one, or all that failed', async () => {
    server.answers.set('/a', { status: 400 });
    const webhook = await create();
    const events = [told(), told(), told()];
    await publish(...events);
    for (let day = 0; day < 4; day += 1) for (let hour = 0; hour < 24; hour += 3) await later(3 * 60 * MINUTE_MS);
    expect((await deliveries(webhook, '?status=failed')).items).toHaveLength(3);
    server.answers.set('/a', { status: 200 });
    server.requests.length = 0;
    const [first] = (await deliveries(webhook)).items;
    const one = await caller.call<Delivery>('POST', path(`/${webhook.id}/deliveries/${first?.id ?? ''}/redeliver`));
    expect([one.status, one.body.status, one.body.attempts]).toEqual([202, 'pending', 0]);
    await deliver();
    expect(arrived()).toEqual([first?.eventId]);
    const all = await caller.call<{ count: number }>('POST', path(`/${webhook.id}/redeliver-failed`));
    expect([all.status, all.body.count]).toEqual([202, 2]);
    await deliver();
    expect(new Set(arrived())).toEqual(new Set(events.map(({ id }) => id)));
    expect((await get(webhook)).failingSince).toBeUndefined();
  });

  it('are told again in shares, however many have failed, and whoever dies meanwhile', async () => {
    const webhook = await create();
    await publish(told());
    await deliver();
    const rows = api.rows.collection<WebhookDeliveryRow>('webhookDeliveries');
    const which = { workspaceId: ann.workspaceId as WorkspaceId, endpointId: webhook.id };
    const [row] = await rows.find(which).toArray();
    if (row === undefined) throw new Error('Nothing was delivered.');
    const failed = Array.from({ length: 250 }, (_, index) => {
      const at = new Date(Date.now() - DAY_MS + index);
      const names = { _id: newId(), eventId: `event-${index}`, lane: `lane-${index}`, body: `{"id":"event-${index}"}` };
      return { ...row, ...names, place: index, status: 'failed' as const, createdAt: at, lastAttemptAt: at };
    });
    await rows.insertMany(failed);
    server.requests.length = 0;
    // The first round is cut off, whether the request or the job begins it; and another one fails after that.
    jest.spyOn(api.app.get(WebhookDeliveriesRepository), 'due').mockRejectedValueOnce(new Error('died'));
    const asked = await caller.call<{ count: number }>('POST', path(`/${webhook.id}/redeliver-failed`));
    expect([asked.status, asked.body.count]).toEqual([202, 250]);
    const later = { ...row, _id: newId(), status: 'failed' as const, lastAttemptAt: new Date(Date.now() + MINUTE_MS) };
    await rows.insertOne(later);
    await deliver();
    // The request's own round may still be on its way.
    while ((await rows.countDocuments({ ...which, status: 'pending' })) < 200) await new Promise(setImmediate);
    await api.app.get(EndpointRounds).idle();
    expect((await caller.call<Webhook>('GET', path(`/${webhook.id}`))).body).toMatchObject({ redelivering: true });
    expect(arrived()).toEqual([]);
    ahead += 2 * MINUTE_MS;
    await deliver();
    expect(arrived().sort()).toEqual(failed.map(({ eventId }) => eventId).sort());
    expect(await rows.distinct('_id', { ...which, status: 'failed' })).toEqual([later._id]);
    expect((await caller.call<Webhook>('GET', path(`/${webhook.id}`))).body).toMatchObject({ redelivering: false });
    expect(await caller.call('POST', path(`/${webhook.id}/redeliver-failed`))).toMatchObject({ body: { count: 1 } });
  });

  it('hear of a conversation in order, also when something is told again; others do not wait for it', async () => {
    await create();
    const conversationId = newId<ConversationId>();
    const lane = [told({ conversationId }), told({ conversationId }), told({ conversationId })];
    const other = told();
    server.answers.set('/a', (response) => {
      const isFirst = server.requests.at(-1)?.body.includes(lane[0]?.id ?? '') === true;
      response.writeHead(isFirst ? 503 : 200).end();
    });
    await publish(...lane.slice(0, 2), other);
    await deliver();
    expect([...arrived()].sort()).toEqual([lane[0]?.id, other.id].sort());
    // What comes later waits with the others of its conversation.
    await publish(...lane.slice(2));
    await deliver();
    expect(arrived()).toHaveLength(2);
    server.answers.set('/a', { status: 200 });
    server.requests.length = 0;
    await later(MINUTE_MS);
    expect(arrived()).toEqual(lane.map(({ id }) => id));
  });

  it('wait an hour at most for something earlier of their conversation', async () => {
    await create();
    const conversationId = newId<ConversationId>();
    const lane = [told({ conversationId }), told({ conversationId })];
    server.answers.set('/a', (response) => {
      const isFirst = server.requests.at(-1)?.body.includes(lane[0]?.id ?? '') === true;
      response.writeHead(isFirst ? 422 : 200).end();
    });
    await publish(...lane);
    for (let minute = 0; minute < 130; minute += 5) await later(5 * MINUTE_MS);
    expect(arrived().filter((id) => id === lane[1]?.id)).toHaveLength(1);
  });

  it('keep the order of a conversation also when more is due than one round takes', async () => {
    await create();
    const conversationId = newId<ConversationId>();
    const [first, second] = [told({ conversationId }), told({ conversationId })];
    server.answers.set('/a', { status: 503 });
    await publish(first);
    await deliver();
    // All of these are due before what failed is tried again, and fill a round.
    ahead += 1_000;
    await publish(...Array.from({ length: 45 }, () => told()), second, ...Array.from({ length: 10 }, () => told()));
    server.answers.set('/a', { status: 200 });
    server.requests.length = 0;
    await later(MINUTE_MS);
    const lane = arrived().filter((id) => [first.id, second.id].includes(id));
    expect([lane, arrived().length]).toEqual([[first.id, second.id], 57]);
  });

  it('keep the order of what comes after one that nobody waits for any more', async () => {
    await create();
    const conversationId = newId<ConversationId>();
    const [refused, next, last] = [told({ conversationId }), told({ conversationId }), told({ conversationId })];
    let isAway = true;
    server.answers.set('/a', (response) => {
      const { body = '' } = server.requests.at(-1) ?? {};
      const isRefused = body.includes(refused.id) || (isAway && body.includes(next.id));
      response.writeHead(isRefused ? 422 : 200).end();
    });
    await publish(refused);
    for (let minute = 0; minute < 65; minute += 5) await later(5 * MINUTE_MS);
    await publish(next);
    await deliver();
    await publish(last);
    await deliver();
    expect(arrived()).not.toContain(last.id);
    isAway = false;
    await later(MINUTE_MS);
    expect(arrived().filter((id) => [next.id, last.id].includes(id))).toEqual([next.id, next.id, last.id]);
  });

  it('have arrived whatever the server says beside its status', async () => {
    const long = await create('/a');
    const endless = await create('/b');
    server.answers.set('/a', { status: 200, body: 'x'.repeat(200_000) });
    server.answers.set('/b', (response) => void response.writeHead(200).write('and then nothing more'));
    await publish(told());
    await deliver();
    for (const webhook of [long, endless])
      expect((await deliveries(webhook)).items).toMatchObject([{ status: 'delivered', attempts: 1 }]);
  });

  it('do not hold up each other', async () => {
    await create('/a');
    await create('/b');
    server.answers.set('/a', 'hangs');
    const event = told();
    await publish(event);
    await api.app.get(DeliverWebhooks).run();
    while (arrived('/b').length === 0) await new Promise(setImmediate);
    expect(arrived('/b')).toEqual([event.id]);
    await server.stop();
    await api.app.get(EndpointRounds).idle();
    server = await LoopbackServer.start();
  });

  it('that are away are left alone for a while, not asked for each event', async () => {
    server.answers.set('/a', { status: 502 });
    await create();
    await publish(...Array.from({ length: 40 }, () => told()));
    await deliver();
    expect(server.requests.length).toBeLessThanOrEqual(10);
    await deliver();
    expect(server.requests.length).toBeLessThanOrEqual(10);
    server.answers.set('/a', { status: 200 });
    await later(MINUTE_MS);
    await later(MINUTE_MS);
    expect(new Set(arrived()).size).toBe(40);
  });

  it('are each served by one worker at a time', async () => {
    const other = await api.anotherProcess();
    openLoopback(other);
    await create();
    const events = Array.from({ length: 60 }, () => told());
    await publish(...events);
    await Promise.all([deliver(), deliver(other)]);
    await Promise.all([deliver(), deliver(other)]);
    expect(arrived()).toHaveLength(60);
    await other.close();
  });

  it('of a worker that died are taken over', async () => {
    const webhook = await create();
    const lease = { owner: 'dead', until: new Date(Date.now() + MINUTE_MS) };
    const row = { _id: webhook.id as never, workspaceId: ann.workspaceId };
    await api.rows.collection('webhookEndpoints').updateOne(row, { $set: { lease, dueAt: lease.until } });
    await publish(told());
    await deliver();
    expect(arrived()).toEqual([]);
    await later(MINUTE_MS + 1);
    expect(arrived()).toHaveLength(1);
  });

  it('at which nothing arrives for five days are switched off, and people are told why', async () => {
    await api.rows
      .collection('users')
      .updateOne({ _id: ann.userId as never }, { $set: { emailVerifiedAt: new Date() } });
    server.answers.set('/a', 'breaks');
    const webhook = await create();
    await api.takeMails();
    for (let day = 0; day < 6; day += 1) {
      await publish(told());
      for (let hour = 0; hour < 24; hour += 4) await later(4 * 60 * MINUTE_MS);
    }
    const off = await get(webhook);
    expect([off.active, off.disabledReason]).toEqual([false, 'Nothing could be delivered for 5 days.']);
    const mails = await api.takeMails();
    expect(mails.map(({ to, subject }) => [to, subject])).toEqual([[ann.email, 'A webhook was switched off']]);
    expect(await api.auditActions()).toContain('webhook.disabled');
    server.requests.length = 0;
    await api.app.get(WebhookDirectory).refresh();
    await publish(told());
    await later(DAY_MS);
    expect(server.requests).toEqual([]);
    expect((await caller.call('POST', path(`/${webhook.id}/test`))).code).toBe('WEBHOOK.OFF');
    server.answers.set('/a', { status: 200 });
    const on = await caller.call<Webhook>('PATCH', path(`/${webhook.id}`), { active: true });
    expect([on.body.active, on.body.disabledReason]).toEqual([true, undefined]);
    await deliver();
    expect(server.requests.length).toBeGreaterThan(0);
  });

  it('that are gone are switched off at once', async () => {
    server.answers.set('/a', { status: 410 });
    const webhook = await create();
    await publish(told());
    await deliver();
    expect(await get(webhook)).toMatchObject({
      active: false,
      disabledReason: expect.stringContaining('410') as string,
    });
    expect((await deliveries(webhook)).items).toMatchObject([{ status: 'failed', attempts: 1 }]);
  });

  it('get a redirect counted as what it is: not delivered', async () => {
    server.answers.set('/a', { status: 302, headers: { location: '/b' } });
    const webhook = await create();
    await publish(told());
    await deliver();
    expect([arrived('/a').length, arrived('/b').length]).toEqual([1, 0]);
    expect((await deliveries(webhook)).items).toMatchObject([{ status: 'pending', lastStatus: 302 }]);
  });

  it.each([
    'http://10.0.0.1/x',
    'https://192.168.0.10/x',
    'https://169.254.169.254/latest',
    'https://[fd00::1]/x',
    'https://user:secret@example.com/x',
    'ftp://example.com/x',
    'https://example.com:22/x',
    'no address',
  ])('cannot be at %s', async (url) => {
    const { status, code } = await caller.call('POST', path(), { url, types: ['message.received'] });
    expect([status, code]).toEqual([400, 'WEBHOOK.URL_REFUSED']);
  });

  it('whose name leads inside later are told nothing', async () => {
    const webhook = await create();
    const row = { _id: webhook.id as never, workspaceId: ann.workspaceId };
    await api.rows.collection('webhookEndpoints').updateOne(row, { $set: { url: 'http://10.0.0.1/x' } });
    await publish(told());
    await deliver();
    expect((await deliveries(webhook)).items).toMatchObject([
      { status: 'pending', attempts: 1, lastError: expect.stringContaining('private-address') as string },
    ]);
  });

  it('sign with both secrets while the other side changes, and keep none of them readable', async () => {
    const webhook = await create();
    const rotated = await caller.call<Webhook>('POST', path(`/${webhook.id}/rotate-secret`), { overlapHours: 2 });
    expect(rotated.body.secret).not.toBe(webhook.secret);
    const signedBy = (secret: string) => {
      const { headers, body } = server.requests.at(-1) ?? NOTHING;
      const signature = headers['parley-signature'] ?? '';
      const t = /t=(\d+)/.exec(signature)?.[1] ?? '';
      return signature.includes(createHmac('sha256', secret).update(`${t}.${body}`).digest('hex'));
    };
    await publish(told());
    await deliver();
    expect([signedBy(webhook.secret), signedBy(rotated.body.secret)]).toEqual([true, true]);
    await publish(told());
    await later(121 * MINUTE_MS);
    expect([signedBy(webhook.secret), signedBy(rotated.body.secret)]).toEqual([false, true]);
    const stored = JSON.stringify(await api.rows.collection('webhookEndpoints').find().toArray());
    const shown = JSON.stringify([await get(webhook), (await caller.call('GET', path())).body]);
    for (const secret of [webhook.secret, rotated.body.secret]) {
      expect(stored).not.toContain(secret);
      expect(shown).not.toContain(secret);
    }
    expect(shown).not.toContain('sealed');
  });

  it('can be tried out, changed and deleted, and are told nothing afterwards', async () => {
    const webhook = await create();
    const test = await caller.call<Delivery>('POST', path(`/${webhook.id}/test`));
    expect(test.status).toBe(202);
    await deliver();
    expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ type: 'ping', subjectId: webhook.id });
    const changed = { types: ['contact.changed', 'contact.changed'], description: ' CRM ' };
    const { body } = await caller.call('PATCH', path(`/${webhook.id}`), changed);
    expect(body).toMatchObject({ types: ['contact.changed'], description: 'CRM', active: true });
    await api.app.get(WebhookDirectory).refresh();
    await publish(told(), told({ type: 'contact.changed' }));
    await deliver();
    expect(server.requests).toHaveLength(2);
    expect((await caller.call('DELETE', path(`/${webhook.id}`))).status).toBe(204);
    expect(await api.rows.collection('webhookDeliveries').countDocuments({ endpointId: webhook.id })).toBe(0);
    expect((await caller.call('GET', path(`/${webhook.id}`))).code).toBe('WEBHOOK.NOT_FOUND');
    expect((await caller.call('GET', path(`/${webhook.id}/deliveries`))).code).toBe('WEBHOOK.NOT_FOUND');
    const { body: left } = await caller.call<{ items: unknown[] }>('GET', path());
    expect(left.items).toEqual([]);
    await api.app.get(WebhookDirectory).refresh();
    await publish(told());
    expect(await api.rows.collection('webhookDeliveries').countDocuments({ endpointId: webhook.id })).toBe(0);
  });

  it('leave nothing behind when they are deleted, also what was kept for them afterwards', async () => {
    const webhook = await create();
    await publish(told());
    await caller.call('DELETE', path(`/${webhook.id}`));
    // This process has not heard of it yet.
    await publish(told());
    const left = () => api.rows.collection('webhookDeliveries').countDocuments({ endpointId: webhook.id });
    expect(await left()).toBe(1);
    await api.app.get(ForgetDeliveries).run();
    expect(await left()).toBe(0);
  });

  it('list deliveries page by page', async () => {
    const webhook = await create();
    const events = Array.from({ length: 5 }, () => told());
    for (const event of events) await publish(event);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await deliveries(webhook, `?limit=2${cursor === undefined ? '' : `&cursor=${cursor}`}`);
      seen.push(...page.items.map(({ eventId }) => eventId));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect([...seen].sort()).toEqual(events.map(({ id }) => id).sort());
  });

  it('cost nothing where there are none', async () => {
    await api.app.get(WebhookDirectory).refresh();
    const insert = jest.spyOn(api.rows.collection('webhookDeliveries'), 'insertMany');
    const before = await api.rows.collection('webhookDeliveries').countDocuments();
    await publish(told(), told());
    expect(insert).not.toHaveBeenCalled();
    expect(await api.rows.collection('webhookDeliveries').countDocuments()).toBe(before);
  });

  it('have a limit, and their secret and address stay out of the audit trail', async () => {
    const made = [];
    for (let count = 0; count < 20; count += 1) made.push(await create('/a?key=in-the-address'));
    const one = await caller.call('POST', path(), { url: `${server.origin}/a`, types: ['message.received'] });
    expect([one.status, one.code]).toEqual([409, 'WEBHOOK.TOO_MANY']);
    const trail = JSON.stringify(
      await api.rows.collection('auditEntries').find({ action: 'webhook.created' }).toArray(),
    );
    expect(trail).not.toContain('in-the-address');
    expect(trail).not.toContain('whsec_');
  });

  it('forget what was told of a person who is erased', async () => {
    await create();
    const gone = told();
    await publish(gone, told());
    const [about] = api.app
      .get(PersonalDataRegistry)
      .collections.filter(({ collection }) => collection === 'webhookDeliveries');
    const subject = { kind: 'contact' as const, workspaceId: ann.workspaceId as WorkspaceId, contactIds: [] };
    const share = about?.contact?.({ ...subject, conversationIds: [gone.conversationId ?? ('' as ConversationId)] });
    expect(share?.erasure).toBe('rows');
    const rows = await api.rows
      .collection('webhookDeliveries')
      .find({ ...share?.filter })
      .toArray();
    expect(rows.map(({ eventId }) => String(eventId))).toEqual([gone.id]);
  });
});

import type { AddressInfo } from 'node:net';
import { type HttpApp, startHttpApp } from '../../test/support/http-app';
import type { LogEvent } from './domain/log-event';
import { LogStreamAdminController } from './log-stream.admin.controller';
import { LogTail } from './log-tail.service';
import { LogEventsRepository } from './repositories/log-events.repository';

describe('the stream of the diagnostic log', () => {
  let stored: LogEvent[];
  let http: HttpApp;
  let url: string;

  beforeAll(async () => {
    const events = { since: async (from: Date) => stored.filter(({ at }) => at >= from) };
    http = await startHttpApp({
      controllers: [LogStreamAdminController],
      providers: [LogTail, { provide: LogEventsRepository, useValue: events }],
    });
    http.directory.add('root', {}, { platformAdmin: true });
    http.directory.add('ann', {});
    await http.app.listen(0, '127.0.0.1');
    url = `http://127.0.0.1:${(http.app.getHttpServer().address() as AddressInfo).port}/v1/admin/log-events/stream`;
  });

  afterAll(async () => {
    // The client keeps connections for a next request that never comes.
    http.app.getHttpServer().closeAllConnections();
    await http.app.close();
  });

  beforeEach(() => {
    stored = [];
  });

  const ticketFor = async (user: string) => {
    const answer = await fetch(`${url}/ticket`, { method: 'POST', headers: await http.signedIn(user) });
    return { status: answer.status, ...((await answer.json()) as { ticket: string }) };
  };
  const follow = async (query = '') => fetch(`${url}?ticket=${(await ticketFor('root')).ticket}${query}`);
  const event = (id: string, more: Partial<LogEvent> = {}) =>
    ({ id, at: http.clock.now(), category: 'jobs', level: 'info', message: 'job.done', ...more }) as LogEvent;

  it('is for platform admins, by a ticket that is good once', async () => {
    expect((await ticketFor('ann')).status).toBe(403);
    const { ticket } = await ticketFor('root');
    const first = await fetch(`${url}?ticket=${ticket}`);
    expect([first.status, first.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(first.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await fetch(`${url}?ticket=${ticket}`)).status).toBe(401);
    expect((await fetch(url)).status).toBe(401);
    await first.body?.cancel();
  });

  it('carries the events that fit, and ends with the process', async () => {
    const stream = await follow('&level=error');
    const text = stream.text();
    stored = [event('a'), event('b', { level: 'error' })];
    await http.app.get(LogTail).poll();
    http.app.get(LogTail).beforeApplicationShutdown();
    const heard = await text;
    expect(heard).toMatch(/^: open\n\nevent: log\ndata: \{.*"id":"b".*\}\n\n$/);
    expect(heard).not.toContain('"id":"a"');
  });

  it('forgets a client that is gone', async () => {
    const stream = await follow();
    await stream.body?.cancel();
    const { readers } = http.app.get<unknown, { readers: Set<unknown> }>(LogTail);
    while (readers.size > 0) await new Promise((resolve) => setImmediate(resolve));
  });
});

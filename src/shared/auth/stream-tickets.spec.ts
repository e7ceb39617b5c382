import { Controller, Get, Post } from '@nestjs/common';
import { type HttpApp, startHttpApp } from '../../../test/support/http-app';
import { Endpoint } from '../http';
import type { RequestContext, UserCaller } from '../kernel';
import { AcceptsTicket, Authenticated, Ctx, CurrentCaller, PlatformAdmin, Requires, StreamTickets } from './index';

@Controller()
class StreamsController {
  constructor(private readonly tickets: StreamTickets) {}

  @Post('v1/me/tickets')
  @Authenticated()
  @Endpoint({ summary: 'For the log' })
  forLog(@CurrentCaller() caller: UserCaller) {
    return this.tickets.issue(caller, 'log');
  }

  @Post('v1/workspaces/:workspaceId/tickets')
  @Requires('conversations.read')
  @Endpoint({ summary: 'For the inbox' })
  forInbox(@Ctx() context: RequestContext) {
    return this.tickets.issue(context, 'inbox');
  }

  @Get('v1/admin/log')
  @PlatformAdmin()
  @AcceptsTicket('log')
  @Endpoint({ summary: 'The log' })
  log(@CurrentCaller() { userId }: UserCaller) {
    return { userId };
  }

  @Get('v1/workspaces/:workspaceId/inbox')
  @Requires('conversations.read')
  @AcceptsTicket('inbox')
  @Endpoint({ summary: 'The inbox' })
  inbox(@Ctx() { workspaceId }: RequestContext) {
    return { workspaceId };
  }

  @Get('v1/workspaces/:workspaceId/contacts')
  @Requires('contacts.read')
  @Endpoint({ summary: 'No stream' })
  contacts() {
    return {};
  }
}

describe('stream tickets', () => {
  let http: HttpApp;

  beforeEach(async () => {
    http = await startHttpApp({ controllers: [StreamsController] });
    http.directory.add('ann', { w1: 'agent', w2: 'agent' });
    http.directory.add('root', {}, { platformAdmin: true });
    http.directory.apiKeys.set('pk_good', {
      id: 'key',
      workspaceId: 'w1' as never,
      permissions: ['conversations.read'],
    });
  });
  afterEach(() => http.app.close());

  const ticketOf = async (user: string, url: string) => {
    const response = await http.inject({ method: 'POST', url, headers: await http.signedIn(user) });
    return response.json<{ ticket: string }>().ticket;
  };
  const open = async (url: string, ticket: string) => (await http.inject(`${url}?ticket=${ticket}`)).statusCode;

  it('open the stream that they are for, once', async () => {
    const ticket = await ticketOf('ann', '/v1/workspaces/w1/tickets');
    expect(await open('/v1/workspaces/w1/inbox', ticket)).toBe(200);
    const again = await http.inject(`/v1/workspaces/w1/inbox?ticket=${ticket}`);
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([401, 'AUTH.TICKET_INVALID']);
  });

  it('are kept hashed', async () => {
    const ticket = await ticketOf('ann', '/v1/workspaces/w1/tickets');
    expect(JSON.stringify([...http.redis.values])).not.toContain(ticket);
  });

  it('open neither another workspace, another stream, nor a route that is none', async () => {
    const inbox = '/v1/workspaces/w1/tickets';
    expect(await open('/v1/workspaces/w2/inbox', await ticketOf('ann', inbox))).toBe(401);
    expect(await open('/v1/workspaces/w1/contacts', await ticketOf('ann', inbox))).toBe(401);
    expect(await open('/v1/admin/log', await ticketOf('root', '/v1/me/tickets'))).toBe(200);
    expect(await open('/v1/workspaces/w1/inbox', await ticketOf('ann', '/v1/me/tickets'))).toBe(401);
  });

  it('give nobody more than they have when the stream is opened', async () => {
    expect(await open('/v1/admin/log', await ticketOf('ann', '/v1/me/tickets'))).toBe(403);
    const ticket = await ticketOf('ann', '/v1/workspaces/w1/tickets');
    http.directory.roles.delete('ann/w1');
    expect(await open('/v1/workspaces/w1/inbox', ticket)).toBe(404);
  });

  it('end with the sign-in', async () => {
    const ticket = await ticketOf('ann', '/v1/workspaces/w1/tickets');
    http.directory.endedSessions.add('session-of-ann');
    expect(await open('/v1/workspaces/w1/inbox', ticket)).toBe(401);
  });

  it.each(['x', 'x'.repeat(65), '__proto__', '%00'])('are not guessed by %s', async (guess) => {
    expect(await open('/v1/workspaces/w1/inbox', guess)).toBe(401);
  });

  it('are for people, and not to be had while Redis is away', async () => {
    const asMachine = {
      method: 'POST',
      url: '/v1/workspaces/w1/tickets',
      headers: { authorization: 'Bearer pk_good' },
    } as const;
    expect((await http.inject(asMachine)).statusCode).toBe(403);
    http.redis.away = true;
    const away = await http.inject({ method: 'POST', url: '/v1/me/tickets', headers: await http.signedIn('ann') });
    expect([away.statusCode, away.json<{ code: string }>().code]).toEqual([503, 'AUTH.TICKETS_UNAVAILABLE']);
  });
});

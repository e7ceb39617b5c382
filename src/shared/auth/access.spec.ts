import { createHmac } from 'node:crypto';
import { Controller, Get, Post } from '@nestjs/common';
import { type HttpApp, startHttpApp, TEST_ENV } from '../../../test/support/http-app';
import { Endpoint } from '../http';
import type { RequestContext, UserCaller } from '../kernel';
import { Authenticated, Ctx, CurrentCaller, PlatformAdmin, Public, Requires, type Role } from './index';

@Controller()
class RoomsController {
  @Get('v1/open')
  @Public()
  @Endpoint({ summary: 'Open' })
  open() {
    return { open: true };
  }

  @Get('v1/me')
  @Authenticated()
  @Endpoint({ summary: 'Me' })
  me(@CurrentCaller() caller: UserCaller) {
    return caller;
  }

  @Get('v1/admin/things')
  @PlatformAdmin()
  @Endpoint({ summary: 'Admin' })
  admin() {
    return {};
  }

  @Get('v1/workspaces/:workspaceId/things')
  @Requires('contacts.read')
  @Endpoint({ summary: 'Read' })
  read(@Ctx() context: RequestContext) {
    return context;
  }

  @Post('v1/workspaces/:workspaceId/things')
  @Requires('contacts.write')
  @Endpoint({ summary: 'Write' })
  write() {
    return {};
  }

  @Post('v1/workspaces/:workspaceId/settings')
  @Requires('workspace.manage')
  @Endpoint({ summary: 'Manage' })
  manage() {
    return {};
  }
}

const [NEW_KEY = '', OLD_KEY = ''] = TEST_ENV.JWT_KEYS.split(',').map((pair) => pair.split(':')[1]);
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

interface TokenParts {
  header?: object;
  claims?: object;
  key?: string;
  algorithm?: string;
}

/** A token as anyone could forge it; by default a valid one. */
function forge({ header = {}, claims = {}, key = NEW_KEY, algorithm = 'sha256' }: TokenParts): string {
  const now = Math.floor(Date.now() / 1000);
  const valid = { sub: 'ann', sid: 'session-of-ann', iss: 'parley', aud: 'parley-api', iat: now, exp: now + 300 };
  const content = `${part({ alg: 'HS256', typ: 'JWT', kid: 'k2', ...header })}.${part({ ...valid, ...claims })}`;
  return `${content}.${createHmac(algorithm, key).update(content).digest('base64url')}`;
}

describe('access', () => {
  let http: HttpApp;

  beforeAll(async () => {
    http = await startHttpApp({ controllers: [RoomsController] });
    http.directory.add('ann', { w1: 'owner' });
    http.directory.add('admin', {}, { platformAdmin: true });
    http.directory.add('gone', { w1: 'owner' }, { disabled: true });
    http.directory.add('left', { w1: 'owner' });
    http.directory.endedSessions.add('session-of-left');
    for (const role of ['owner', 'admin', 'agent', 'viewer'] satisfies Role[])
      http.directory.add(role, { w1: role, 'w.1': role });
  });
  afterAll(() => http.app.close());

  const me = async (token: string) =>
    (await http.inject({ url: '/v1/me', headers: { authorization: token } })).statusCode;
  const ago = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

  it('accepts our own token, which names the user and the sign-in only', async () => {
    const headers = await http.signedIn('ann');
    const response = await http.inject({ url: '/v1/me', headers: { ...headers, 'x-correlation-id': 'corr-0001' } });
    expect(response.json()).toEqual({
      userId: 'ann',
      actor: { kind: 'user', userId: 'ann' },
      sessionId: 'session-of-ann',
      correlationId: 'corr-0001',
      ip: '127.0.0.1',
    });
    const claims = JSON.parse(Buffer.from(headers.authorization.split('.')[1] ?? '', 'base64url').toString()) as object;
    expect(Object.keys(claims).sort()).toEqual(['aud', 'exp', 'iat', 'iss', 'jti', 'sid', 'sub']);
  });

  it('verifies the control token of these tests', async () => {
    expect(await me(`Bearer ${forge({})}`)).toBe(200);
  });

  it('forgives clocks that differ by seconds', async () => {
    expect(await me(`Bearer ${forge({ claims: { iat: ago(300), exp: ago(2) } })}`)).toBe(200);
    expect(await me(`Bearer ${forge({ claims: { iat: ago(-3), exp: ago(-300) } })}`)).toBe(200);
  });

  it('still accepts tokens of the older key', async () => {
    expect(await me(`Bearer ${forge({ header: { kid: 'k1' }, key: OLD_KEY })}`)).toBe(200);
  });

  it.each<[string, () => string]>([
    ['no scheme', () => forge({})],
    ['rubbish', () => 'Bearer rubbish'],
    ['rubbish in three parts', () => 'Bearer a.b.c'],
    ['algorithm none', () => `Bearer ${part({ alg: 'none', kid: 'k2' })}.${part({ sub: 'ann' })}.`],
    ['another algorithm', () => `Bearer ${forge({ header: { alg: 'HS512' }, algorithm: 'sha512' })}`],
    ['an unknown key id', () => `Bearer ${forge({ header: { kid: 'k9' } })}`],
    ['no key id', () => `Bearer ${forge({ header: { kid: undefined } })}`],
    ['a key id that is no text', () => `Bearer ${forge({ header: { kid: { $ne: 1 } } })}`],
    ['the key of another id', () => `Bearer ${forge({ header: { kid: 'k1' } })}`],
    ['another issuer', () => `Bearer ${forge({ claims: { iss: 'other' } })}`],
    ['another audience', () => `Bearer ${forge({ claims: { aud: 'other' } })}`],
    ['an expired token', () => `Bearer ${forge({ claims: { iat: ago(400), exp: ago(100) } })}`],
    ['a token older than ten minutes', () => `Bearer ${forge({ claims: { iat: ago(606), exp: ago(-3600) } })}`],
    ['a token without a time of issue', () => `Bearer ${forge({ claims: { iat: undefined } })}`],
    ['a token from the future', () => `Bearer ${forge({ claims: { iat: ago(-30), exp: ago(-300) } })}`],
    ['a token of a step of signing in', () => `Bearer ${forge({ claims: { aud: 'parley-second-factor' } })}`],
    ['a refresh token', () => `Bearer rt_${'0'.repeat(24)}.${'f'.repeat(22)}.${'s'.repeat(43)}`],
    ['an unknown API key', () => 'Bearer pk_unknown'],
    ['an unknown user', () => `Bearer ${forge({ claims: { sub: 'nobody', sid: 'session-of-nobody' } })}`],
    ['a subject that is no text', () => `Bearer ${forge({ claims: { sub: { $ne: null } } })}`],
    ['no sign-in', () => `Bearer ${forge({ claims: { sid: undefined } })}`],
    ['a sign-in that is no text', () => `Bearer ${forge({ claims: { sid: { $ne: null } } })}`],
    ['the sign-in of somebody else', () => `Bearer ${forge({ claims: { sid: 'session-of-owner' } })}`],
    ['a sign-in that was ended', () => `Bearer ${forge({ claims: { sub: 'left', sid: 'session-of-left' } })}`],
    ['a disabled user', () => `Bearer ${forge({ claims: { sub: 'gone', sid: 'session-of-gone' } })}`],
  ])('refuses %s', async (_, token) => {
    expect(await me(token())).toBe(401);
  });

  it('asks for a bearer token in the header that HTTP has for it', async () => {
    expect((await http.inject('/v1/me')).headers['www-authenticate']).toBe('Bearer');
  });

  const routes = {
    open: { method: 'GET', url: '/v1/open' },
    me: { method: 'GET', url: '/v1/me' },
    admin: { method: 'GET', url: '/v1/admin/things' },
    read: { method: 'GET', url: '/v1/workspaces/w1/things' },
    write: { method: 'POST', url: '/v1/workspaces/w1/things' },
    manage: { method: 'POST', url: '/v1/workspaces/w1/settings' },
    elsewhere: { method: 'GET', url: '/v1/workspaces/w2/things' },
    badId: { method: 'GET', url: '/v1/workspaces/w%2e1/things' },
  } as const;

  it.each<[string | null, Record<keyof typeof routes, number>]>([
    [null, { open: 200, me: 401, admin: 401, read: 401, write: 401, manage: 401, elsewhere: 401, badId: 401 }],
    ['viewer', { open: 200, me: 200, admin: 403, read: 200, write: 403, manage: 403, elsewhere: 404, badId: 404 }],
    ['agent', { open: 200, me: 200, admin: 403, read: 200, write: 200, manage: 403, elsewhere: 404, badId: 404 }],
    ['owner', { open: 200, me: 200, admin: 403, read: 200, write: 200, manage: 200, elsewhere: 404, badId: 404 }],
    ['admin', { open: 200, me: 200, admin: 403, read: 200, write: 200, manage: 200, elsewhere: 404, badId: 404 }],
  ])('decides for %s', async (user, expected) => {
    if (user === 'admin') http.directory.add('admin', { w1: 'admin' });
    const headers = user === null ? {} : await http.signedIn(user);
    for (const [name, route] of Object.entries(routes)) {
      const { statusCode } = await http.inject({ ...route, headers });
      expect({ name, statusCode }).toEqual({ name, statusCode: expected[name as keyof typeof routes] });
    }
  });

  it('lets a platform admin into admin routes, but into no workspace', async () => {
    const headers = await http.signedIn(http.directory.add('root', {}, { platformAdmin: true }));
    expect((await http.inject({ ...routes.admin, headers })).statusCode).toBe(200);
    const response = await http.inject({ ...routes.read, headers });
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'WORKSPACE.NOT_FOUND']);
  });

  it('hands the handler its context', async () => {
    const headers = { ...(await http.signedIn('viewer')), 'x-correlation-id': 'corr-0001' };
    const response = await http.inject({ ...routes.read, headers });
    expect(response.json()).toEqual({
      workspaceId: 'w1',
      actor: { kind: 'user', userId: 'viewer' },
      sessionId: 'session-of-viewer',
      correlationId: 'corr-0001',
      ip: '127.0.0.1',
    });
  });
});

describe('the check of routes at boot', () => {
  @Controller('v1/forgotten')
  class ForgottenController {
    @Get()
    leak() {
      return {};
    }
  }

  it('stops the boot with the name of a route without an access rule', async () => {
    await expect(startHttpApp({ controllers: [ForgottenController] })).rejects.toThrow(
      'ForgottenController.leak (/v1/forgotten) declares neither',
    );
  });
});

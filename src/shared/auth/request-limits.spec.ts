import { pbkdf2 } from 'node:crypto';
import { Controller, Get, Post } from '@nestjs/common';
import { type HttpApp, startHttpApp } from '../../../test/support/http-app';
import { Endpoint } from '../http';
import { RateLimiter, type RateVerdict } from '../redis';
import { addressBlockOf } from './address-block';
import { Authenticated, Public, RateLimit, Requires, SignInLimit } from './index';

@Controller()
class LimitedController {
  @Get('v1/open')
  @Public()
  @Endpoint({ summary: 'Open' })
  open() {
    return {};
  }

  @Post('v1/auth/guess')
  @Public()
  @SignInLimit()
  @Endpoint({ summary: 'Guess' })
  guess() {
    return {};
  }

  @Post('v1/me/mail')
  @Authenticated()
  @RateLimit({ name: 'mail', by: 'account', limit: 2, perSeconds: 60 })
  @Endpoint({ summary: 'Mail' })
  mail() {
    return {};
  }

  @Post('v1/workspaces/:workspaceId/export')
  @Requires('workspace.read')
  @RateLimit({ name: 'export', by: 'workspace', limit: 1, perSeconds: 3_600 })
  @Endpoint({ summary: 'Export' })
  export() {
    return {};
  }
}

describe('rate limits', () => {
  let http: HttpApp;

  beforeEach(async () => {
    http = await startHttpApp({ controllers: [LimitedController] });
    http.directory.add('ann', { w1: 'owner' });
    http.directory.add('bob', { w1: 'viewer', w2: 'owner' });
  });
  afterEach(() => http.app.close());

  const post = async (url: string, user?: string, remoteAddress = '10.0.0.1') => {
    const headers = user === undefined ? {} : await http.signedIn(user);
    return http.inject({ method: 'POST', url, headers, remoteAddress });
  };

  it('refuse with 429, a code and the time to wait', async () => {
    for (let index = 0; index < 2; index += 1) expect((await post('/v1/me/mail', 'ann')).statusCode).toBe(200);
    const refused = await post('/v1/me/mail', 'ann');
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([429, 'RATE.LIMITED']);
    expect(refused.headers['retry-after']).toBe('30');
    expect((await post('/v1/me/mail', 'bob')).statusCode).toBe(200);
  });

  it('count a workspace for all its members, and no stranger against it', async () => {
    http.directory.add('eve');
    expect((await post('/v1/workspaces/w1/export', 'eve')).statusCode).toBe(404);
    expect((await post('/v1/workspaces/w1/export', 'ann')).statusCode).toBe(200);
    expect((await post('/v1/workspaces/w1/export', 'bob')).statusCode).toBe(429);
    expect((await post('/v1/workspaces/w2/export', 'bob')).statusCode).toBe(200);
  });

  it('count guesses by address', async () => {
    const statuses = [];
    for (let index = 0; index < 31; index += 1) statuses.push((await post('/v1/auth/guess')).statusCode);
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 200), 429]);
    expect((await post('/v1/auth/guess', undefined, '10.0.0.2')).statusCode).toBe(200);
  });

  it('count requests that are refused later, too', async () => {
    await post('/v1/me/mail');
    expect(http.redis.counts.get('ip:10.0.0.1')).toBe(1);
  });

  it('let everything pass while nobody can count, but what must not be guessed', async () => {
    http.redis.away = true;
    expect((await http.inject('/v1/open')).statusCode).toBe(200);
    expect((await post('/v1/me/mail', 'ann')).statusCode).toBe(200);
    const closed = await post('/v1/auth/guess');
    expect([closed.statusCode, closed.json<{ code: string }>().code]).toEqual([503, 'RATE.UNAVAILABLE']);
  });

  it('do not wait for a Redis that hangs', async () => {
    const never = new Promise<RateVerdict>(() => undefined);
    jest.spyOn(http.app.get(RateLimiter), 'take').mockReturnValue(never);
    expect((await http.inject('/v1/open')).statusCode).toBe(200);
    expect((await post('/v1/auth/guess')).statusCode).toBe(503);
  });

  it('take an answer that came while the process was busy for what it is', async () => {
    const busy = () =>
      new Promise<RateVerdict>((resolve) => {
        // Like a socket, it is read once the event loop gets that far.
        pbkdf2('x', 'y', 1, 32, 'sha256', () => resolve({ allowed: true }));
        for (const startedAt = performance.now(); performance.now() - startedAt < 700;);
      });
    jest.spyOn(http.app.get(RateLimiter), 'take').mockImplementation(busy);
    expect((await post('/v1/auth/guess')).statusCode).toBe(200);
  });
});

describe('addressBlockOf', () => {
  it.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:0db8:0001:0002::9', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['unknown', 'unknown'],
  ])('of %s is %s', (ip, block) => {
    expect(addressBlockOf(ip)).toBe(block);
  });
});

import { Controller, Get } from '@nestjs/common';
import { type HttpApp, startHttpApp } from '../../../test/support/http-app';
import { Authenticated } from '../auth';

const APP = 'https://inbox.example.org';

@Controller('v1/things')
class ThingsController {
  @Get()
  @Authenticated()
  list() {
    return [];
  }
}

describe('pages of other origins', () => {
  let http: HttpApp;

  beforeAll(async () => {
    http = await startHttpApp({
      controllers: [ThingsController],
      env: { CORS_ORIGINS: `${APP},http://localhost:5173` },
    });
    http.directory.add('ann');
  });
  afterAll(() => http.app.close());

  const preflight = (origin: string, headers: string) =>
    http.inject({
      method: 'OPTIONS',
      url: '/v1/things',
      headers: { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': headers },
    });

  it.each([APP, 'http://localhost:5173'])(
    'may call from %s, with a token, and read what went wrong',
    async (origin) => {
      const asked = await preflight(origin, 'authorization,idempotency-key');
      expect(asked.statusCode).toBe(204);
      expect(asked.headers['access-control-allow-origin']).toBe(origin);
      expect(asked.headers['access-control-allow-headers']).toMatch(/authorization.*idempotency-key/);
      const refused = await http.inject({ url: '/v1/things', headers: { origin } });
      expect([refused.statusCode, refused.headers['access-control-allow-origin']]).toEqual([401, origin]);
      const headers = { origin, ...(await http.signedIn('ann')) };
      const answered = await http.inject({ url: '/v1/things', headers });
      expect(answered.headers['access-control-expose-headers']).toContain('retry-after');
      expect(answered.headers['access-control-allow-credentials']).toBeUndefined();
    },
  );

  it.each(['https://evil.example', `${APP}.evil.example`, 'null', 'https://inbox.example.org:8443'])(
    'may not from %s',
    async (origin) => {
      const asked = await preflight(origin, 'authorization');
      expect(asked.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('may not from anywhere unless it is set', async () => {
    const closed = await startHttpApp({ controllers: [ThingsController] });
    const response = await closed.inject({ url: '/v1/things', headers: { origin: APP } });
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
    await closed.app.close();
  });
});

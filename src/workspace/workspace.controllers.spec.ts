import { contextOf, visitor } from '../../test/support/audit';
import { type HttpApp, startHttpApp } from '../../test/support/http-app';
import { AuthController } from './identity/auth.controller';
import { LogInService } from './identity/log-in.service';
import { SessionsService } from './identity/sessions.service';
import { SignUpsService } from './identity/sign-ups.service';
import { MeController } from './me.controller';
import { MembersController } from './members.controller';
import { MembersService } from './members.service';
import { WorkspaceLifecycle } from './workspace-lifecycle.service';
import { WorkspaceOverviews } from './workspace-overview.service';
import { WorkspacesController } from './workspaces.controller';
import { WorkspacesService } from './workspaces.service';

const VISITOR = { ...visitor, ip: '127.0.0.1' };
const TOKEN = { token: 'a-token', expiresAt: new Date('2026-01-01T00:00:00Z') };
const SIGN_UP = { email: 'mia@shop.example', password: 'correct horse', name: ' Mia ', workspaceName: 'Shop' };

describe('the routes of the workspace domain', () => {
  const identity = {
    signUp: jest.fn().mockResolvedValue(TOKEN),
    logIn: jest.fn().mockResolvedValue(TOKEN),
  };
  const workspaces = {
    me: jest.fn().mockResolvedValue({ id: 'ann' }),
    members: jest.fn().mockResolvedValue({ items: [] }),
  };
  const overviews = { of: jest.fn().mockResolvedValue({ id: 'w1' }) };
  let http: HttpApp;

  beforeAll(async () => {
    http = await startHttpApp({
      controllers: [AuthController, MeController, WorkspacesController, MembersController],
      providers: [
        { provide: SignUpsService, useValue: identity },
        { provide: LogInService, useValue: identity },
        { provide: SessionsService, useValue: {} },
        { provide: WorkspacesService, useValue: workspaces },
        { provide: WorkspaceOverviews, useValue: overviews },
        { provide: WorkspaceLifecycle, useValue: {} },
        { provide: MembersService, useValue: {} },
      ],
    });
    http.directory.add('ann', { w1: 'viewer' });
  });
  afterAll(() => http.app.close());
  beforeEach(() => jest.clearAllMocks());

  const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
    http.inject({ method: 'POST', url, payload, headers: { 'x-correlation-id': 'corr-0001', ...headers } });

  it('signs up', async () => {
    const response = await post('/v1/auth/signup', SIGN_UP);
    expect([response.statusCode, response.json()]).toEqual([201, JSON.parse(JSON.stringify(TOKEN))]);
    expect(identity.signUp).toHaveBeenCalledWith({ ...SIGN_UP, name: 'Mia' }, VISITOR);
  });

  it.each([
    ['password', { password: 'short' }],
    ['password', { password: 'x'.repeat(129) }],
    ['password', { password: { $ne: '' } }],
    ['email', { email: 'mia' }],
    ['email', { email: ['mia@shop.example'] }],
    ['name', { name: '   ' }],
    ['workspaceName', { workspaceName: 7 }],
    ['platformAdmin', { platformAdmin: true }],
    ['role', { role: 'owner' }],
  ])('refuses to sign up with a bad %s: %j', async (field, part) => {
    const response = await post('/v1/auth/signup', { ...SIGN_UP, ...part });
    expect(response.statusCode).toBe(400);
    const { errors } = response.json<{ errors: { field: string }[] }>();
    expect(new Set(errors.map((error) => error.field))).toEqual(new Set([field]));
    expect(identity.signUp).not.toHaveBeenCalled();
  });

  it('signs up once under one key, also for someone who is not signed in', async () => {
    const headers = { 'idempotency-key': 'sign-up-1' };
    const first = await post('/v1/auth/signup', SIGN_UP, headers);
    const again = await post('/v1/auth/signup', SIGN_UP, headers);
    expect(again.json()).toEqual(first.json());
    expect(identity.signUp).toHaveBeenCalledTimes(1);
    const other = await post('/v1/auth/signup', { ...SIGN_UP, password: 'another password' }, headers);
    expect(other.statusCode).toBe(422);
    expect(other.body).not.toContain('a-token');
  });

  it('logs in', async () => {
    const response = await post('/v1/auth/login', { email: 'mia@shop.example', password: 'correct horse' });
    expect(response.statusCode).toBe(200);
    expect(identity.logIn).toHaveBeenCalledWith('mia@shop.example', 'correct horse', VISITOR);
  });

  it('refuses an operator object as password', async () => {
    const response = await post('/v1/auth/login', { email: 'mia@shop.example', password: { $gt: '' } });
    expect(response.json()).toMatchObject({ status: 400, errors: [{ field: 'password' }, { field: 'password' }] });
    expect(identity.logIn).not.toHaveBeenCalled();
  });

  it('answers me, the workspace and its members to a member', async () => {
    const headers = { ...(await http.signedIn('ann')), 'x-correlation-id': 'corr-0001' };
    const context = { ...contextOf('w1', 'ann'), ip: '127.0.0.1' };
    expect((await http.inject({ url: '/v1/me', headers })).json()).toEqual({ id: 'ann' });
    expect((await http.inject({ url: '/v1/workspaces/w1', headers })).json()).toEqual({ id: 'w1' });
    expect(overviews.of).toHaveBeenCalledWith(context);
    await http.inject({ url: '/v1/workspaces/w1/members?limit=7&cursor=abc', headers });
    expect(workspaces.members).toHaveBeenCalledWith(context, 7, 'abc');
    expect((await http.inject({ url: '/v1/workspaces/w2/members', headers })).statusCode).toBe(404);
  });
});

import { type CallHandler, type ExecutionContext, HttpException, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { grantablePermissions, type Permission, permissionsOf, type Role, ROLES } from '../../src/shared/auth';
import { newId, systemCaller, type UserId, type WorkspaceId } from '../../src/shared/kernel';
import { ApiKeysService } from '../../src/workspace/access/api-keys.service';
import { WorkspaceFacade } from '../../src/workspace';
import { newTestName } from '../support/test-name';
import { unknownId, WholeApi } from '../support/whole-api';
import { type Access, ACCESS } from './access-table';

const PASSWORD = 'a-long-enough-phrase-31';
const PASSED = 299;
const caller = systemCaller('test', 'corr-0001');

/** Answers for every handler: whoever comes here has passed the guard. Nothing is done, so each route can be tried. */
class StopBehindTheGuard implements NestInterceptor {
  active = false;

  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (this.active) throw new HttpException({}, PASSED);
    return next.handle();
  }
}

/** As the guard lets them: `passed`, or the status of the refusal. */
type Verdict = 'passed' | 401 | 403 | 404;

const WHO = [
  'nobody',
  ...ROLES,
  'stranger',
  'platform admin',
  'acting admin',
  'full key',
  'reading key',
  'foreign key',
] as const;
type Who = (typeof WHO)[number];

const isRole = (who: Who): who is Role => (ROLES as readonly string[]).includes(who);
const READING: Permission[] = ['conversations.read', 'messages.read'];

/** What the table says about each caller. */
function expected(access: Exclude<Access, 'raw'>, who: Who): Verdict {
  if (access === 'public') return 'passed';
  if (who === 'nobody') return 401;
  if (access === 'signed-in') return who.endsWith('key') ? 403 : 'passed';
  if (access === 'platform-admin') return who === 'platform admin' || who === 'acting admin' ? 'passed' : 403;
  const permissions = permissionsIn(who);
  if (permissions === null) return 404;
  return permissions.includes(access) ? 'passed' : 403;
}

/** What the caller may do in the workspace; null for those who have no business there. */
function permissionsIn(who: Who): readonly Permission[] | null {
  if (isRole(who)) return permissionsOf[who];
  const others: Partial<Record<Who, readonly Permission[]>> = {
    'acting admin': permissionsOf.admin,
    'full key': grantablePermissions,
    'reading key': READING,
  };
  return others[who] ?? null;
}

describe('every route × everyone', () => {
  const guardOnly = new StopBehindTheGuard();
  const headers = new Map<Who, Record<string, string>>();
  let api: WholeApi;
  let workspaceId: WorkspaceId;

  beforeAll(async () => {
    api = await WholeApi.start((app) => app.useGlobalInterceptors(guardOnly));
    const owner = await person();
    workspaceId = owner.workspaceId;
    headers.set('nobody', {}).set('owner', await signedIn(owner.email));
    for (const role of ['admin', 'agent', 'viewer'] as const) {
      const { userId, email } = await person();
      await join(userId, role);
      headers.set(role, await signedIn(email));
    }
    const [stranger, admin] = [await person(), await person(true)];
    headers.set('stranger', await signedIn(stranger.email)).set('platform admin', await signedIn(admin.email));
    headers.set('acting admin', {
      ...(await signedIn(admin.email)),
      'x-acting-reason': 'A ticket of the owner asks for it',
    });
    headers.set('full key', await key(owner, grantablePermissions));
    headers.set('reading key', await key(owner, READING));
    headers.set('foreign key', await key(stranger, grantablePermissions));
    guardOnly.active = true;
  });

  afterAll(() => api.stop());

  const person = async (platformAdmin = false) => {
    const email = `${newTestName()}@example.org`;
    const owner = { email, password: PASSWORD, name: 'Mia', workspaceName: 'Shop', platformAdmin };
    return { email, ...(await api.app.get(WorkspaceFacade).createOwner(owner, caller)) };
  };

  const join = (userId: UserId, role: Role) =>
    api.connection
      .collection<{ _id: string }>('memberships')
      .insertOne({ _id: newId(), workspaceId, userId, role, createdAt: new Date() } as { _id: string });

  const signedIn = async (email: string) => {
    const response = await api.app.inject({
      method: 'POST',
      url: '/v1/auth/login',
      payload: { email, password: PASSWORD },
    });
    return { authorization: `Bearer ${response.json<{ token: string }>().token}` };
  };

  const key = async (owner: { userId: UserId; workspaceId: WorkspaceId }, permissions: readonly Permission[]) => {
    const context = {
      ...caller,
      actor: { kind: 'user' as const, userId: owner.userId },
      workspaceId: owner.workspaceId,
    };
    const { secret } = await api.app.get(ApiKeysService).create(context, { name: 'key', permissions });
    return { authorization: `Bearer ${secret}` };
  };

  const call = (method: string, url: string, who: Who) =>
    api.app.inject({
      method: method as 'GET',
      url,
      headers: headers.get(who) ?? {},
      ...(['GET', 'DELETE'].includes(method) ? {} : { payload: {} }),
    });

  const filled = (path: string) => path.replace(':workspaceId', workspaceId).replace(/:\w+/g, () => unknownId());

  async function verdict(method: string, path: string, who: Who): Promise<string | number> {
    const response = await call(method, filled(path), who);
    return response.statusCode === PASSED ? 'passed' : response.statusCode;
  }

  it('knows every live route, and no other', () => {
    const live = api.routes.map(({ method, path }) => `${method} ${path}`);
    expect(live.sort()).toEqual(Object.keys(ACCESS).sort());
  });

  const guarded = Object.entries(ACCESS).filter(([, access]) => access !== 'raw') as [string, Exclude<Access, 'raw'>][];

  it.each(guarded)('%s: %s', async (route, access) => {
    const [method = '', path = ''] = route.split(' ');
    const verdicts: [Who, string | number][] = [];
    for (const who of WHO) verdicts.push([who, await verdict(method, path, who)]);
    expect(Object.fromEntries(verdicts)).toEqual(Object.fromEntries(WHO.map((who) => [who, expected(access, who)])));
  });

  const raw = Object.entries(ACCESS).flatMap(([route, access]) => (access === 'raw' ? [route] : []));

  it.each(raw)('%s, beside the guard, asks nobody who they are', async (route) => {
    const [method = '', path = ''] = route.split(' ');
    const answers = new Set<number>();
    for (const who of WHO) answers.add((await call(method, path.replace('*', 'openapi.json'), who)).statusCode);
    // The webhook knows its sender by the signature, or the verify token; the documents are for everybody.
    expect([...answers]).toEqual([{ GET: path.startsWith('/docs') ? 200 : 403, POST: 401 }[method]]);
  });

  it('lets nobody act in a workspace without a proper reason, and only platform admins with one', async () => {
    const url = `/v1/workspaces/${workspaceId}/contacts`;
    const status = async (who: Who, reason: string) =>
      (await api.app.inject({ url, headers: { ...headers.get(who), 'x-acting-reason': reason } })).statusCode;
    expect(await status('platform admin', 'why not')).toBe(400);
    expect(await status('stranger', 'A ticket of the owner asks for it')).toBe(404);
    expect(await status('viewer', 'A ticket of the owner asks for it')).toBe(PASSED);
  });

  describe('however the path is spelt', () => {
    it.each(spellings())('%s', async (_, spelt) => {
      for (const path of [`/v1/workspaces/${workspaceId}/contacts`, '/v1/admin/users', '/v1/me']) {
        const nobody = (await call('GET', spelt(path), 'nobody')).statusCode;
        expect([400, 401, 404]).toContain(nobody);
      }
      const strangers = [`/v1/workspaces/${workspaceId}/contacts`, '/v1/admin/users'];
      for (const path of strangers) {
        const stranger = (await call('GET', spelt(path), 'stranger')).statusCode;
        expect([400, 403, 404]).toContain(stranger);
      }
    });
  });
});

/** Of a protected path: what a proxy, a router or a guard might each read in its own way. */
function spellings(): [string, (path: string) => string][] {
  const last = (path: string, change: (part: string) => string) => path.replace(/[^/]+$/, (part) => change(part));
  const hex = (character: string) => `%${character.charCodeAt(0).toString(16)}`;
  return [
    ['a slash at the end', (path) => `${path}/`],
    ['two slashes at the end', (path) => `${path}//`],
    ['two slashes at the beginning', (path) => `/${path}`],
    ['double slashes', (path) => path.replaceAll('/', '//')],
    ['upper case', (path) => path.toUpperCase()],
    ['one upper-case letter', (path) => path.replace('/v1', '/V1')],
    ['an upper-case end', (path) => last(path, (part) => part.toUpperCase())],
    ['an encoded first letter', (path) => last(path, (part) => hex(part.charAt(0)) + part.slice(1))],
    ['an encoded last letter', (path) => last(path, (part) => part.slice(0, -1) + hex(part.slice(-1)))],
    ['all of it encoded', (path) => path.replace(/[a-z]/g, hex)],
    ['encoded twice', (path) => last(path, (part) => `%25${hex(part.charAt(0)).slice(1)}${part.slice(1)}`)],
    ['an encoded slash', (path) => path.replace(/\/(?=[^/]+$)/, '%2f')],
    ['an encoded slash in capitals', (path) => path.replace(/\/(?=[^/]+$)/, '%2F')],
    ['an encoded slash at the end', (path) => `${path}%2f`],
    ['a backslash', (path) => path.replace(/\/(?=[^/]+$)/, '\\')],
    ['an encoded backslash', (path) => path.replace(/\/(?=[^/]+$)/, '%5c')],
    ['a dot segment', (path) => path.replace('/v1/', '/v1/./')],
    ['a dot segment at the end', (path) => `${path}/.`],
    ['up and down again', (path) => path.replace('/v1/', '/v1/x/../')],
    ['encoded dots', (path) => path.replace('/v1/', '/v1/x/%2e%2e/')],
    ['half encoded dots', (path) => path.replace('/v1/', '/v1/x/.%2e/')],
    ['from a public folder', (path) => `/docs/..${path}`],
    ['from a public folder, encoded', (path) => `/docs/%2e%2e${path}`],
    ['from the webhook', (path) => `/webhooks/instagram/..${path}`],
    ['from health', (path) => `/health/live/..${path}`],
    ['a matrix parameter', (path) => `${path};a=b`],
    ['a matrix parameter inside', (path) => path.replace('/v1/', '/v1;x/')],
    ['an empty query', (path) => `${path}?`],
    ['a query', (path) => `${path}?role=owner&workspaceId=x`],
    ['a fragment', (path) => `${path}#x`],
    ['an encoded question mark', (path) => `${path}%3f`],
    ['an encoded hash', (path) => `${path}%23`],
    ['a null byte', (path) => `${path}%00`],
    ['a null byte and an extension', (path) => `${path}%00.json`],
    ['an extension', (path) => `${path}.json`],
    ['a space at the end', (path) => `${path}%20`],
    ['a tab inside', (path) => path.replace('/v1', '/v1%09')],
    ['a line break', (path) => `${path}%0d%0aX-User:%20root`],
    ['an overlong dot', (path) => path.replace('/v1/', '/v1/x/%c0%ae%c0%ae/')],
    ['a full-width slash', (path) => path.replace(/\/(?=[^/]+$)/, '%ef%bc%8f')],
    ['a broken escape', (path) => `${path}%`],
    ['a whole address', (path) => `http://localhost${path}`],
    ['a whole address elsewhere', (path) => `http://user:pass@elsewhere.example${path}`],
  ];
}

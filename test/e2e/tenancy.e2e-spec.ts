import { readFileSync } from 'node:fs';
import path from 'node:path';
import { permissionsOf, type Permission, type Role, ROLES } from '../../src/shared/auth/permissions';
import { COLLEAGUE, HOURS } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley } from '../support/parley';
import { newMember, ownerOf, type Person, signUp } from '../support/people';
import { callRaw, problemIn } from '../support/raw-api';

interface Operation {
  name: string;
  method: string;
  path: string;
  permission: string;
}

type Document = { paths: Record<string, Record<string, { operationId: string; 'x-permission': string }>> };

const DOCUMENT = JSON.parse(readFileSync(path.resolve(__dirname, '../../openapi.json'), 'utf8')) as Document;
const OPERATIONS: Operation[] = Object.entries(DOCUMENT.paths).flatMap(([route, methods]) =>
  Object.entries(methods).map(([method, { operationId, 'x-permission': permission }]) => ({
    name: operationId,
    method: method.toUpperCase(),
    path: route,
    permission,
  })),
);
const TENANT = OPERATIONS.filter((operation) => operation.path.startsWith('/v1/workspaces/{workspaceId}'));
const ADMIN = OPERATIONS.filter((operation) => operation.path.startsWith('/v1/admin'));

/** Bodies that are right, so that only the access decides. */
const BODIES: Record<string, unknown> = {
  'conversations.hold': { minutes: 1 },
  'messages.send': { text: 'Not to be sent' },
  'automationInstances.create': { templateId: 'demo-prices', name: 'Made by a test' },
  'automationInstances.toggle': { isActive: true },
};

describe('who may do what', () => {
  let parley: Parley;
  let stranger: Person;
  let members: Record<Role, Person>;
  /** Things of the first workspace, by the name of the path parameter. */
  let ids: Record<string, string>;

  beforeAll(async () => {
    parley = await Parley.start();
    stranger = await signUp(parley);
    const others = { admin: await newMember(parley, 'admin'), agent: await newMember(parley, 'agent') };
    members = { owner: await ownerOf(parley), ...others, viewer: await newMember(parley, 'viewer') };
    ids = await thingsOfTheWorkspace();
  });

  afterAll(() => parley.stop());

  const call = ({ name, method, path: route }: Operation, token: string | undefined, parameters: Record<string, string>) => {
    const filled = route.replace(/\{(\w+)\}/g, (_, parameter: string) => parameters[parameter] ?? 'unknown');
    return callRaw(parley, filled, { method, token, body: BODIES[name] });
  };

  it('covers every route of the document', () => {
    expect(TENANT.length).toBeGreaterThan(10);
    const known = new Set<string>(permissionsOf.owner);
    expect(TENANT.filter(({ permission }) => !known.has(permission))).toEqual([]);
    expect(Object.keys(BODIES).filter((name) => !OPERATIONS.some((operation) => operation.name === name))).toEqual([]);
    const parameters = TENANT.flatMap((operation) => [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
    expect(parameters.filter((name) => name === undefined || ids[name] === undefined)).toEqual([]);
  });

  it.each(TENANT)('$name does not exist for a user of another workspace', async (operation) => {
    expect(problemIn(await call(operation, stranger.token, ids), 404).code).toBe('WORKSPACE.NOT_FOUND');
  });

  it.each(TENANT.filter((operation) => /\/\{(?!workspaceId)\w+\}/.test(operation.path)))(
    '$name finds nothing of another workspace from one’s own',
    async (operation) => {
      problemIn(await call(operation, stranger.token, { ...ids, workspaceId: stranger.workspaceId }), 404);
    },
  );

  it.each(TENANT.filter(({ path: route, method }) => method === 'GET' && /\{workspaceId\}\/[\w-]+$/.test(route)))(
    '$name lists nothing of another workspace',
    async (operation) => {
      const answer = await call(operation, stranger.token, { workspaceId: stranger.workspaceId });
      expect(answer.status).toBe(200);
      for (const id of Object.values(ids)) expect(answer.text).not.toContain(id);
      expect(answer.text).not.toContain(parley.owner.userId);
    },
  );

  const matrix = TENANT.flatMap((operation) =>
    ROLES.map((role) => ({
      ...operation,
      role,
      allowed: permissionsOf[role].includes(operation.permission as Permission),
    })),
  );

  it.each(matrix)('$name by $role: $allowed', async ({ role, allowed, ...operation }) => {
    // A missing thing tells "may" from "may not" without doing it: 404 comes after the permission.
    const parameters = { ...ids, escalationId: 'missing', automationId: 'missing', conversationId: 'missing' };
    const answer = await call(operation, members[role].token, parameters);
    if (!allowed) expect(problemIn(answer, 403).code).toBe('AUTH.FORBIDDEN');
    else expect([200, 201, 404]).toContain(answer.status);
  });

  it('the matrix is not empty on either side, and the table is what people expect', () => {
    expect(matrix.filter(({ allowed }) => allowed).length).toBeGreaterThan(30);
    expect(matrix.filter(({ allowed }) => !allowed).length).toBeGreaterThan(5);
    const writes = TENANT.filter(({ method }) => method !== 'GET').map(({ permission }) => permission as Permission);
    expect(writes.filter((permission) => permissionsOf.viewer.includes(permission))).toEqual([]);
    expect(permissionsOf.agent).toEqual(expect.arrayContaining(['messages.send', 'conversations.hold', 'escalations.resolve']));
    expect(permissionsOf.agent).not.toContain('automations.write');
  });

  it.each(ADMIN)('$name is for platform admins only', async (operation) => {
    for (const { token } of [stranger, members.admin]) problemIn(await call(operation, token, {}), 403);
    expect([200, 404]).toContain((await call(operation, members.owner.token, {})).status);
  });

  it.each(OPERATIONS.filter(({ permission }) => permission !== 'public'))('$name asks who is calling', async (operation) => {
    const payload = members.owner.token.split('.')[1] ?? '';
    const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
    for (const token of [undefined, 'nonsense', unsigned, `${members.owner.token.slice(0, -4)}AAAA`]) {
      const answer = await call(operation, token, ids);
      problemIn(answer, 401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  async function thingsOfTheWorkspace(): Promise<Record<string, string>> {
    const { workspaceId } = parley.owner;
    const jane = await parley.newCustomer('Jane');
    await parley.simulator.customer(jane.id).sendsText('hours');
    await parley.expectSent(jane, [HOURS('Jane')]);
    await parley.simulator.customer(jane.id).tapsButton('Talk to a person');
    await parley.expectSent(jane, [HOURS('Jane'), COLLEAGUE]);
    const inbox = new Inbox(parley, jane);
    await parley.settled();
    const { id: conversationId, contactId = '' } = await inbox.conversation();
    const [escalation] = await inbox.escalations();
    const route = '/v1/workspaces/{workspaceId}/automation-instances';
    const { data } = await parley.client.GET(route, { params: { path: { workspaceId } } });
    const automationId = data?.items[0]?.id ?? '';
    return { workspaceId, conversationId, contactId, escalationId: escalation?.id ?? '', automationId };
  }
});

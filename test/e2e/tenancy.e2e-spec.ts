import { type Role, ROLES } from '../../src/shared/auth';
import { documentedOperations, filledPath, type Operation } from '../support/api-document';
import { COLLEAGUE, HOURS } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley } from '../support/parley';
import { newMember, ownerOf, type Person, signUp } from '../support/people';
import { callRaw, problemIn } from '../support/raw-api';

const OPERATIONS = documentedOperations();
const TENANT = OPERATIONS.filter((operation) => operation.path.startsWith('/v1/workspaces/{workspaceId}'));
const ADMIN = OPERATIONS.filter((operation) => operation.path.startsWith('/v1/admin'));

/** Bodies that are right, so that only the access decides. */
const BODIES: Record<string, unknown> = {
  'conversations.hold': { minutes: 1 },
  'messages.send': { text: 'Not to be sent' },
  'automationInstances.create': { templateId: 'demo-prices', name: 'Made by a test' },
  'automationInstances.toggle': { isActive: true },
};

const CONFIGURES = ['automationInstances.create', 'automationInstances.toggle'];
const WORKS = ['conversations.hold', 'conversations.resume', 'messages.send', 'escalations.resolve'];

/** What a role may not do in its own workspace; everything else it may. */
const REFUSED: Record<Role, readonly string[]> = {
  owner: [],
  admin: [],
  agent: CONFIGURES,
  viewer: [...CONFIGURES, ...WORKS],
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

  const call = ({ name, method, path }: Operation, token: string | undefined, parameters: Record<string, string>) =>
    callRaw(parley, filledPath(path, parameters), { method, token, body: BODIES[name] });

  it('covers every route of the document', () => {
    expect(TENANT.length).toBeGreaterThan(10);
    const names = OPERATIONS.map(({ name }) => name);
    expect([...Object.keys(BODIES), ...REFUSED.viewer].filter((name) => !names.includes(name))).toEqual([]);
    const parameters = TENANT.flatMap((operation) =>
      operation.parameters.filter((parameter) => parameter.in === 'path'),
    );
    expect(parameters.filter(({ name }) => ids[name] === undefined)).toEqual([]);
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

  it.each(TENANT.filter(({ path, method }) => method === 'GET' && /\{workspaceId\}\/[\w-]+$/.test(path)))(
    '$name lists nothing of another workspace',
    async (operation) => {
      const answer = await call(operation, stranger.token, { workspaceId: stranger.workspaceId });
      expect(answer.status).toBe(200);
      for (const id of Object.values(ids)) expect(answer.text).not.toContain(id);
      expect(answer.text).not.toContain(parley.owner.userId);
    },
  );

  const matrix = TENANT.flatMap((operation) =>
    ROLES.map((role) => ({ ...operation, role, may: REFUSED[role].includes(operation.name) ? 'refused' : 'allowed' })),
  );

  it.each(matrix)('$name by $role: $may', async ({ role, may, ...operation }) => {
    // A missing thing tells "may" from "may not" without doing it: 404 comes after the permission.
    const parameters = { ...ids, escalationId: 'missing', automationId: 'missing', conversationId: 'missing' };
    const answer = await call(operation, members[role].token, parameters);
    if (may === 'refused') expect(problemIn(answer, 403).code).toBe('ACCESS.FORBIDDEN');
    else expect([200, 201, 404]).toContain(answer.status);
  });

  it('no viewer changes anything', () => {
    const writes = TENANT.filter(({ method }) => method !== 'GET').map(({ name }) => name);
    expect(REFUSED.viewer).toEqual(expect.arrayContaining(writes));
  });

  it.each(ADMIN)('$name is for platform admins only', async (operation) => {
    for (const { token } of [stranger, members.admin]) problemIn(await call(operation, token, {}), 403);
    expect([200, 404]).toContain((await call(operation, members.owner.token, {})).status);
  });

  it.each(OPERATIONS.filter(({ permission }) => permission !== 'public'))(
    '$name asks who is calling',
    async (operation) => {
      const payload = members.owner.token.split('.')[1] ?? '';
      const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
      for (const token of [undefined, 'nonsense', unsigned, `${members.owner.token.slice(0, -4)}AAAA`]) {
        const answer = await call(operation, token, ids);
        problemIn(answer, 401);
        expect(answer.headers.get('www-authenticate')).toBe('Bearer');
      }
    },
  );

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

import { documentedOperations, filledPath, type Operation } from '../support/api-document';
import { COLLEAGUE, HOURS } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley } from '../support/parley';
import { ownerOf, type Person, signUp } from '../support/people';
import { callRaw, problemIn } from '../support/raw-api';

const OPERATIONS = documentedOperations();
const TENANT = OPERATIONS.filter((operation) => operation.path.startsWith('/v1/workspaces/{workspaceId}'));

/** As processes answer; every role and every id is gone through in test/integration/access-matrix and id-swap. */
describe('strangers', () => {
  let parley: Parley;
  let stranger: Person;
  let owner: Person;
  /** Things of the first workspace, by the name of the path parameter. */
  let ids: Record<string, string>;

  beforeAll(async () => {
    parley = await Parley.start();
    stranger = await signUp(parley);
    owner = await ownerOf(parley);
    ids = await thingsOfTheWorkspace();
  });

  afterAll(() => parley.stop());

  const call = ({ method, path }: Operation, token: string | undefined, parameters: Record<string, string>) =>
    callRaw(parley, filledPath(path, parameters), { method, token });

  it.each(TENANT)('$name does not exist for a user of another workspace', async (operation) => {
    expect(problemIn(await call(operation, stranger.token, ids), 404).code).toBe('WORKSPACE.NOT_FOUND');
  });

  it.each(TENANT.filter(({ path, method }) => method === 'GET' && /\{workspaceId\}\/[\w-]+$/.test(path)))(
    '$name lists nothing of another workspace',
    async (operation) => {
      const answer = await call(operation, stranger.token, { workspaceId: stranger.workspaceId });
      expect(answer.status).toBe(200);
      for (const id of Object.values(ids)) expect(answer.text).not.toContain(id);
      expect(answer.text).not.toContain(parley.owner.userId);
    },
  );

  it.each(OPERATIONS.filter(({ permission }) => permission !== 'public'))(
    '$name asks who is calling',
    async (operation) => {
      const payload = owner.token.split('.')[1] ?? '';
      const unsigned = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${payload}.`;
      for (const token of [undefined, 'nonsense', unsigned, `${owner.token.slice(0, -4)}AAAA`]) {
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

import { WHICH_PIECE } from '../support/demo-texts';
import { Inbox } from '../support/inbox';
import { Parley } from '../support/parley';
import { ownerOf } from '../support/people';
import { callRaw, problemIn, type RawCall, statusOfHuge } from '../support/raw-api';

describe('bad input', () => {
  let parley: Parley;
  let token: string;
  let conversation: string;

  beforeAll(async () => {
    parley = await Parley.start();
    ({ token } = await ownerOf(parley));
    const jane = await parley.newCustomer();
    await parley.simulator.customer(jane.id).sendsText('price');
    await parley.expectSent(jane, [WHICH_PIECE]);
    conversation = `${workspace()}/conversations/${await new Inbox(parley, jane).conversationId()}`;
  });

  afterAll(() => parley.stop());

  const workspace = () => `/v1/workspaces/${parley.owner.workspaceId}`;
  const post = (path: string, body: unknown, more: RawCall = {}) =>
    callRaw(parley, path, { method: 'POST', token, body, ...more });
  const fieldsOf = (fields: { field: string }[] | undefined) => (fields ?? []).map(({ field }) => field);

  it.each([
    { case: 'an unknown field', body: { text: 'hi', admin: true }, field: 'admin' },
    { case: 'an operator object', body: { text: { $ne: 1 } }, field: 'text' },
    { case: 'a number', body: { text: 5 }, field: 'text' },
    { case: 'null', body: { text: null }, field: 'text' },
    { case: 'a list', body: { text: ['hi'] }, field: 'text' },
    { case: 'nothing', body: {}, field: 'text' },
    { case: 'an empty text', body: { text: '' }, field: 'text' },
    { case: 'more than 10,000 characters', body: { text: 'x'.repeat(10_001) }, field: 'text' },
  ])('a message of $case is refused, naming $field', async ({ body, field }) => {
    const problem = problemIn(await post(`${conversation}/messages`, body), 400);
    expect(fieldsOf(problem.errors)).toContain(field);
  });

  it('a text that fills a message to the last byte is taken, and a longer one goes out in parts', async () => {
    expect((await post(`${conversation}/messages`, { text: 'é'.repeat(500) })).status).toBe(202);
    expect((await post(`${conversation}/messages`, { text: 'é'.repeat(501) })).status).toBe(202);
  });

  it.each([
    { body: { minutes: '5' }, field: 'minutes' },
    { body: { minutes: 0 }, field: 'minutes' },
    { body: { minutes: 1.5 }, field: 'minutes' },
    { body: { minutes: { $gt: 0 } }, field: 'minutes' },
    { body: { minutes: 7 * 24 * 60 + 1 }, field: 'minutes' },
    { body: { minutes: 5, reason: { $where: '1' } }, field: 'reason' },
    { body: { minutes: 5, reason: 'x'.repeat(201) }, field: 'reason' },
    { body: { minutes: 5, until: 'tomorrow' }, field: 'until' },
  ])('a hold with $body is refused, naming $field', async ({ body, field }) => {
    expect(fieldsOf(problemIn(await post(`${conversation}/hold`, body), 400).errors)).toContain(field);
  });

  it.each([
    { body: { templateId: { $ne: null }, name: 'x' }, field: 'templateId' },
    { body: { templateId: '../x', name: 'x' }, field: 'templateId' },
    { body: { templateId: 'demo-prices', name: '' }, field: 'name' },
    { body: { templateId: 'demo-prices', name: 'x', config: [] }, field: 'config' },
    { body: { templateId: 'demo-prices', name: 'x', config: 'y' }, field: 'config' },
  ])('an automation from $body is refused, naming $field', async ({ body, field }) => {
    const problem = problemIn(await post(`${workspace()}/automation-instances`, body), 400);
    expect(fieldsOf(problem.errors)).toContain(field);
  });

  it.each([
    { body: { email: { $gt: '' }, password: 'x' }, field: 'email' },
    { body: { email: 'a@b.example', password: { $ne: '' } }, field: 'password' },
    { body: { email: ['a@b.example'], password: 'x' }, field: 'email' },
  ])('a login with $body is refused, naming $field', async ({ body, field }) => {
    expect(fieldsOf(problemIn(await post('/v1/auth/login', body), 400).errors)).toContain(field);
  });

  it('several faults are named at once', async () => {
    const body = { email: 'nobody', password: 'x', workspaceName: 'W', extra: 1 };
    const fields = fieldsOf(problemIn(await post('/v1/auth/signup', body), 400).errors);
    expect(fields).toEqual(expect.arrayContaining(['email', 'password', 'name', 'extra']));
  });

  it.each([
    { query: 'limit=0', field: 'limit' },
    { query: 'limit=101', field: 'limit' },
    { query: 'limit=ten', field: 'limit' },
    { query: 'limit=1&limit=2', field: 'limit' },
    { query: 'limit[$gt]=1', field: 'limit[$gt]' },
    { query: 'cursor=nonsense', field: 'cursor' },
    { query: 'cursor=', field: 'cursor' },
    { query: `cursor=${Buffer.from('12.a b').toString('base64url')}`, field: 'cursor' },
    { query: `cursor=${Buffer.from('$gt.abc').toString('base64url')}`, field: 'cursor' },
    { query: 'order=desc', field: 'order' },
  ])('a list asked with $query is refused, naming $field', async ({ query, field }) => {
    const answer = await callRaw(parley, `${workspace()}/conversations?${query}`, { token });
    expect(fieldsOf(problemIn(answer, 400).errors)).toContain(field);
  });

  it.each(['..%2F..%2Fetc', 'a%00b', '%24where', 'x'.repeat(65), '%E2%98%83', '{"$ne":1}'])(
    'the id %j is refused or unknown, never an error of ours',
    async (id) => {
      const answer = await callRaw(parley, `${workspace()}/conversations/${id}`, { token });
      expect([400, 404]).toContain(answer.status);
      problemIn(answer, answer.status);
    },
  );

  it.each<{ case: string; call: RawCall; status: number }>([
    { case: 'malformed JSON', call: { body: '{"text": ' }, status: 400 },
    { case: 'an empty body', call: { body: '' }, status: 400 },
    { case: 'a list', call: { body: '[]' }, status: 400 },
    { case: 'a bare string', call: { body: '"hi"' }, status: 400 },
    { case: 'a prototype', call: { body: '{"text":"hi","__proto__":{"admin":true}}' }, status: 400 },
    { case: 'XML', call: { body: '<text/>', headers: { 'content-type': 'application/xml' } }, status: 415 },
    {
      case: 'an Idempotency-Key too short',
      call: { body: { text: 'hi' }, headers: { 'idempotency-key': 'x' } },
      status: 400,
    },
    {
      case: 'an Idempotency-Key with spaces',
      call: { body: { text: 'hi' }, headers: { 'idempotency-key': 'a b c d e f' } },
      status: 400,
    },
  ])('$case is refused with $status', async ({ call, status }) => {
    problemIn(await post(`${conversation}/messages`, call.body, call), status);
  });

  it('a body of more than a megabyte is refused before it has come', async () => {
    expect(await statusOfHuge(parley, `${conversation}/messages`, 2 * 1024 * 1024, token)).toBe(413);
  });

  it('a huge body of many fields or of great depth is refused as well', async () => {
    const deep = `{"text":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    expect(fieldsOf(problemIn(await post(`${conversation}/messages`, deep), 400).errors)).toContain('text');
    const retried = { headers: { 'idempotency-key': 'deep-and-often' } };
    problemIn(await post(`${conversation}/messages`, deep, retried), 400);
    const wide = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}`, i]));
    problemIn(await post(`${conversation}/messages`, wide), 400);
  });

  it('routes and methods that do not exist are 404 problems', async () => {
    for (const call of [{ path: '/v1/nothing' }, { path: '/v1/me', method: 'PUT' }, { path: '/v2/me' }]) {
      problemIn(await callRaw(parley, call.path, { ...call, token }), 404);
    }
  });

  it('a correlation id of the caller comes back when it is a fit one, else a new one', async () => {
    const sent = await callRaw(parley, '/v1/me', { token, headers: { 'x-correlation-id': 'from-the-caller-1' } });
    expect(sent.headers.get('x-correlation-id')).toBe('from-the-caller-1');
    const unfit = await callRaw(parley, '/v1/me', { token, headers: { 'x-correlation-id': 'a b{$ne}' } });
    expect(unfit.headers.get('x-correlation-id')).toMatch(/^[\w-]{16,}$/);
  });
});

import { callGraph, openStage, refusal } from './support/stage';
import type { Stage } from './support/stage';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

describe('who calls', () => {
  it('is known by bearer or by access_token, on any version or none', async () => {
    const { sim, token } = stage;
    for (const path of ['/v22.0/me', '/v26.0/me', '/me', `/v25.0/${stage.account.id}`]) {
      expect((await callGraph(`${sim.url}${path}`, 'GET', { token })).status).toBe(200);
      expect((await callGraph(`${sim.url}${path}?access_token=${token}`, 'GET')).status).toBe(200);
    }
  });

  it('is refused with 190 without a token, with an unknown, an expired and a revoked one', async () => {
    const shop = stage.sim.account(stage.account.id);
    expect(refusal(await stage.graph('GET', '/me', { token: null }))).toMatchObject({ code: 190 });
    expect(refusal(await stage.graph('GET', '/me', { token: 'nonsense' }))).toMatchObject({ code: 190 });
    const { accessToken } = await shop.issueToken({ expiresInMs: 1000 });
    await stage.sim.advanceClock(1001);
    expect(refusal(await stage.graph('GET', '/me', { token: accessToken }))).toMatchObject({ code: 190, subcode: 463 });
    expect(await shop.revokeTokens(460)).toEqual({ revoked: 2 });
    expect(refusal(await stage.graph('GET', '/me'))).toMatchObject({ code: 190, subcode: 460 });
    const { accessToken: fresh } = await shop.issueToken();
    expect((await stage.graph('GET', '/me', { token: fresh })).status).toBe(200);
  });

  it('needs the permission of the call', async () => {
    const { accessToken: token } = await stage.sim
      .account(stage.account.id)
      .issueToken({ permissions: ['instagram_business_basic'] });
    const body = { recipient: { id: stage.customer.id }, message: { text: 'x' } };
    expect((await stage.graph('GET', '/me', { token })).status).toBe(200);
    expect(refusal(await stage.graph('POST', '/me/messages', { body, token }))).toMatchObject({
      status: 403,
      code: 10,
    });
  });

  it('cannot act for another account', async () => {
    const other = await stage.sim.createAccount({ username: 'other.shop' });
    const body = { recipient: { id: stage.customer.id }, message: { text: 'x' } };
    const answer = await stage.graph('POST', `/${other.id}/messages`, { body });
    expect(refusal(answer)).toMatchObject({ code: 100, subcode: 33 });
    expect(refusal(await stage.graph('GET', `/${other.id}`))).toMatchObject({ code: 100, subcode: 33 });
  });
});

describe('errors', () => {
  it('have exactly the shape of Meta', async () => {
    const { body } = await stage.send({ text: 'x' });
    expect(body).toEqual({
      error: {
        message: '(#10) This message is sent outside of allowed window.',
        type: 'OAuthException',
        code: 10,
        error_subcode: 2534022,
        is_transient: false,
        fbtrace_id: expect.stringMatching(/^A[\w-]+$/),
      },
    });
  });

  it('name an unknown path and malformed JSON', async () => {
    expect(refusal(await stage.graph('GET', '/me/feed/x'))).toMatchObject({ status: 404, code: 2500 });
    const answer = await fetch(`${stage.sim.url}/me/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"recipient":',
    });
    expect(await answer.json()).toMatchObject({ error: { code: 100 } });
    expect(answer.status).toBe(400);
  });
});

describe('usage headers', () => {
  it('come with answers and with refusals', async () => {
    for (const answer of [await stage.graph('GET', '/me'), await stage.send({ text: 'x' })]) {
      const business = JSON.parse(answer.headers.get('x-business-use-case-usage') ?? '{}') as Record<string, unknown>;
      expect(business[stage.account.id]).toEqual([
        {
          type: 'instagram',
          call_count: 1,
          total_cputime: expect.any(Number),
          total_time: expect.any(Number),
          estimated_time_to_regain_access: 0,
        },
      ]);
      expect(JSON.parse(answer.headers.get('x-app-usage') ?? '{}')).toMatchObject({ call_count: 1 });
    }
  });
});

describe('profiles', () => {
  it('of the account: both ids', async () => {
    const { body } = await stage.graph('GET', '/me?fields=id,user_id,username,name');
    expect(body).toEqual({
      id: stage.account.appScopedId,
      user_id: stage.account.id,
      username: 'luna.ceramics',
      name: 'luna.ceramics',
    });
    await stage.sim.configure({ wrapMe: true });
    expect((await stage.graph('GET', '/me?fields=id')).body).toEqual({ data: [{ id: stage.account.appScopedId }] });
  });

  it('of a person: only after consent', async () => {
    const jane = stage.sim.customer(stage.customer.id);
    const read = (fields: string): ReturnType<Stage['graph']> =>
      stage.graph('GET', `/${stage.customer.id}?fields=${fields}`);
    await jane.comments('LINK');
    expect(refusal(await read('name'))).toMatchObject({ code: 230 });
    await jane.sendsText('hi');
    await jane.change({ followsBusiness: true });
    const fields =
      'name,username,profile_pic,follower_count,is_verified_user,is_user_follow_business,is_business_follow_user';
    expect((await read(fields)).body).toEqual({
      id: stage.customer.id,
      name: 'Jane Doe',
      username: 'jane.doe',
      profile_pic: null,
      follower_count: 0,
      is_verified_user: false,
      is_user_follow_business: true,
      is_business_follow_user: false,
    });
    expect(refusal(await read('name,shoe_size'))).toMatchObject({ code: 100 });
    expect(refusal(await stage.graph('GET', '/900000000000000'))).toMatchObject({ code: 100, subcode: 33 });
  });
});

describe('the Conversations API', () => {
  interface Row {
    id: string;
    [field: string]: unknown;
  }
  const rows = (body: Record<string, unknown>): Row[] => body['data'] as Row[];

  it('lists conversations newest first, or one person’s', async () => {
    const other = await stage.sim.createCustomer({ account: stage.account.id, username: 'bob' });
    await stage.sim.customer(stage.customer.id).sendsText('one');
    await stage.sim.customer(other.id).sendsText('two');
    const all = await stage.graph('GET', '/me/conversations?platform=instagram&fields=id,participants');
    expect(rows(all.body).map(({ participants }) => participants)).toMatchObject([
      { data: [{ username: 'luna.ceramics' }, { id: other.id, username: 'bob' }] },
      { data: [{ username: 'luna.ceramics' }, { id: stage.customer.id }] },
    ]);
    const one = await stage.graph('GET', `/me/conversations?platform=instagram&user_id=${stage.customer.id}`);
    expect(rows(one.body)).toEqual([
      { id: rows(all.body)[1]?.id, updated_time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0000$/) },
    ]);
    const first = await stage.graph('GET', '/me/conversations?platform=instagram&limit=1');
    const { next } = first.body['paging'] as { next: string };
    expect(next).toContain(`${stage.sim.url}/v25.0/me/conversations?platform=instagram&limit=1&after=`);
    const second = await callGraph(next, 'GET', { token: stage.token });
    expect(second.body['paging']).not.toHaveProperty('next');
    expect([...rows(first.body), ...rows(second.body)].map(({ id }) => id)).toEqual(rows(all.body).map(({ id }) => id));
    expect(refusal(await stage.graph('GET', '/me/conversations'))).toMatchObject({ code: 100 });
  });

  it('shows a thread with the mids of webhooks and sends, newest first', async () => {
    const { mid } = await stage.sim.customer(stage.customer.id).sendsText('hi');
    const sent = await stage.send({ text: 'hello' });
    const list = await stage.graph('GET', `/me/conversations?platform=instagram&user_id=${stage.customer.id}`);
    const id = rows(list.body)[0]?.id ?? '';
    const expected = [
      { id: sent.body['message_id'], message: 'hello', from: { id: stage.account.id, username: 'luna.ceramics' } },
      { id: mid, message: 'hi', from: { id: stage.customer.id, username: 'jane.doe' } },
    ];
    const nested = await stage.graph('GET', `/${id}?fields=messages{id,message,from}`);
    expect(nested.body).toEqual({ id, messages: { data: expected } });
    const limited = await stage.graph('GET', `/${id}?fields=messages.limit(1){id,message,from}`);
    expect(limited.body['messages']).toEqual({ data: [expected[0]] });
    const edge = await stage.graph('GET', `/${id}/messages?fields=id,message,from`);
    expect(rows(edge.body)).toEqual(expected);
    const single = await stage.graph('GET', `/${mid}?fields=id,created_time,from,to,message`);
    expect(single.body).toMatchObject({ id: mid, message: 'hi', to: { data: [{ id: stage.account.id }] } });
  });

  it('keeps details for the newest 20 only, and nothing of an unsent message', async () => {
    const jane = stage.sim.customer(stage.customer.id);
    const oldest = await jane.sendsText('oldest');
    for (let i = 0; i < 20; i += 1) await jane.sendsText(`message ${i}`);
    const list = await stage.graph('GET', `/me/conversations?platform=instagram&user_id=${stage.customer.id}`);
    const path = `/${rows(list.body)[0]?.id}/messages?fields=id,message&limit=100`;
    const before = rows((await stage.graph('GET', path)).body);
    expect(before).toHaveLength(21);
    expect(before.filter((row) => 'message' in row)).toHaveLength(20);
    expect(before.at(-1)).toEqual({ id: oldest.mid, created_time: expect.any(String) });
    expect(refusal(await stage.graph('GET', `/${oldest.mid}`))).toMatchObject({ code: 9000001 });
    const { mid } = await jane.unsends();
    const after = rows((await stage.graph('GET', path)).body);
    expect(after.map(({ id }) => id)).not.toContain(mid);
  });

  it('shows attachments and templates in its own words', async () => {
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    const buttons = [{ type: 'web_url', title: 'Open', url: 'https://example.com/x' }];
    const { body } = await stage.send({
      attachment: { type: 'template', payload: { template_type: 'button', text: 'What next?', buttons } },
    });
    const read = await stage.graph('GET', `/${String(body['message_id'])}?fields=attachments`);
    expect(read.body['attachments']).toEqual({
      data: [
        {
          generic_template: {
            title: 'What next?',
            cta: [{ title: 'Open', type: 'web_url', url: 'https://example.com/x' }],
          },
        },
      ],
    });
  });

  it.each(['messages{', 'messages{}', 'a,,b', 'messages.limit(x)', ''])('refuses the fields %j', async (fields) => {
    await stage.sim.customer(stage.customer.id).sendsText('hi');
    const answer = await stage.graph('GET', `/me?fields=${encodeURIComponent(fields)}`);
    expect(refusal(answer)).toMatchObject({ status: 400 });
  });
});

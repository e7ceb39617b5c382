import { openScriptedStage, type ScriptedStage } from '../../../../test/support/graph-stages';
import { metaConfigAt } from '../../../../test/support/meta-graph-contract';
import { type Customer, type InstagramSimulator, startInstagramSimulator } from '@parley/instagram-simulator';
import { Secret } from '../../kernel';
import { HttpMetaPeople } from './http-meta-people';
import type { GraphAccount } from './meta-graph.port';

describe('MetaPeople against the simulator', () => {
  let simulator: InstagramSimulator;
  let people: HttpMetaPeople;
  let account: GraphAccount;
  let jane: Customer;

  beforeEach(async () => {
    simulator = await startInstagramSimulator({ appSecret: 'app-secret', verifyToken: 'verify-token' });
    const { id, accessToken } = await simulator.createAccount({ username: 'luna.ceramics' });
    account = { igUserId: id, token: new Secret(accessToken ?? '') };
    const facts = { followerCount: 12, followsBusiness: true };
    jane = await simulator.createCustomer({ account: id, username: 'jane.doe', name: 'Jane Doe', ...facts });
    people = new HttpMetaPeople(metaConfigAt(simulator.url));
  });
  afterEach(async () => {
    await simulator.close();
    await people.onApplicationShutdown();
  });

  const wrote = () => simulator.customer(jane.id).sendsText('Hi');
  const refuse = (code: number, count = 1, subcode?: number) =>
    simulator.inject({
      kind: 'refuse',
      status: 400,
      code,
      count,
      message: 'refused',
      match: { operation: 'any' },
      ...(subcode === undefined ? {} : { subcode }),
    });

  it('tells everything of a person who wrote', async () => {
    await wrote();
    expect(await people.readPerson(account, jane.id)).toEqual({
      name: 'Jane Doe',
      username: 'jane.doe',
      followerCount: 12,
      isVerified: false,
      followsBusiness: true,
      followedByBusiness: false,
    });
  });

  it('tells nothing of one who did not', async () => {
    expect(await people.readPerson(account, jane.id)).toBeNull();
  });

  it('asks for less where one field is refused, which fails the whole call', async () => {
    await wrote();
    await refuse(100);
    expect(await people.readPerson(account, jane.id)).toEqual({ name: 'Jane Doe', username: 'jane.doe' });
    await refuse(100, 2);
    await expect(people.readPerson(account, jane.id)).rejects.toMatchObject({ failure: { class: 'final' } });
  });

  it('does not ask again for a token that is gone, or at a limit', async () => {
    await wrote();
    await refuse(190);
    await expect(people.readPerson(account, jane.id)).rejects.toMatchObject({ failure: { class: 'account' } });
    await refuse(4);
    await expect(people.readPerson(account, jane.id)).rejects.toMatchObject({ failure: { class: 'limited' } });
    expect(await people.readPerson(account, jane.id)).toMatchObject({ name: 'Jane Doe' });
  });

  it('finds attachments where they are now, in their order', async () => {
    const media = await simulator.createMedia('image/png', Buffer.from('x'));
    const { mid } = await simulator.customer(jane.id).sendsAttachment('image', media.url);
    await simulator.expireMediaLinks();
    const [url] = (await people.readAttachmentUrls(account, mid)) ?? [];
    expect((await fetch(url ?? '')).status).toBe(200);
    await simulator.removeMedia(media.id);
    expect(await people.readAttachmentUrls(account, mid)).toEqual([null]);
  });

  it('knows nothing of a message that is gone', async () => {
    await refuse(100, 1, 33);
    expect(await people.readAttachmentUrls(account, 'mid')).toBeNull();
    await refuse(9_000_001);
    expect(await people.readAttachmentUrls(account, 'mid')).toBeNull();
  });
});

describe('MetaPeople and strange answers', () => {
  let stage: ScriptedStage;
  let people: HttpMetaPeople;
  let account: GraphAccount;

  beforeEach(async () => {
    stage = await openScriptedStage();
    people = new HttpMetaPeople(metaConfigAt(stage.url));
    account = { igUserId: stage.igUserId, token: new Secret(stage.token) };
  });
  afterEach(async () => {
    await stage.close();
    await people.onApplicationShutdown();
  });

  const answerWith = (body: string) => stage.answerWith((response) => response.writeHead(200).end(body));

  it.each<[string, object | null]>([
    ['{}', null],
    ['{"id":"1"}', null],
    ['{"name":null,"username":"jane","profile_pic":null}', { username: 'jane' }],
    ['{"name":7,"username":"","follower_count":"many","is_verified_user":"yes"}', null],
    ['<html>', null],
  ])('a profile of %s', async (body, told) => {
    answerWith(body);
    expect(await people.readPerson(account, 'p1')).toEqual(told);
  });

  it.each<[string, unknown[]]>([
    ['{}', []],
    ['{"attachments":{}}', []],
    ['{"attachments":{"data":[{"image_data":{"url":7}},{"file_url":"https://a/b"},{}]}}', [null, 'https://a/b', null]],
    ['{"attachments":{"data":[{"video_data":{"url":"https://a/v"}}]}}', ['https://a/v']],
  ])('attachments of %s', async (body, urls) => {
    answerWith(body);
    expect(await people.readAttachmentUrls(account, 'mid')).toEqual(urls);
  });

  it('keeps ids from becoming paths, and the token out of the address', async () => {
    answerWith('{}');
    await people.readPerson(account, '../me?x=');
    expect(stage.requests.at(-1)?.path).toMatch(/^\/v25\.0\/\.\.%2Fme%3Fx%3D\?fields=/);
    expect(stage.requests.at(-1)?.path).not.toContain(stage.token);
  });
});

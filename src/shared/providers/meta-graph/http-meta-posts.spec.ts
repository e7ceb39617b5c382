import { type InstagramSimulator, startInstagramSimulator } from '@parley/instagram-simulator';
import { openScriptedStage, type ScriptedStage } from '../../../../test/support/graph-stages';
import { metaConfigAt } from '../../../../test/support/meta-graph-contract';
import { Secret } from '../../kernel';
import { HttpMetaPosts } from './http-meta-posts';
import type { GraphAccount } from './meta-graph.port';

describe('MetaPosts against the simulator', () => {
  let simulator: InstagramSimulator;
  let posts: HttpMetaPosts;
  let account: GraphAccount;

  beforeEach(async () => {
    simulator = await startInstagramSimulator({ appSecret: 'app-secret', verifyToken: 'verify-token' });
    const { id, accessToken } = await simulator.createAccount({ username: 'luna.ceramics' });
    account = { igUserId: id, token: new Secret(accessToken ?? '') };
    posts = new HttpMetaPosts(metaConfigAt(simulator.url));
  });
  afterEach(async () => {
    await simulator.close();
    await posts.onApplicationShutdown();
  });

  const post = (caption: string, more = {}) => simulator.createPost(account.igUserId, { caption, ...more });

  it('tells the account’s own, newest first, page by page', async () => {
    const other = await simulator.createAccount({ username: 'other' });
    await simulator.createPost(other.id, { caption: 'Theirs' });
    for (const caption of ['first', 'second', 'third']) {
      await post(caption);
      await simulator.advanceClock(60_000);
    }
    const page = await posts.list(account, 2);
    expect(page.items.map(({ caption }) => caption)).toEqual(['third', 'second']);
    const rest = await posts.list(account, 2, page.next ?? '');
    expect(rest).toMatchObject({ items: [{ caption: 'first' }], next: null });
  });

  it('tells what each is, and how often it was commented on', async () => {
    const { id } = await post('Reel', { mediaType: 'VIDEO', productType: 'REELS' });
    const jane = await simulator.createCustomer({ account: account.igUserId, username: 'jane' });
    await simulator.customer(jane.id).comments('Nice', { mediaId: id });
    expect((await posts.list(account, 25)).items).toEqual([
      {
        id,
        caption: 'Reel',
        mediaType: 'VIDEO',
        productType: 'REELS',
        permalink: expect.stringContaining(id) as string,
        pictureUrl: expect.stringContaining('thumbnail') as string,
        at: expect.any(Date) as Date,
        comments: 1,
      },
    ]);
  });

  it('has nothing to tell of an account without posts', async () => {
    expect(await posts.list(account, 25)).toEqual({ items: [], next: null });
  });
});

describe('MetaPosts and strange answers', () => {
  let stage: ScriptedStage;
  let posts: HttpMetaPosts;

  beforeEach(async () => {
    stage = await openScriptedStage();
    posts = new HttpMetaPosts(metaConfigAt(stage.url));
  });
  afterEach(async () => {
    await stage.close();
    await posts.onApplicationShutdown();
  });

  const list = (body: string) => {
    stage.answerWith((response) => response.writeHead(200).end(body));
    return posts.list({ igUserId: stage.igUserId, token: new Secret(stage.token) }, 5, 'a&b');
  };

  it('leaves out what is no post, and keeps the token out of the address', async () => {
    const good = { id: 1, timestamp: '2026-01-01T00:00:00+0000', comments_count: 'many', caption: '' };
    const { items } = await list(JSON.stringify({ data: [good, { id: 2 }, 'x', { id: 3, timestamp: 'soon' }] }));
    expect(items).toEqual([{ id: '1', at: new Date('2026-01-01T00:00:00Z'), comments: 0 }]);
    expect(stage.requests.at(-1)?.path).toContain('after=a%26b');
    expect(stage.requests.at(-1)?.path).not.toContain(stage.token);
  });

  it.each(['{}', '[]', '<html>'])('a page of %s may be better the next time', async (body) => {
    await expect(list(body)).rejects.toMatchObject({ failure: { class: 'transient' } });
  });
});

import {
  type AccountView,
  type Customer,
  type InstagramSimulator,
  startInstagramSimulator,
} from '@parley/instagram-simulator';
import { openScriptedStage, type ScriptedStage } from '../../../../test/support/graph-stages';
import { metaConfigAt } from '../../../../test/support/meta-graph-contract';
import { Secret } from '../../kernel';
import { HttpMetaComments } from './http-meta-comments';
import type { GraphAccount } from './meta-graph.port';

describe('comments, at the simulator', () => {
  let simulator: InstagramSimulator;
  let shop: AccountView;
  let jane: Customer;
  let comments: HttpMetaComments;
  let account: GraphAccount;

  beforeAll(async () => {
    simulator = await startInstagramSimulator({ appSecret: 'app-secret', verifyToken: 'verify-token' });
    shop = await simulator.createAccount({ username: 'luna.ceramics' });
    jane = await simulator.createCustomer({ account: shop.id, username: 'jane.doe' });
    comments = new HttpMetaComments(metaConfigAt(simulator.url));
    account = { igUserId: shop.id, token: new Secret(shop.accessToken ?? '') };
  });
  afterEach(() => simulator.clearFaults());
  afterAll(async () => {
    await comments.onApplicationShutdown();
    await simulator.close();
  });

  const newComment = async (mediaId = 'm1') =>
    (await simulator.customer(jane.id).comments('Lovely!', { mediaId })).commentId;
  const find = async (id: string) => (await simulator.comments()).find((comment) => comment.id === id);

  it('are listed by page, with their authors', async () => {
    const ids = [];
    for (let number = 0; number < 52; number++) ids.push(await newComment('many'));
    const first = await comments.listOfMedia(account, 'many');
    expect(first.items).toHaveLength(50);
    expect(first.items[0]).toMatchObject({ text: 'Lovely!', hidden: false, likes: 0, from: { username: 'jane.doe' } });
    const second = await comments.listOfMedia(account, 'many', first.next ?? '');
    expect(second.next).toBeNull();
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(ids.sort());
  });

  it('are answered in public, and the answers are found again', async () => {
    const id = await newComment();
    const posted = await comments.reply(account, id, 'Thank you 💛');
    if (posted.kind !== 'posted') throw new Error(posted.kind);
    expect(await find(posted.id)).toMatchObject({ parentId: id, text: 'Thank you 💛' });
    expect((await comments.listReplies(account, id)).items).toMatchObject([
      { id: posted.id, text: 'Thank you 💛', from: { id: shop.id } },
    ]);
  });

  it('are hidden, shown and deleted', async () => {
    const id = await newComment();
    await comments.hide(account, id, true);
    expect(await find(id)).toMatchObject({ hidden: true });
    await comments.hide(account, id, false);
    expect(await find(id)).toMatchObject({ hidden: false });
    await comments.remove(account, id);
    await expect(comments.hide(account, id, true)).rejects.toMatchObject({
      failure: { class: 'final', code: '100/33' },
    });
  });

  it('whose answer may stand there are told from those whose answer does not', async () => {
    const id = await newComment();
    const match = { operation: 'comment-reply' as const };
    await simulator.inject({ kind: 'timeout-after', how: 'reset', match });
    expect(await comments.reply(account, id, 'a')).toMatchObject({ kind: 'unknown' });
    await simulator.inject({ kind: 'rate-limit', status: 400, match });
    expect(await comments.reply(account, id, 'a')).toMatchObject({ kind: 'failed', failure: { class: 'limited' } });
    expect(await comments.reply(account, '1', 'a')).toMatchObject({ kind: 'failed', failure: { class: 'final' } });
  });
});

describe('comments, by scripted answers', () => {
  let stage: ScriptedStage;
  let comments: HttpMetaComments;
  let account: GraphAccount;

  beforeEach(async () => {
    stage = await openScriptedStage();
    comments = new HttpMetaComments(metaConfigAt(stage.url));
    account = { igUserId: stage.igUserId, token: new Secret(stage.token) };
  });
  afterEach(async () => {
    await stage.close();
    await comments.onApplicationShutdown();
  });

  const answer = (body: string, status = 200) =>
    stage.answerWith((response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body));

  it('keep the token in the header, and ids where they belong', async () => {
    answer('{"data":[]}');
    await comments.listOfMedia(account, '../me?x');
    expect(stage.requests[0]?.path.split('?')[0]).toBe('/v25.0/..%2Fme%3Fx/comments');
    expect(stage.requests[0]?.authorization).toBe(`Bearer ${stage.token}`);
    expect(stage.requests[0]?.path).not.toContain(stage.token);
  });

  it.each([
    ['what is no comment is left out', '{"data":[{"id":7},{"id":8,"timestamp":"never"},3]}', { items: [], next: null }],
    [
      'a comment of an author who is not told',
      '{"data":[{"id":9,"timestamp":"2026-07-12T19:11:07+0000"}]}',
      {
        items: [{ id: '9', text: '', at: new Date('2026-07-12T19:11:07Z'), from: {}, hidden: false, likes: 0 }],
        next: null,
      },
    ],
  ])('%s', async (_, body, page) => {
    answer(body);
    expect(await comments.listOfMedia(account, 'm')).toEqual(page);
  });

  it.each([
    ['no list', '{"comments":[]}', 200],
    ['a broken server', '<html>', 502],
  ])('%s may pass', async (_, body, status) => {
    answer(body, status);
    await expect(comments.listOfMedia(account, 'm')).rejects.toMatchObject({ failure: { class: 'transient' } });
  });

  it('an answer that was taken without an id may stand there', async () => {
    answer('{}');
    expect(await comments.reply(account, 'c', 'a')).toMatchObject({ kind: 'unknown', code: 'no-id' });
  });
});

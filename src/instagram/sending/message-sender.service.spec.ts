import { standIn } from '../../../test/support/stand-in';
import type { OutgoingContent } from '../../conversations';
import { type AccountId, DomainError, Secret, type WorkspaceId } from '../../shared/kernel';
import type { GraphActResult, GraphFailure, GraphSendResult, MetaGraph } from '../../shared/providers/meta-graph';
import type { KnownAccount } from '../account-directory.service';
import type { AccountHealth } from '../account-health.service';
import type { CommentReplies } from '../comments/comment-replies.service';
import type { MediaLinks } from '../media/media-links.service';
import type { RatePlan } from '../rate-plan.service';
import { MessageSender } from './message-sender.service';

const ACCOUNT: KnownAccount = {
  accountId: 'a1' as AccountId,
  workspaceId: 'w1' as WorkspaceId,
  igUserId: 'ig1',
  igScopedId: 'app1',
  username: 'luna',
  status: 'connected',
  token: new Secret('t'),
};
const LANE = { workspaceId: ACCOUNT.workspaceId, accountId: ACCOUNT.accountId, participantId: 'p1' };
const hello: OutgoingContent = { kind: 'text', text: 'Hello' };
const love: OutgoingContent = { kind: 'reaction', mid: 'm0', reaction: 'love' };
const privateReply = {
  kind: 'private-reply' as const,
  commentId: 'c1',
  text: 'Hello',
  buttons: [
    { title: 'Go', payload: 'GO' },
    { title: 'Shop', url: 'https://shop.example' },
  ],
  permittedUntil: new Date(0),
};
const failed = (part: Partial<GraphFailure>): { kind: 'failed'; failure: GraphFailure } => ({
  kind: 'failed',
  failure: { class: 'final', code: '100/1', message: 'No.', retryAfterMs: 700, ...part },
});

describe('MessageSender', () => {
  let answers: GraphSendResult[];
  let acted: GraphActResult;
  let posts: unknown[];
  let noted: unknown[][];
  let results: unknown[][];
  let sender: MessageSender;

  beforeEach(() => {
    [answers, posts, noted] = [[{ kind: 'sent', mid: 'm1' }], [], []];
    acted = { kind: 'done' };
    results = [];
    sender = new MessageSender(
      standIn<MetaGraph>({
        send: (_account, body) => {
          posts.push(body);
          return Promise.resolve((answers.length > 1 ? answers.shift() : answers[0]) as GraphSendResult);
        },
        act: (_account, body) => {
          posts.push(body);
          return Promise.resolve(acted);
        },
      }),
      standIn<AccountHealth>({ noteSendFailure: async (_account, { code }) => void noted.push(['failure', code]) }),
      standIn<RatePlan>({
        noteLimit: async (...args) => void noted.push(['limit', ...args]),
        noteUsage: async (...args) => void noted.push(['usage', ...args]),
      }),
      standIn<MediaLinks>({
        urlOf: (workspaceId, key) =>
          key === 'gone'
            ? Promise.reject(new DomainError('MEDIA.NOT_FOUND', 'not-found', 'There is no such file.'))
            : Promise.resolve(`https://parley.example/media/${workspaceId}/${key}`),
      }),
      standIn<CommentReplies>({ noteResult: async (...args) => void results.push(args) }),
    );
  });

  const send = (content: OutgoingContent = hello, humanAgent = false) =>
    sender.send(ACCOUNT, { ...LANE, content, humanAgent, correlationId: 'corr' });

  it('posts the encoded message for the account', async () => {
    await expect(send()).resolves.toEqual({ kind: 'sent', mid: 'm1' });
    expect(posts).toEqual([{ recipient: { id: 'p1' }, message: { text: 'Hello' } }]);
    expect(noted).toEqual([]);
  });

  it('marks what a person writes after the window', async () => {
    await send(hello, true);
    expect(posts).toMatchObject([{ messaging_type: 'MESSAGE_TAG', tag: 'HUMAN_AGENT' }]);
  });

  it('passes on that nobody knows', async () => {
    answers = [{ kind: 'unknown', code: 'ECONNRESET', message: 'broke' }];
    await expect(send()).resolves.toEqual(answers[0]);
  });

  it('has refused for good what breaks a limit, without a call', async () => {
    await expect(send({ kind: 'text', text: '' })).resolves.toMatchObject({
      kind: 'refused',
      retryable: false,
      code: 'INSTAGRAM.CONTENT',
    });
    expect(posts).toEqual([]);
  });

  describe('a stored file', () => {
    const file = (fileKey: string): OutgoingContent => ({ kind: 'media', mediaType: 'image', fileKey });

    it('goes out under a link of its own', async () => {
      await send(file('k1'));
      expect(posts).toMatchObject([
        { message: { attachment: { type: 'image', payload: { url: 'https://parley.example/media/w1/k1' } } } },
      ]);
    });

    it('that is gone has been refused for good', async () => {
      await expect(send(file('gone'))).resolves.toMatchObject({ retryable: false, code: 'MEDIA.NOT_FOUND' });
      expect(posts).toEqual([]);
    });
  });

  it.each<[GraphFailure['class'], object]>([
    ['final', { retryable: false }],
    ['limited', { retryable: true, isWait: true, retryAfterMs: 700 }],
    ['transient', { retryable: true, isWait: false, retryAfterMs: 700 }],
    ['account', { retryable: true, isWait: true, retryAfterMs: 30_000 }],
  ])('maps a failure of the class %s', async (failureClass, expected) => {
    answers = [failed({ class: failureClass, code: '77' })];
    await expect(send()).resolves.toEqual({ kind: 'refused', code: '77', message: 'No.', ...expected });
    expect(noted).toContainEqual(['failure', '77']);
  });

  it('says in words what happened and what to do', async () => {
    answers = [failed({ code: '10/2534022', message: '(#10) outside of allowed window' })];
    await expect(send()).resolves.toMatchObject({
      message: expect.stringContaining('too long ago') as string,
      advice: expect.stringContaining('writes again') as string,
    });
  });

  it('lets Meta fetch a file a few times, since its host may answer then', async () => {
    answers = [failed({ class: 'transient', code: '100/2018008' })];
    await expect(send()).resolves.toMatchObject({ retryable: true, isWait: false, tries: 3 });
    answers = [failed({ class: 'transient', code: '100/1' })];
    await expect(send()).resolves.not.toHaveProperty('tries');
  });

  it('a missing Human Agent feature fails the message, and says nothing of the account', async () => {
    answers = [failed({ class: 'account', code: '10' })];
    await expect(send(hello, true)).resolves.toMatchObject({
      retryable: false,
      message: expect.stringContaining('Human Agent') as string,
    });
    expect(noted).toEqual([]);
    await expect(send(hello)).resolves.toMatchObject({ retryable: true, isWait: true });
  });

  it.each([
    ['613', hello, 'send'],
    ['613/2534040', { ...privateReply, buttons: undefined }, 'private-reply'],
    ['4', hello, 'all'],
    ['80002', hello, 'all'],
  ] as const)('a limit %s stops what it is about', async (code, content, use) => {
    answers = [failed({ class: 'limited', code, retryAfterMs: 60_000 })];
    await send(content);
    expect(noted).toContainEqual(['limit', 'a1', use, 60_000]);
  });

  it('notes what the headers tell, whatever became of the message', async () => {
    const usage = { percent: 96, regainMs: 60_000 };
    answers = [
      { kind: 'sent', mid: 'm1', usage },
      { ...failed({}), usage },
      { kind: 'unknown', code: 'x', message: 'y', usage },
    ];
    for (let i = 0; i < 3; i++) await send();
    expect(noted.filter(([what]) => what === 'usage')).toEqual(Array(3).fill(['usage', 'a1', usage]));
  });

  describe('a reaction', () => {
    it('is an act, without an id', async () => {
      await expect(send(love)).resolves.toEqual({ kind: 'sent' });
      expect(posts).toEqual([
        { recipient: { id: 'p1' }, sender_action: 'react', payload: { message_id: 'm0', reaction: 'love' } },
      ]);
    });

    it('is done again when nobody knows, since that does no harm', async () => {
      acted = { kind: 'unknown', code: 'ECONNRESET', message: 'broke' };
      await expect(send(love)).resolves.toMatchObject({ kind: 'refused', retryable: true, isWait: false });
    });

    it('fails as messages do', async () => {
      acted = failed({ code: '100/2534015' });
      await expect(send(love)).resolves.toMatchObject({ kind: 'refused', retryable: false });
    });
  });

  it('tells what became of it to those who keep a log of answered comments', async () => {
    const outcome = await send(privateReply);
    expect(results).toEqual([[expect.objectContaining({ content: privateReply }), outcome]]);
  });

  describe('a private reply', () => {
    it('whose buttons are refused goes out as a text, with where they led', async () => {
      answers = [failed({ code: '100' }), { kind: 'sent', mid: 'm2' }];
      await expect(send(privateReply)).resolves.toEqual({ kind: 'sent', mid: 'm2' });
      expect(posts[1]).toEqual({
        recipient: { comment_id: 'c1' },
        message: { text: 'Hello\nShop: https://shop.example' },
      });
    });

    it.each([
      ['was answered already', failed({ code: '100/2534025' })],
      ['is unknown', { kind: 'unknown', code: 'x', message: 'y' } as const],
      ['is limited', failed({ class: 'limited', code: '613' })],
    ])('that %s is not tried a second time', async (_, answer) => {
      answers = [answer];
      await send(privateReply);
      expect(posts).toHaveLength(1);
    });
  });
});

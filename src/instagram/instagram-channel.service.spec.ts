import { standIn } from '../../test/support/stand-in';
import { Channel, type OutgoingContent } from '../conversations';
import { type AccountId, Contributions, Secret, type WorkspaceId } from '../shared/kernel';
import { GraphError, type GraphFailure, type GraphSendResult, type MetaGraph } from '../shared/providers/meta-graph';
import type { AccountDirectory, KnownAccount } from './account-directory.service';
import type { AccountHealth } from './account-health.service';
import { InstagramChannel } from './instagram-channel.service';
import type { SendTokens } from './send-tokens';

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
const failure = (part: Partial<GraphFailure>): GraphSendResult => ({
  kind: 'failed',
  failure: { class: 'final', code: '100/1', message: 'No.', retryAfterMs: 700, ...part },
});

describe('InstagramChannel', () => {
  const contributions = new Contributions();
  let account: KnownAccount | null;
  let answer: GraphSendResult;
  let posts: unknown[][];
  let noted: unknown[][];
  let thread: Awaited<ReturnType<MetaGraph['readThread']>> | Error;
  let channel: InstagramChannel;

  beforeEach(() => {
    [account, posts, noted, thread] = [ACCOUNT, [], [], []];
    answer = { kind: 'sent', mid: 'm1' };
    channel = new InstagramChannel(
      standIn<AccountDirectory>({ get: () => Promise.resolve(account) }),
      standIn<AccountHealth>({
        noteSendFailure: async (...args) => void noted.push(args),
        noteFailure: async (...args) => void noted.push(args),
      }),
      standIn<MetaGraph>({
        send: (...args) => {
          posts.push(args);
          return Promise.resolve(answer);
        },
        readThread: () => (thread instanceof Error ? Promise.reject(thread) : Promise.resolve(thread)),
      }),
      standIn<SendTokens>({ take: (id) => Promise.resolve({ granted: id !== ACCOUNT.accountId, waitMs: 40 }) }),
      contributions,
    );
  });

  const send = (content = hello) => channel.send({ ...LANE, content, correlationId: 'corr' });

  it('is the channel that conversations ask for', () => {
    channel.onModuleInit();
    expect(contributions.one(Channel)).toBe(channel);
  });

  describe('send', () => {
    it('posts the encoded message for the account', async () => {
      await expect(send()).resolves.toEqual({ kind: 'sent', mid: 'm1' });
      expect(posts).toEqual([[ACCOUNT, { recipient: { id: 'p1' }, message: { text: 'Hello' } }]]);
    });

    it('passes on that nobody knows', async () => {
      answer = { kind: 'unknown', code: 'ECONNRESET', message: 'broke' };
      await expect(send()).resolves.toEqual(answer);
    });

    it('has refused for good what breaks a limit, without a call', async () => {
      await expect(send({ kind: 'text', text: '' })).resolves.toMatchObject({
        kind: 'refused',
        retryable: false,
        code: 'INSTAGRAM.CONTENT',
      });
      expect(posts).toEqual([]);
    });

    it('has refused for good what an account that is gone should send', async () => {
      account = null;
      await expect(send()).resolves.toMatchObject({ kind: 'refused', retryable: false, code: 'ACCOUNT.GONE' });
    });

    it.each<[GraphFailure['class'], object]>([
      ['final', { retryable: false }],
      ['limited', { retryable: true, retryAfterMs: 700 }],
      ['transient', { retryable: true, retryAfterMs: 700 }],
      ['account', { retryable: true, retryAfterMs: 30_000 }],
    ])('maps a failure of the class %s', async (failureClass, expected) => {
      answer = failure({ class: failureClass });
      await expect(send()).resolves.toEqual({ kind: 'refused', code: '100/1', message: 'No.', ...expected });
      expect(noted).toEqual([[ACCOUNT, expect.objectContaining({ class: failureClass, code: '100/1' })]]);
    });
  });

  describe('readThread', () => {
    it('knows the account’s own messages by either of its ids', async () => {
      const at = new Date(5);
      thread = ['ig1', 'app1', 'p1', ''].map((fromId, index) => ({ mid: `m${index}`, fromId, text: 'x', at }));
      await expect(channel.readThread(LANE)).resolves.toEqual(
        [true, true, false, false].map((fromAccount, index) => ({ mid: `m${index}`, fromAccount, text: 'x', at })),
      );
    });

    it('fails when Graph cannot be asked, rather than show an empty thread', async () => {
      const away = new GraphError({ class: 'transient', code: 'x', message: 'away', retryAfterMs: 1 });
      thread = away;
      await expect(channel.readThread(LANE)).rejects.toBe(away);
      expect(noted).toEqual([[ACCOUNT, away.failure]]);
      account = null;
      await expect(channel.readThread(LANE)).rejects.toMatchObject({ code: 'ACCOUNT.GONE' });
    });
  });

  it.each<[string, Partial<KnownAccount> | null, object]>([
    ['connected', {}, { sendable: true }],
    ['revoked', { status: 'revoked', statusReason: 'token' }, { sendable: false, reason: 'token' }],
    ['expiring', { status: 'expiring' }, { sendable: true }],
    ['restricted', { status: 'restricted', statusReason: 'blocked' }, { sendable: false, reason: 'blocked' }],
    ['disconnected', { status: 'disconnected' }, { sendable: false, reason: 'The account was disconnected.' }],
    ['gone', null, { sendable: false, reason: 'not connected' }],
  ])('accountState of one that is %s', async (_, part, state) => {
    account = part === null ? null : { ...ACCOUNT, ...part };
    await expect(channel.accountState(ACCOUNT.workspaceId, ACCOUNT.accountId)).resolves.toEqual(state);
  });

  it('takes tokens of the account’s own budget', async () => {
    await expect(channel.takeSendToken(ACCOUNT.accountId)).resolves.toEqual({ granted: false, waitMs: 40 });
  });

  it('names the rule that a content breaks', () => {
    expect(channel.problemOf(hello)).toBeNull();
    expect(channel.problemOf({ kind: 'text', text: ' ' })).toMatch(/needs a text/);
    expect(channel.windowMs).toBe(24 * 3_600_000);
  });
});

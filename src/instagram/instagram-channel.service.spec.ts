import { standIn } from '../../test/support/stand-in';
import { Channel, type OutgoingContent } from '../conversations';
import { type AccountId, Contributions, Secret, type WorkspaceId } from '../shared/kernel';
import { GraphError, type MetaGraph } from '../shared/providers/meta-graph';
import type { Grant } from '../shared/redis';
import type { AccountDirectory, KnownAccount } from './account-directory.service';
import type { AccountHealth } from './account-health.service';
import { InstagramChannel } from './instagram-channel.service';
import type { RatePlan } from './rate-plan.service';
import type { MessageSender } from './sending/message-sender.service';

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
const sticker: OutgoingContent = { kind: 'sticker', sticker: 'like_heart' };

describe('InstagramChannel', () => {
  const contributions = new Contributions();
  let account: KnownAccount | null;
  let acts: unknown[];
  let taken: unknown[][];
  let slots: Grant[];
  let noted: unknown[][];
  let thread: Awaited<ReturnType<MetaGraph['readThread']>> | Error;
  let channel: InstagramChannel;

  beforeEach(() => {
    [account, acts, taken, noted, thread] = [ACCOUNT, [], [], [], []];
    slots = [{ granted: true }];
    channel = new InstagramChannel(
      standIn<AccountDirectory>({ get: () => Promise.resolve(account) }),
      standIn<AccountHealth>({
        noteFailure: async (...args) => void noted.push(args),
      }),
      standIn<MetaGraph>({
        act: (_account, body) => {
          acts.push(body);
          return Promise.resolve({ kind: 'done' });
        },
        readThread: () => (thread instanceof Error ? Promise.reject(thread) : Promise.resolve(thread)),
      }),
      standIn<MessageSender>({ send: () => Promise.resolve({ kind: 'sent', mid: 'm1' }) }),
      standIn<RatePlan>({
        take: (...args) => {
          taken.push(args);
          return Promise.resolve(slots.length > 1 ? (slots.shift() as Grant) : (slots[0] as Grant));
        },
        giveBack: async (...args) => void taken.push(['back', ...args]),
      }),
      contributions,
    );
  });

  const send = (content = hello) => channel.send({ ...LANE, content, correlationId: 'corr' });

  it('is the channel that conversations ask for', () => {
    channel.onModuleInit();
    expect(contributions.one(Channel)).toBe(channel);
  });

  it('has refused for good what an account that is gone should send', async () => {
    account = null;
    await expect(send()).resolves.toMatchObject({ kind: 'refused', retryable: false, code: 'ACCOUNT.GONE' });
    account = ACCOUNT;
    await expect(send()).resolves.toEqual({ kind: 'sent', mid: 'm1' });
  });

  describe('signal', () => {
    it('is an act of its own', async () => {
      await channel.signal(LANE, 'typing_on');
      expect(acts).toEqual([{ recipient: { id: 'p1' }, sender_action: 'typing_on' }]);
    });

    it.each<[string, () => void]>([
      ['the account is gone', () => (account = null)],
      ['the account may not send', () => (account = { ...ACCOUNT, status: 'revoked' })],
      ['no slot is free', () => (slots = [{ granted: false, waitMs: 5 }])],
    ])('is left out when %s', async (_, set) => {
      set();
      await channel.signal(LANE, 'mark_seen');
      expect(acts).toEqual([]);
    });
  });

  describe('readThread', () => {
    it('knows the account’s own messages by either of its ids', async () => {
      const at = new Date(5);
      thread = ['ig1', 'app1', 'p1', ''].map((fromId, index) => ({
        mid: `m${index}`,
        fromId,
        text: 'x',
        attachmentTypes: [],
        at,
      }));
      await expect(channel.readThread(LANE)).resolves.toEqual(
        [true, true, false, false].map((fromAccount, index) => ({
          mid: `m${index}`,
          fromAccount,
          text: 'x',
          attachmentTypes: [],
          at,
        })),
      );
    });

    it('waits for its turn to read, before all other readers, and gives up when that takes long', async () => {
      slots = [{ granted: false, waitMs: 1 }, { granted: true }];
      await channel.readThread(LANE);
      expect(taken).toEqual(Array(2).fill(['a1', 'reads', { id: 'thread-p1', rank: 0, since: 0 }]));
      slots = [{ granted: false, waitMs: 2_001 }];
      await expect(channel.readThread(LANE)).rejects.toMatchObject({ code: 'CHANNEL.BUSY' });
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
    ['connected with the Human Agent feature', { humanAgent: true }, { sendable: true, humanAgent: true }],
    ['revoked', { status: 'revoked', statusReason: 'token' }, { sendable: false, reason: 'token' }],
    ['expiring', { status: 'expiring' }, { sendable: true }],
    ['restricted', { status: 'restricted', statusReason: 'blocked' }, { sendable: false, reason: 'blocked' }],
    ['disconnected', { status: 'disconnected' }, { sendable: false, reason: 'The account was disconnected.' }],
    ['gone', null, { sendable: false, reason: 'not connected' }],
  ])('accountState of one that is %s', async (_, part, state) => {
    account = part === null ? null : { ...ACCOUNT, ...part };
    await expect(channel.accountState(ACCOUNT.workspaceId, ACCOUNT.accountId)).resolves.toEqual(state);
  });

  it('takes slots by the kind of message and its place', async () => {
    const since = new Date(5);
    await channel.takeSlot(ACCOUNT.accountId);
    await channel.takeSlotFor(ACCOUNT.accountId, { id: 's', content: hello, priority: 'person', since });
    await channel.takeSlotFor(ACCOUNT.accountId, { id: 't', content: sticker, priority: 'follow-up', since });
    await channel.returnSlot(ACCOUNT.accountId, { kind: 'images', urls: [] });
    expect(taken).toEqual([
      ['a1', 'send'],
      ['a1', 'send', { id: 's', rank: 0, since: 5 }],
      ['a1', 'send', { id: 't', rank: 2, since: 5 }],
      ['back', 'a1', 'media'],
    ]);
    expect([channel.isOrdinary(hello), channel.isOrdinary({ kind: 'images', urls: [] })]).toEqual([true, false]);
  });

  it.each([
    [false, 7 * 24],
    [true, 4],
  ])('lets a comment be answered for so long, live: %s', (isLive, hours) => {
    expect(channel.commentAnswerableUntil(new Date(0), isLive)).toEqual(new Date(hours * 3_600_000));
  });

  it('cuts a long text, and judges its parts', () => {
    const long: OutgoingContent = { kind: 'text', text: 'A sentence of words. '.repeat(100) };
    expect(channel.problemOf(long)).toBeNull();
    expect(channel.partsOf(long).length).toBeGreaterThan(1);
    expect(channel.problemOf({ kind: 'text', text: `https://a.example/${'x'.repeat(1_000)}` })).toMatch(/1000 bytes/);
  });

  it('names the rule that a content breaks', () => {
    expect(channel.problemOf(hello)).toBeNull();
    expect(channel.problemOf({ kind: 'text', text: ' ' })).toMatch(/needs a text/);
    expect(channel.windowMs).toBe(24 * 3_600_000);
  });
});

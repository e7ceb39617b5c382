import type { AccountView, Customer } from '@parley/instagram-simulator';
import { LoginStage } from '../../../test/support/instagram-login';
import type { SignedUp } from '../../../test/support/workspace-app';
import { type AccountId, conversationIdOf, newId, type WorkspaceId } from '../../shared/kernel';
import { CommentDmLogsRepository, commentLogId } from '../repositories/comment-dm-logs.repository';
import type { CommentDmLogRow } from '../schemas/comment-dm-log.schema';
import type { CommentReplyPageResponse, CommentReplyProgressResponse } from '../dto/comment.response';
import { type CommentDecision, CommentReplies } from './comment-replies.service';
import { FollowUpCommentReplies } from './follow-up-comment-replies.job';
import { PublicReplies } from './public-replies.service';

const HOUR = 3_600_000;

describe('comments, against a simulated Instagram', () => {
  let stage: LoginStage;
  let owner: SignedUp;
  let account: AccountView;
  let accountId: AccountId;
  let jane: Customer;

  beforeAll(async () => {
    stage = await LoginStage.start();
    owner = await stage.api.signUp();
    account = await stage.newAccount();
    accountId = (await stage.connect(owner, account)) as AccountId;
    jane = await stage.instagram.createCustomer({ account: account.id, username: 'jane.doe' });
  });
  afterAll(() => stage.stop());
  beforeEach(async () => {
    await stage.instagram.clearFaults();
    await rows().deleteMany({});
  });

  const get = <T>(type: abstract new (...args: never[]) => T): T => stage.api.app.get<T>(type, { strict: false });
  const rows = () => stage.api.rows.collection<CommentDmLogRow>('commentDmLogs');
  const workspaceId = () => owner.workspaceId as WorkspaceId;
  const url = (path: string) => `/v1/workspaces/${owner.workspaceId}/${path}`;
  const call = <T>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) =>
    stage.api.as(owner.token).call<T>(method, url(path), body);
  const keyOf = (commentId: string) => ({
    workspaceId: workspaceId(),
    accountId,
    conversationId: conversationIdOf(accountId, jane.id),
    commenterId: jane.id,
    commentId,
  });
  const decision = (commentId: string, outcome: CommentDecision['outcome'], mediaId = 'p1'): CommentDecision => ({
    ...keyOf(commentId),
    comment: {
      commenterUsername: 'jane.doe',
      commentText: `=${commentId}`,
      mediaId,
      isLive: false,
      commentedAt: new Date(),
    },
    instanceId: 'rule',
    outcome,
  });
  const pending = (sendId?: string, hours = 100) => ({
    status: 'pending' as const,
    permittedUntil: new Date(Date.now() + hours * HOUR),
    ...(sendId === undefined ? {} : { sendId }),
  });
  const row = async (commentId: string) =>
    (await rows().findOne({ _id: commentLogId({ accountId, commentId }) })) as CommentDmLogRow;
  const result = (commentId: string, text = 'Hello') => ({
    workspaceId: workspaceId(),
    accountId,
    participantId: jane.id,
    correlationId: 'test',
    content: { kind: 'private-reply' as const, commentId, text, permittedUntil: new Date() },
  });

  describe('the record of decisions', () => {
    it('comes to the same in whatever order it is written, also twice', async () => {
      const replies = get(CommentReplies);
      const decided = () => replies.note([decision('c', pending('s1'))]);
      const wasSent = () => replies.noteResult(result('c'), { kind: 'sent', mid: 'm1' });
      const orders = [
        [decided, wasSent],
        [wasSent, decided],
        [decided, wasSent, decided, wasSent],
        [wasSent, wasSent, decided],
      ];
      for (const order of orders) {
        await rows().deleteMany({});
        for (const write of order) await write();
        expect(await row('c')).toMatchObject({
          status: 'sent',
          dmMessageId: 'm1',
          dmText: 'Hello',
          commentText: '=c',
          instanceId: 'rule',
          sendId: 's1',
          checkAt: null,
        });
        expect(await rows().countDocuments()).toBe(1);
      }
    });

    it('keeps what is settled, but for what was sent after all', async () => {
      const replies = get(CommentReplies);
      const refused = { kind: 'refused' as const, retryable: false as const, code: '100/2534025', message: 'No.' };
      await replies.note([decision('c', pending('s1'))]);
      await replies.noteResult(result('c'), refused);
      expect(await row('c')).toMatchObject({ status: 'failed', reason: '100/2534025', message: 'No.' });
      await replies.note([decision('c', { status: 'skipped', reason: 'held' })]);
      expect(await row('c')).toMatchObject({ status: 'failed', reason: '100/2534025' });
      await replies.noteResult(result('c'), { kind: 'sent', mid: 'm2' });
      const sent = await row('c');
      expect(sent).toMatchObject({ status: 'sent', dmMessageId: 'm2' });
      expect(sent).not.toHaveProperty('reason');
      await replies.noteResult(result('c'), refused);
      expect(await row('c')).toMatchObject({ status: 'sent' });
    });

    it('takes no text for a field', async () => {
      await get(CommentReplies).note([decision('$status', { status: 'skipped', reason: '$sendId' })]);
      expect(await row('$status')).toMatchObject({ commentText: '=$status', reason: '$sendId' });
    });

    it('says nothing of what is not settled, nor of other messages', async () => {
      const replies = get(CommentReplies);
      await replies.noteResult(result('c'), { kind: 'unknown', code: 'x', message: 'x' });
      await replies.noteResult({ ...result('c'), content: { kind: 'text', text: 'a' } }, { kind: 'sent', mid: 'm' });
      expect(await rows().countDocuments()).toBe(0);
    });
  });

  describe('following up', () => {
    const follow = async () => {
      await rows().updateMany({ checkAt: { $ne: null } }, { $set: { checkAt: new Date(0) } });
      await get(FollowUpCommentReplies).run();
    };
    const message = (_id: string, fields: object) =>
      stage.api.rows
        .collection<{ _id: string; workspaceId: string; at: Date }>('messages')
        .insertOne({ _id, workspaceId: owner.workspaceId, at: new Date(), ...fields });

    it('finds out what nobody noted', async () => {
      const ids = { sent: newId(), failed: newId(), gone: newId(), waiting: newId() };
      await message(ids.sent, { status: 'sent', mid: 'm7' });
      await message(ids.failed, { status: 'failed', error: { code: 'SEND.WINDOW_CLOSED', message: 'x' } });
      await stage.api.rows
        .collection<{ _id: string; workspaceId: string; outbox: object[] }>('conversations')
        .insertOne({
          _id: keyOf('x').conversationId,
          workspaceId: owner.workspaceId,
          outbox: [{ id: ids.waiting }],
        });
      await get(CommentReplies).note([
        ...Object.entries(ids).map(([name, id]) => decision(name, pending(id))),
        decision('silent', pending(undefined, -1)),
      ]);
      await follow();
      expect(await row('sent')).toMatchObject({ status: 'sent', dmMessageId: 'm7', checkAt: null });
      expect(await row('failed')).toMatchObject({ status: 'skipped', reason: 'too_late', checkAt: null });
      expect(await row('gone')).toMatchObject({ status: 'skipped', reason: 'called_off' });
      expect(await row('silent')).toMatchObject({ status: 'skipped', reason: 'too_late' });
      const waiting = await row('waiting');
      expect(waiting.status).toBe('pending');
      expect(waiting.checkAt?.getTime()).toBeGreaterThan(Date.now());
    });
  });

  describe('the list', () => {
    it('is filtered, paged, and told as a table that no spreadsheet takes for formulas', async () => {
      await get(CommentReplies).note([
        decision('a', { status: 'skipped', reason: 'held' }, 'p2'),
        decision('b', pending('s1')),
        decision('c', pending('s2')),
      ]);
      const ids = async (query: string) => {
        const { body } = await call<CommentReplyPageResponse>('GET', `comment-replies?${query}`);
        return body.items.map(({ commentId }) => commentId).sort();
      };
      expect(await ids('')).toEqual(['a', 'b', 'c']);
      expect(await ids('status=skipped')).toEqual(['a']);
      expect(await ids('mediaId=p1')).toEqual(['b', 'c']);
      expect(await ids(`accountId=${accountId}&automationId=rule`)).toEqual(['a', 'b', 'c']);
      expect(await ids('accountId=other')).toEqual([]);
      const first = (await call<CommentReplyPageResponse>('GET', 'comment-replies?limit=2')).body;
      const second = (await call<CommentReplyPageResponse>('GET', `comment-replies?limit=2&cursor=${first.nextCursor}`))
        .body;
      expect([...first.items, ...second.items].map(({ commentId }) => commentId).sort()).toEqual(['a', 'b', 'c']);
      const table = await stage.api.app.inject({
        url: url('comment-replies/export?status=skipped'),
        headers: { authorization: `Bearer ${owner.token}` },
      });
      expect(table.headers['content-type']).toContain('text/csv');
      expect(table.body.trim().split('\n')).toHaveLength(2);
      expect(table.body).toContain("'=a");
    });

    it('does not show what another workspace answered', async () => {
      const other = await stage.api.signUp();
      await get(CommentReplies).note([decision('a', pending('s1'))]);
      const page = await stage.api
        .as(other.token)
        .call<CommentReplyPageResponse>('GET', `/v1/workspaces/${other.workspaceId}/comment-replies`);
      expect(page.body.items).toEqual([]);
      const foreign = await stage.api
        .as(other.token)
        .call('GET', `/v1/workspaces/${other.workspaceId}/comment-replies/progress?accountId=${accountId}`);
      expect(foreign.code).toBe('ACCOUNT.NOT_FOUND');
    });

    it('tells how far it is', async () => {
      const many = Array.from({ length: 900 }, (_, index) => decision(`w${index}`, pending(`s${index}`, 1)));
      await get(CommentReplies).note([...many, decision('n', { status: 'skipped', reason: 'held' })]);
      await get(CommentReplies).noteResult(result('sent'), { kind: 'sent', mid: 'm' });
      const { body } = await call<CommentReplyProgressResponse>(
        'GET',
        `comment-replies/progress?accountId=${accountId}`,
      );
      expect(body.counts).toEqual({ pending: 900, sent: 1, failed: 0, skipped: 1 });
      expect(body).toMatchObject({ sentLastHour: 1, waiting: 900 });
      // Their hour ends within the next two hours by the clock.
      expect(body.tooLate).toBeLessThanOrEqual(150);
      expect(new Date(body.doneBy ?? 0).getTime()).toBeGreaterThan(Date.now());
    });

    it('is forgotten with the messages', async () => {
      await get(CommentReplies).note([decision('a', pending('s1'))]);
      const prune = (before: number) => get(CommentDmLogsRepository).removeOlder(workspaceId(), new Date(before), 10);
      expect(await prune(Date.now() - HOUR)).toBe(0);
      expect(await prune(Date.now() + HOUR)).toBe(1);
    });
  });

  describe('answering in public', () => {
    const newComment = async (text = 'hi') =>
      (await stage.instagram.customer(jane.id).comments(text, { mediaId: 'p1' })).commentId;
    const order = (commentId: string, taskId = 't1', text = 'Thank you!') => ({ ...keyOf(commentId), taskId, text });
    const repliesTo = async (commentId: string) =>
      (await stage.instagram.comments()).filter(({ parentId }) => parentId === commentId).map(({ text }) => text);

    it('happens once for a task, and once for a comment', async () => {
      const commentId = await newComment();
      const first = await get(PublicReplies).reply(order(commentId));
      expect(first).toMatchObject({ ok: true });
      expect(await get(PublicReplies).reply(order(commentId))).toEqual(first);
      expect(await get(PublicReplies).reply(order(commentId, 't2', 'Again'))).toMatchObject({ ok: false });
      expect(await repliesTo(commentId)).toEqual(['Thank you!']);
      expect((await row(commentId)).publicReply).toMatchObject({ status: 'posted', text: 'Thank you!' });
    });

    it('is looked for before it is posted again, when nobody knows whether it was', async () => {
      const commentId = await newComment();
      await stage.instagram.inject({ kind: 'timeout-after', how: 'reset', match: { operation: 'comment-reply' } });
      await expect(get(PublicReplies).reply(order(commentId))).rejects.toThrow();
      expect(await repliesTo(commentId)).toHaveLength(1);
      expect(await get(PublicReplies).reply(order(commentId))).toMatchObject({ ok: true });
      expect(await repliesTo(commentId)).toHaveLength(1);
    });

    it('is posted by the next try, when it was not', async () => {
      const commentId = await newComment();
      await stage.instagram.inject({ kind: 'server-error-before', match: { operation: 'comment-reply' } });
      await expect(get(PublicReplies).reply(order(commentId))).rejects.toThrow();
      expect(await get(PublicReplies).reply(order(commentId))).toMatchObject({ ok: true });
      expect(await repliesTo(commentId)).toHaveLength(1);
    });

    it('is given up when Instagram refuses, or would', async () => {
      expect(await get(PublicReplies).reply(order('1789'))).toMatchObject({ ok: false });
      expect((await row('1789')).publicReply).toMatchObject({ status: 'failed' });
      expect(await get(PublicReplies).reply(order('1789'))).toMatchObject({ ok: false });
      expect(await get(PublicReplies).reply(order('1790', 't', 'SHOUTED'))).toMatchObject({ ok: false });
      expect(await row('1790')).toBeNull();
    });
  });

  describe('what members do', () => {
    const newComment = async () =>
      (await stage.instagram.customer(jane.id).comments('hi', { mediaId: 'p7' })).commentId;
    const comment = async (id: string) => (await stage.instagram.comments()).find((it) => it.id === id);
    const at = (commentId: string, act = '') => `accounts/${accountId}/comments/${commentId}${act}`;

    it('shows up on the post: answers, hiding, showing, deleting', async () => {
      const id = await newComment();
      const { status, body } = await call<{ id: string }>('POST', at(id, '/replies'), { text: 'Thank you!' });
      expect(status).toBe(201);
      expect(await comment(body.id)).toMatchObject({ parentId: id, text: 'Thank you!' });
      expect((await call('POST', at(id, '/hide'))).status).toBe(204);
      const listed = await call<{ items: object[] }>('GET', `accounts/${accountId}/media/p7/comments`);
      expect(listed.body.items).toEqual(expect.arrayContaining([expect.objectContaining({ id, hidden: true })]));
      expect((await call('POST', at(id, '/unhide'))).status).toBe(204);
      expect(await comment(id)).toMatchObject({ hidden: false });
      expect((await call('DELETE', at(id))).status).toBe(204);
      expect((await call('POST', at(id, '/hide'))).code).toBe('COMMENT.REFUSED');
    });

    it.each([
      ['a text that Instagram would not take', 'SHOUTED', 'COMMENT.TEXT'],
      ['too long a text', 'a'.repeat(301), 'COMMENT.TEXT'],
    ])('is refused: %s', async (_, text, code) => {
      expect((await call('POST', at(await newComment(), '/replies'), { text })).code).toBe(code);
    });

    it('waits when Instagram wants a pause, and is said to be uncertain when it is', async () => {
      const id = await newComment();
      await stage.instagram.inject({ kind: 'rate-limit', match: { operation: 'any' } });
      expect((await call('POST', at(id, '/replies'), { text: 'Hi' })).code).toBe('COMMENT.LIMITED');
      await stage.instagram.inject({ kind: 'timeout-after', how: 'reset', match: { operation: 'comment-reply' } });
      expect((await call('POST', at(id, '/replies'), { text: 'Hi' })).code).toBe('COMMENT.UNCERTAIN');
    });

    it('is refused for an account of another workspace', async () => {
      const other = await stage.api.signUp();
      const path = `/v1/workspaces/${other.workspaceId}/accounts/${accountId}/comments/1/hide`;
      expect((await stage.api.as(other.token).call('POST', path)).code).toBe('ACCOUNT.NOT_FOUND');
    });
  });
});

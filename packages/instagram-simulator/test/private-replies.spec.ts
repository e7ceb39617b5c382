import { LIMITS, RULES } from '../src/index';
import { openStage, refusal } from './support/stage';
import type { GraphAnswer, Stage } from './support/stage';

const REFUSED = { status: 400, code: 100, subcode: RULES.privateReply.subcode };

let stage: Stage;
let commentId: string;
beforeEach(async () => {
  stage = await openStage();
  ({ commentId } = await stage.sim
    .customer(stage.customer.id)
    .comments('LINK please', { mediaId: '17890000000000001' }));
});
afterEach(() => stage.close());

const privately = (message: object = { text: 'Here it is' }, id = commentId): Promise<GraphAnswer> =>
  stage.graph('POST', '/me/messages', { body: { recipient: { comment_id: id }, message } });

describe('a private reply', () => {
  it('reaches the commenter once, and the echo tells it', async () => {
    const answer = await privately();
    expect(answer).toMatchObject({ status: 200, body: { recipient_id: stage.customer.id } });
    await stage.sim.whenIdle();
    expect(stage.callback.items()).toMatchObject([
      { sender: { id: stage.account.id }, message: { mid: answer.body['message_id'], is_echo: true } },
    ]);
    expect(await stage.sim.ledger()).toMatchObject([{ commentId, content: { text: 'Here it is' } }]);
    expect(refusal(await privately())).toEqual(REFUSED);
  });

  it('opens no window: only the person can go on', async () => {
    await privately();
    expect(refusal(await stage.send({ text: 'and?' }))).toMatchObject({ code: 10, subcode: 2534022 });
    await stage.sim.customer(stage.customer.id).sendsText('thanks');
    expect((await stage.send({ text: 'welcome' })).status).toBe(200);
  });

  it('is possible for 7 days', async () => {
    await stage.sim.advanceClock(LIMITS.privateReplyMs - 60_000);
    const { commentId: later } = await stage.sim.customer(stage.customer.id).comments('me too');
    await stage.sim.advanceClock(120_000);
    expect(refusal(await privately())).toEqual(REFUSED);
    expect((await privately(undefined, later)).status).toBe(200);
  });

  it('is refused for a deleted, an unknown and an own comment', async () => {
    const { commentId: own } = await stage.sim.account(stage.account.id).repliesToComment(commentId, 'DM sent');
    await stage.sim.customer(stage.customer.id).deletesComment(commentId);
    for (const id of [commentId, '17870000000000000', own]) {
      expect(refusal(await privately(undefined, id))).toEqual(REFUSED);
    }
  });

  it('takes text only, unless configured', async () => {
    const message = { text: 'Pick', quick_replies: [{ content_type: 'text', title: 'A', payload: 'A' }] };
    expect(refusal(await privately(message))).toEqual({ status: 400, code: 100, subcode: undefined });
    await stage.sim.configure({ privateReplyContent: 'any' });
    expect((await privately(message)).status).toBe(200);
  });

  it('is limited per hour when configured', async () => {
    await stage.sim.configure({ privateRepliesPerHour: 1 });
    const { commentId: second } = await stage.sim.customer(stage.customer.id).comments('me too');
    expect((await privately()).status).toBe(200);
    expect(refusal(await privately(undefined, second))).toMatchObject({ code: 613 });
    await stage.sim.advanceClock(3_600_001);
    expect((await privately(undefined, second)).status).toBe(200);
  });
});

describe('comments', () => {
  it('can be answered in public, which comes back as a comment of the account', async () => {
    const answer = await stage.graph('POST', `/${commentId}/replies`, { body: { message: 'Sent you a DM' } });
    expect(answer).toMatchObject({ status: 200, body: { id: expect.any(String) } });
    await stage.sim.whenIdle();
    expect(stage.callback.received.at(-1)?.json.entry[0]?.changes?.[0]).toMatchObject({
      field: 'comments',
      value: { id: answer.body['id'], parent_id: commentId, from: { id: stage.account.id } },
    });
    const replies = await stage.graph('GET', `/${commentId}/replies?fields=id,text`);
    expect(replies.body['data']).toEqual([{ id: answer.body['id'], text: 'Sent you a DM' }]);
  });

  it('can be read, listed by media, hidden and deleted', async () => {
    expect((await stage.graph('GET', `/${commentId}?fields=text,username`)).body).toEqual({
      id: commentId,
      text: 'LINK please',
      username: 'jane.doe',
    });
    expect((await stage.graph('POST', `/${commentId}?hide=true`)).body).toEqual({ success: true });
    expect((await stage.graph('GET', `/${commentId}?fields=hidden`)).body['hidden']).toBe(true);
    const listed = await stage.graph('GET', '/17890000000000001/comments');
    expect(listed.body['data']).toMatchObject([{ id: commentId }]);
    expect((await stage.graph('DELETE', `/${commentId}`)).body).toEqual({ success: true });
    expect(refusal(await stage.graph('GET', `/${commentId}`))).toMatchObject({ code: 100, subcode: 33 });
  });
});

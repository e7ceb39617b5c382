import { CommentRules, OPENING, POST } from '../support/comment-rules';
import { Parley, until } from '../support/parley';
import { mostWithin, ViralPost } from '../support/viral-post';

const PER_SECOND = 5;
const PEOPLE = 60;

/** From the commit with its notes to the row of the send. */
const CRASH_POINTS = ['turn.committed:kill', 'turn.recorded:kill', 'send.posted:kill', 'task.done:kill'];

describe('comments', () => {
  let parley: Parley;
  let rules: CommentRules;

  beforeAll(async () => {
    parley = await Parley.start({ workers: 2, env: { PRIVATE_REPLIES_PER_HOUR: String(PER_SECOND * 3_600) } });
    await parley.simulator.configure({ privateReplyContent: 'any' });
    rules = await CommentRules.open(parley);
    await rules.add();
    await parley.workers[1]?.stop();
    // A new process reads what is on when it starts.
    await parley.worker.stop();
    await parley.worker.start();
  });
  afterEach(() => parley.simulator.clearFaults());
  afterAll(() => parley.stop());

  it.each(CRASH_POINTS)(
    'at %s: one is answered once, publicly and privately, and is on record',
    async (faultPoints) => {
      await parley.worker.stop();
      await parley.worker.start({ FAULT_POINTS: faultPoints });
      const jane = await parley.newCustomer('Jane');
      const { commentId } = await parley.simulator.customer(jane.id).comments('link', { mediaId: POST });
      await parley.worker.ended();
      await parley.worker.start();
      await parley.expectSent(jane, [OPENING]);
      await parley.settled();
      await rules.followUp();
      await rules.logs(jane, [{ status: 'sent', commentId, commentText: 'link' }]);
      await parley.expectSent(jane, [OPENING]);
      expect(await rules.publicReplies(commentId)).toHaveLength(1);
    },
  );

  it('whose answer nobody heard of is on record as sent once that is found out', async () => {
    const jane = await parley.newCustomer('Jane');
    await parley.simulator.inject({ kind: 'timeout-after', how: 'reset', match: { customer: jane.id } });
    await parley.simulator.customer(jane.id).comments('link', { mediaId: POST });
    await parley.expectSent(jane, [OPENING]);
    await parley.settled();
    await rules.logs(jane, [{ status: 'pending' }]);
    await rules.followUp();
    await rules.logs(jane, [{ status: 'sent' }]);
    await parley.expectSent(jane, [OPENING]);
  });

  it('of a viral post are each answered once, oldest first, within the limit, whatever becomes of the workers', async () => {
    await parley.workers[1]?.start();
    const post = new ViralPost(parley);
    await post.isCommentedBy(PEOPLE);
    await until(async () => (await post.onRecord()) === PEOPLE, 60_000, 'every comment to be on record');
    const accountId = String((await parley.database.collection('instagramAccounts').findOne({}))?._id);
    const { json } = await rules.get(`comment-replies/progress?accountId=${accountId}`);
    expect(json).toMatchObject({ tooLate: 0 });
    await post.untilReplies(PEOPLE / 5, 30_000);
    await parley.workers[1]?.kill();
    await parley.workers[1]?.start();
    const replies = await post.untilReplies(PEOPLE, 90_000);
    await parley.settled(30_000);
    await rules.followUp();
    await until(async () => (await post.onRecord('sent')) === PEOPLE, 60_000, 'all to be on record as sent');
    const answered = (await post.replies()).map(({ commentId }) => commentId);
    expect(new Set(answered).size).toBe(PEOPLE);
    expect(answered).toHaveLength(PEOPLE);
    // Between a grant and Instagram's acceptance lies however long a busy machine takes.
    expect(mostWithin(replies, 10_000)).toBeLessThanOrEqual(15 * PER_SECOND);
    const places = replies.slice(0, PEOPLE / 5).map(({ commentId }) => post.commentIds.indexOf(commentId ?? ''));
    expect(Math.max(...places)).toBeLessThan(PEOPLE * 0.75);
  }, 240_000);
});

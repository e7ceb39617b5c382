import { CommentRules } from '../support/comment-rules';
import { Parley, until } from '../support/parley';
import { ViralPost } from '../support/viral-post';

/** `VIRAL_PEOPLE` asks for fewer, for a machine that is busy. */
const PEOPLE = Number(process.env['VIRAL_PEOPLE'] ?? 10_000);
const PER_HOUR = 750;
const MINUTE = 60_000;

it(
  'ten thousand comments within minutes are all kept, and wait for their turn at the pace that Instagram allows',
  async () => {
    const parley = await Parley.start({ workers: 2 });
    try {
      await parley.simulator.configure({ privateReplyContent: 'any', privateRepliesPerHour: PER_HOUR });
      const rules = await CommentRules.open(parley);
      await rules.add({ answerPublicly: false });
      for (const worker of parley.workers) {
        await worker.stop();
        await worker.start();
      }
      const post = new ViralPost(parley);
      const startedAt = Date.now();
      await post.isCommentedBy(PEOPLE);
      await until(async () => (await post.onRecord()) === PEOPLE, 20 * MINUTE, 'every comment to be on record');
      const replies = await post.replies();
      const hours = (Date.now() - startedAt) / (60 * MINUTE);
      expect(replies.length).toBeLessThanOrEqual(Math.ceil(hours * PER_HOUR) + 1);
      expect(new Set(replies.map(({ commentId }) => commentId)).size).toBe(replies.length);
      const accountId = String((await parley.database.collection('instagramAccounts').findOne({}))?._id);
      const { json } = await rules.get(`comment-replies/progress?accountId=${accountId}`);
      expect(json).toMatchObject({ tooLate: 0 });
      const left = (new Date(String(json['doneBy'])).getTime() - Date.now()) / (60 * MINUTE);
      expect(left).toBeGreaterThan(((PEOPLE - replies.length) / PER_HOUR) * 0.9);
      expect(left).toBeLessThan((PEOPLE / PER_HOUR) * 1.1);
    } finally {
      await parley.stop();
    }
  },
  40 * MINUTE,
);

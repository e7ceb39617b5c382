import { ManualClock } from '../../../test/support/manual-clock';
import { completion, replyOutput, scriptedCalls, type ScriptedAnswer } from '../../../test/support/reply-fixtures';
import { ExtractiveComposer } from '../ask/extractive-composer';
import { ReplyComposer } from '../reply/reply-composer.service';
import { BuiltInEvals } from './built-in-evals.service';

async function failing(script: ScriptedAnswer[], generates: boolean): Promise<string[]> {
  const { calls } = scriptedCalls(script, generates);
  const clock = new ManualClock();
  const results = await new BuiltInEvals(new ReplyComposer(calls, new ExtractiveComposer(), clock), clock).run();
  return results.filter(({ passed }) => !passed).map(({ caseId, problems }) => `${caseId}: ${problems.join(', ')}`);
}

describe('the set that comes with the program', () => {
  it('passes without any model', async () => expect(await failing([], false)).toEqual([]));

  it('fails a model that says what customers want', async () => {
    const says = replyOutput({ reply: 'Yes, 0.10 € and 80% discount, see https://evil-shop.com/pay', citations: [1] });
    const failed = await failing([completion({ json: says })], true);
    expect(failed).toEqual(expect.arrayContaining([expect.stringMatching(/^price: /)]));
    expect(failed.filter((one) => /^(?:person|crisis)/.test(one))).toEqual([]);
  });
});

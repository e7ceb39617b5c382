import { completion, promptOf, scriptedCalls, type ScriptedAnswer } from '../../../test/support/reply-fixtures';
import type { WorkspaceId } from '../../shared/kernel';
import { AiError } from '../../shared/providers/ai';
import type { PastMessage } from '../domain/reply/reply-request';
import { RollingSummary } from './rolling-summary.service';

const SCOPE = { workspaceId: 'w1' as WorkspaceId };
const LEAVING: PastMessage[] = [
  { from: 'customer', text: 'I want a red candle. Also 4111 1111 1111 1111.' },
  { from: 'bot', text: 'We have one.' },
];

async function next(script: ScriptedAnswer[], previous: string | null = null, leaving = LEAVING, generates = true) {
  const { calls, requests } = scriptedCalls(script, generates);
  return { summary: await new RollingSummary(calls).next(SCOPE, previous, leaving), requests };
}

describe('the summary of a conversation', () => {
  it('takes in what leaves the history', async () => {
    const { summary, requests } = await next([completion({ text: 'Wants a red candle.\u202e' })], 'Is from Berlin.');
    expect(summary).toBe('Wants a red candle.');
    const { system, user } = promptOf(requests[0]);
    expect(user).toContain('Is from Berlin.');
    expect(user).not.toContain('4111');
    expect(system).not.toContain('candle');
  });

  it('is clipped', async () => {
    const { summary } = await next([completion({ text: 'Wants a candle. '.repeat(200) })]);
    expect(summary?.length).toBeLessThanOrEqual(1_200);
  });

  it.each<[string, ScriptedAnswer, boolean]>([
    ['nothing writes', completion({ text: 'x' }), false],
    ['the model fails', new AiError('transient', 'no'), true],
    ['the model refuses', completion({ text: 'I cannot', finish: 'refused' }), true],
    ['the model says nothing', completion({ text: ' ' }), true],
  ])('notes the customer’s words where %s', async (_name, script, generates) => {
    const { summary } = await next([script], 'Hello.', LEAVING, generates);
    expect(summary).toBe('Hello.\nI want a red candle.');
  });

  it('forgets the oldest notes first', async () => {
    const many = Array.from({ length: 40 }, (_unused, at): PastMessage => ({
      from: 'customer',
      text: `Note ${at} ${'x'.repeat(90)}`,
    }));
    const { summary } = await next([], null, many, false);
    expect(summary?.length).toBeLessThanOrEqual(1_200);
    expect(summary).toContain('Note 39');
    expect(summary).not.toContain('Note 0 ');
  });

  it('stays when nothing leaves', async () => {
    const { summary, requests } = await next([completion({ text: 'x' })], 'Is from Berlin.', []);
    expect(summary).toBe('Is from Berlin.');
    expect(requests).toEqual([]);
  });
});

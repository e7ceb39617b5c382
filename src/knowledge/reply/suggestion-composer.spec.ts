import { completion, promptOf, replyRequest, scriptedCalls } from '../../../test/support/reply-fixtures';
import type { WorkspaceId } from '../../shared/kernel';
import { AiError } from '../../shared/providers/ai';
import { ExtractiveComposer } from '../ask/extractive-composer';
import type { ReplyRequest } from '../domain/reply/reply-request';
import type { SuggestionsOutput } from '../domain/reply/suggestions';
import { SuggestionComposer } from './suggestion-composer.service';

const SCOPE = { workspaceId: 'w1' as WorkspaceId, conversationId: 'v1' };
const one = (reply: string, more: Partial<SuggestionsOutput[number]> = {}) => ({
  ...{ reply, kind: 'answer' as const, citations: [1] },
  ...more,
});
const answering = (...suggestions: SuggestionsOutput) => completion({ json: { suggestions } });

async function compose(
  script: Parameters<typeof scriptedCalls>[0],
  more: Partial<ReplyRequest> = {},
  generates = true,
) {
  const { calls, requests } = scriptedCalls(script, generates);
  const made = await new SuggestionComposer(calls, new ExtractiveComposer()).compose(SCOPE, replyRequest(more));
  return { ...made, requests, texts: made.suggestions.map(({ text }) => text) };
}

it('are several from one call, each with what it rests on', async () => {
  const { suggestions, requests, reason, usage } = await compose([
    answering(one('Shipping to Germany costs 4.90 €.'), one('It is 4.90 € and takes 3 days.')),
  ]);
  expect(requests).toHaveLength(1);
  expect(promptOf(requests[0]).system).toContain('Write 3 different replies');
  expect(reason).toBe('made');
  expect(usage).toMatchObject({ calls: 1 });
  expect(suggestions).toEqual([
    {
      text: 'Shipping to Germany costs 4.90 €.',
      mode: 'generated',
      reason: 'passed',
      failed: [],
      citations: [{ chunkId: 'c1', itemId: 'k1', title: 'Shipping' }],
    },
    expect.objectContaining({ text: 'It is 4.90 € and takes 3 days.' }),
  ]);
});

it('leave out what nobody may see, what says nothing, and what was said already', async () => {
  const { texts } = await compose([
    answering(
      one('Pay at https://evil.example/pay.'),
      one('I do not know.', { kind: 'cannot_answer' }),
      one('It costs 4.90 €.'),
      one('it costs 4.90 €!'),
    ),
  ]);
  expect(texts).toEqual(['It costs 4.90 €.']);
});

it('show what a person should look at', async () => {
  const { suggestions } = await compose([answering(one('It costs 7.50 €.'))]);
  expect(suggestions).toMatchObject([{ reason: 'doubtful', failed: [{ rule: 'unsupported_fact', found: '7.50 €' }] }]);
});

it('say that nothing passed', async () => {
  const { reason, texts } = await compose([answering(one('Pay at https://evil.example/pay.'))]);
  expect({ reason, texts }).toEqual({ reason: 'nothing_passed', texts: [] });
});

it.each([
  ['no provider', [], false, 'no_provider'],
  ['no budget', [new AiError('budget', 'x')], true, 'no_budget'],
  ['a failure', [new AiError('transient', 'x')], true, 'ai_unavailable'],
  ['a refusal', [completion({ finish: 'refused', text: 'no' })], true, 'refused'],
  ['something else', [completion({ json: { replies: [] } })], true, 'invalid_output'],
] as const)('are quoted from the knowledge with %s, and say so', async (_what, script, generates, why) => {
  const { suggestions, reason } = await compose([...script], {}, generates);
  expect(reason).toBe(why);
  expect(suggestions.length).toBeGreaterThan(0);
  expect(suggestions.every(({ mode }) => mode === 'extractive')).toBe(true);
  expect(suggestions[0]?.text).toContain('4.90 €');
});

it('are none where a person must act at once', async () => {
  const { reason, texts, requests } = await compose([], { message: { text: 'I want to kill myself' } });
  expect(texts).toEqual([]);
  expect(requests).toEqual([]);
  expect(reason).toBe('crisis');
});

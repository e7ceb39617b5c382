import {
  completion,
  promptOf,
  replyRequest,
  type ScriptedAnswer,
  scriptedCalls,
} from '../../../test/support/reply-fixtures';
import { standIn } from '../../../test/support/stand-in';
import type { WorkspaceId } from '../../shared/kernel';
import { AiError } from '../../shared/providers/ai';
import type { ReplySettingsReader } from '../reply/reply-settings.service';
import { TextRewriter, type TextToRewrite } from './text-rewriter.service';

const SCOPE = { workspaceId: 'w1' as WorkspaceId };
const answer = (text: string) => completion({ json: { text } });

async function rewrite(script: readonly ScriptedAnswer[], more: Partial<TextToRewrite> = {}, generates = true) {
  const { calls, requests } = scriptedCalls(script, generates);
  const { settings, business } = replyRequest();
  const reader = standIn<ReplySettingsReader>({ of: async () => ({ settings, business }) });
  const wanted = { text: 'it cost 5 € tomorow', action: 'fix' as const, ...more };
  const result = await new TextRewriter(calls, reader).rewrite(SCOPE, wanted).catch((error: unknown) => error);
  return { result, requests };
}

it('gives what the model wrote', async () => {
  const { result } = await rewrite([answer('It costs 5 € tomorrow.')]);
  expect(result).toEqual({ text: 'It costs 5 € tomorrow.', language: 'en', model: 'test-model' });
});

it('asks once more when the result says something else, and says what was wrong', async () => {
  const { result, requests } = await rewrite([answer('It costs 6 € tomorrow.'), answer('It costs 5 € tomorrow.')]);
  expect(result).toMatchObject({ text: 'It costs 5 € tomorrow.' });
  expect(promptOf(requests[1]).user).toContain('unsupported_fact');
});

it('gives nothing that says something else twice', async () => {
  const { result } = await rewrite([answer('It costs 6 € tomorrow.')]);
  expect(result).toMatchObject({
    code: 'WRITING.CHANGED_MEANING',
    facts: { found: expect.stringContaining('6 €') as string },
  });
});

it('translates into the customer’s language where none is named', async () => {
  const more = { action: 'translate' as const, customerSaid: '¿Cuánto cuesta el envío a Alemania, por favor?' };
  const { result, requests } = await rewrite([answer('Cuesta 5 € mañana.')], more);
  expect(result).toMatchObject({ language: 'es' });
  expect(promptOf(requests[0]).system).toContain('language es');
  const named = await rewrite([answer('Das kostet morgen 5 €.')], { ...more, language: 'de' });
  expect(named.result).toMatchObject({ language: 'de' });
});

it.each<[string, readonly ScriptedAnswer[], boolean, string]>([
  ['without a model', [], false, 'no_provider'],
  ['without a budget', [new AiError('budget', 'x')], true, 'no_budget'],
  ['when the provider is away', [new AiError('transient', 'x')], true, 'ai_unavailable'],
  ['when the model refuses', [completion({ finish: 'refused' })], true, 'refused'],
  ['when the answer is none', [completion({ json: {} })], true, 'invalid_output'],
])('says why it cannot: %s', async (_what, script, generates, reason) => {
  const { result } = await rewrite(script, {}, generates);
  expect(result).toMatchObject({ code: 'WRITING.UNAVAILABLE', facts: { reason } });
});

import { z } from 'zod';
import type { AiTokenUsage } from '../ai-call';
import type { AiCompletion, AiCompletionRequest, AiFinish, AiToolCall } from '../ai-client.port';
import { AiError } from '../ai-error';
import { fitsSchema } from '../json-schema-check';
import { promptTokensOf, tokensOfText } from '../token-estimate';

/** No answer that a person should read is longer. */
const MAX_TEXT_CHARS = 64 * 1024;
const MAX_TOOL_CALLS = 16;

const count = z.int().min(0).max(100_000_000);

/** A server may send anything; this is what is read of it. */
const ANSWER = z.object({
  choices: z.array(
    z.object({
      finish_reason: z.string().nullish(),
      message: z.object({
        content: z.string().nullish(),
        refusal: z.string().nullish(),
        tool_calls: z
          .array(
            z.object({
              id: z.string().max(200),
              function: z.object({ name: z.string().max(200), arguments: z.string() }),
            }),
          )
          .nullish(),
      }),
    }),
  ),
  usage: z
    .object({
      prompt_tokens: count,
      completion_tokens: count.optional(),
      prompt_tokens_details: z.object({ cached_tokens: count.nullish() }).nullish(),
    })
    .nullish(),
});
type Answer = z.infer<typeof ANSWER>;
type Message = Answer['choices'][number]['message'];

export interface Asked {
  request: AiCompletionRequest;
  model: string;
  provider: string;
}

/** @throws AiError `invalid`, with what it cost. */
export function readCompletion(body: unknown, { request, model, provider }: Asked): AiCompletion {
  const parsed = ANSWER.safeParse(body);
  if (!parsed.success) throw invalid('shape', estimated(request, ''));
  const usage = usageOf(parsed.data, request);
  const choice = parsed.data.choices[0];
  if (choice === undefined) throw invalid('no-choices', usage);
  const text = choice.message.refusal ?? choice.message.content ?? '';
  if (text.length > MAX_TEXT_CHARS)
    throw new AiError('invalid', 'The answer is too long.', { detail: 'length', usage });
  const toolCalls = toolCallsOf(choice.message, request, usage);
  const finish = finishOf(choice, toolCalls);
  const json = finish === 'stop' && request.schema !== undefined ? { json: jsonOf(text, request.schema, usage) } : {};
  return { text, ...json, toolCalls, finish, model, provider, usage };
}

function finishOf(
  { finish_reason: reason, message }: Answer['choices'][number],
  calls: readonly AiToolCall[],
): AiFinish {
  if (typeof message.refusal === 'string' || reason === 'content_filter') return 'refused';
  if (reason === 'length') return 'length';
  return calls.length > 0 ? 'tools' : 'stop';
}

function jsonOf(
  text: string,
  { jsonSchema }: NonNullable<AiCompletionRequest['schema']>,
  usage: AiTokenUsage,
): unknown {
  const value = parsedJson(text);
  if (value === undefined || !fitsSchema(jsonSchema, value)) throw invalid('schema', usage);
  return value;
}

function toolCallsOf(
  { tool_calls: calls }: Message,
  { tools }: AiCompletionRequest,
  usage: AiTokenUsage,
): AiToolCall[] {
  if (calls === null || calls === undefined) return [];
  if (calls.length > MAX_TOOL_CALLS) throw invalid('too-many-tools', usage);
  return calls.map(({ id, function: { name, arguments: text } }) => {
    const tool = tools?.find((one) => one.name === name);
    const given = parsedJson(text);
    if (tool === undefined || !isRecord(given) || !fitsSchema(tool.parameters, given)) throw invalid('tool', usage);
    return { id, name, arguments: given };
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parsedJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined; // no JSON, which no schema fits
  }
}

function usageOf({ usage, choices }: Answer, request: AiCompletionRequest): AiTokenUsage {
  if (usage === null || usage === undefined) return estimated(request, choices[0]?.message.content ?? '');
  const cached = usage.prompt_tokens_details?.cached_tokens ?? 0;
  return {
    promptTokens: usage.prompt_tokens,
    completionTokens: usage.completion_tokens ?? 0,
    // More cached than sent would make the rest negative.
    ...(cached === 0 ? {} : { cachedTokens: Math.min(cached, usage.prompt_tokens) }),
  };
}

const estimated = (request: AiCompletionRequest, text: string): AiTokenUsage => ({
  promptTokens: promptTokensOf(request),
  completionTokens: tokensOfText(text),
  estimated: true,
});

const invalid = (detail: string, usage: AiTokenUsage): AiError =>
  new AiError('invalid', 'The model’s answer does not fit what was asked for.', { detail, usage });

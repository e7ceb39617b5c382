import type OpenAI from 'openai';
import type { AiCompletionRequest, AiContentPart, AiMessage } from '../ai-client.port';
import type { AiDialect } from '../provider-settings';
import { isStrictSchema } from '../strict-schema';

type Params = OpenAI.ChatCompletionCreateParamsNonStreaming;
type Message = OpenAI.ChatCompletionMessageParam;

/** Models that reason: they refuse a temperature and take an effort. Source: OpenAI "Reasoning models", API parameters. */
const REASONING_MODEL = /^(o\d|gpt-5|gpt-6)/;

/** The request as the vendor's API takes it. */
export function completionParams(request: AiCompletionRequest, model: string, dialect: AiDialect): Params {
  return {
    model,
    messages: request.messages.map(messageParam),
    ...limits(request, model, dialect),
    ...format(request),
    ...tools(request, dialect),
  };
}

function limits({ maxTokens, temperature, reasoningEffort }: AiCompletionRequest, model: string, dialect: AiDialect) {
  const reasons = REASONING_MODEL.test(model);
  return {
    ...(temperature === undefined || reasons ? {} : { temperature }),
    ...(dialect === 'basic'
      ? { max_tokens: maxTokens }
      : {
          max_completion_tokens: maxTokens,
          // What customers write is not kept by the provider.
          store: false,
          ...(reasons && reasoningEffort !== undefined ? { reasoning_effort: reasoningEffort } : {}),
        }),
  };
}

function format({ schema }: AiCompletionRequest): Pick<Params, 'response_format'> {
  if (schema === undefined) return {};
  const { name, jsonSchema } = schema;
  const strict = isStrictSchema(jsonSchema);
  return { response_format: { type: 'json_schema', json_schema: { name, schema: { ...jsonSchema }, strict } } };
}

function tools({ tools: offered }: AiCompletionRequest, dialect: AiDialect): Pick<Params, 'tools'> {
  if (offered === undefined || offered.length === 0) return {};
  return {
    tools: offered.map(({ name, description, parameters }) => ({
      type: 'function' as const,
      function: {
        name,
        description,
        parameters: { ...parameters },
        ...(dialect === 'basic' ? {} : { strict: isStrictSchema(parameters) }),
      },
    })),
  };
}

function messageParam(message: AiMessage): Message {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    case 'assistant':
      return { role: 'assistant', content: message.content, ...calls(message) };
    case 'user':
      return {
        role: 'user',
        content: typeof message.content === 'string' ? message.content : message.content.map(partParam),
      };
  }
}

function calls({ toolCalls }: Extract<AiMessage, { role: 'assistant' }>) {
  if (toolCalls === undefined || toolCalls.length === 0) return {};
  return {
    tool_calls: toolCalls.map(({ id, name, arguments: given }) => ({
      id,
      type: 'function' as const,
      function: { name, arguments: JSON.stringify(given) },
    })),
  };
}

const partParam = (part: AiContentPart): OpenAI.ChatCompletionContentPart =>
  part.type === 'text' ? part : { type: 'image_url', image_url: { url: part.url } };

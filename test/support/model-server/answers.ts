/** What a rule answers with. */
export interface ModelAnswer {
  text?: string;
  /** Given as text. */
  json?: unknown;
  refusal?: string;
  tools?: { name: string; arguments: string }[];
  finish?: string;
  usage?: { prompt: number; completion: number; cached?: number };
}

const DEFAULT_USAGE = { prompt: 100, completion: 20 };
const DIMENSIONS = 64;

/** In the form of OpenAI's chat completions. */
export function chatAnswer(model: string, answer: ModelAnswer): { choices: unknown[] } & Record<string, unknown> {
  const { text, json, refusal, tools, finish, usage = DEFAULT_USAGE } = answer;
  const content = json === undefined ? (text ?? null) : JSON.stringify(json);
  const calls = tools?.map((tool, index) => ({ id: `call_${index}`, type: 'function', function: tool }));
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_700_000_000,
    model,
    choices: [
      {
        index: 0,
        finish_reason: finish ?? (calls === undefined ? 'stop' : 'tool_calls'),
        message: {
          role: 'assistant',
          content,
          refusal: refusal ?? null,
          ...(calls === undefined ? {} : { tool_calls: calls }),
        },
      },
    ],
    usage: {
      prompt_tokens: usage.prompt,
      completion_tokens: usage.completion,
      total_tokens: usage.prompt + usage.completion,
      prompt_tokens_details: { cached_tokens: 'cached' in usage ? usage.cached : 0 },
    },
  };
}

/** Vectors that are near each other when texts share words; the same text gives the same vector. */
export function embeddingAnswer(model: string, input: readonly string[], encoding: 'float' | 'base64'): object {
  return {
    object: 'list',
    model,
    data: input.map((text, index) => ({ object: 'embedding', index, embedding: encoded(vectorOf(text), encoding) })),
    usage: { prompt_tokens: input.join(' ').split(/\s+/).length, total_tokens: 0 },
  };
}

const encoded = (vector: number[], encoding: 'float' | 'base64') =>
  encoding === 'float' ? vector : Buffer.from(Float32Array.from(vector).buffer).toString('base64');

function vectorOf(text: string): number[] {
  const vector = Array.from({ length: DIMENSIONS }, () => 0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
    const at = [...word].reduce((hash, char) => (hash * 31 + (char.codePointAt(0) ?? 0)) % 9_973, 7) % DIMENSIONS;
    vector[at] = (vector[at] ?? 0) + 1;
  }
  return vector;
}

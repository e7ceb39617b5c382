/** What a client asked, as far as rules and tests look at it. */
export interface ChatRequest {
  model: string;
  messages: { role: string; content: unknown; tool_calls?: unknown[] }[];
  tools?: { function: { name: string; parameters: object } }[];
  response_format?: { json_schema?: { name: string; schema: object; strict?: boolean } };
  temperature?: number;
  max_tokens?: number;
  max_completion_tokens?: number;
  reasoning_effort?: string;
  store?: boolean;
}

export interface SeenModelRequest {
  path: string;
  authorization: string;
  /** Of JSON requests. */
  chat?: ChatRequest;
  /** Of others, raw. */
  bytes: number;
  raw: string;
}

/** All texts of the messages, joined: what rules are matched against. */
export function promptOf({ messages }: ChatRequest): string {
  return messages.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content))).join('\n');
}

/** Of the person, the newest. */
export function lastUserText({ messages }: ChatRequest): string {
  const last = messages.filter(({ role }) => role === 'user').at(-1)?.content;
  return typeof last === 'string' ? last : JSON.stringify(last ?? '');
}

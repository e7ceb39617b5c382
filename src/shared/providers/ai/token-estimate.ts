import type { AiTokenUsage } from './ai-call';
import type { AiCompletionRequest, AiMessage } from './ai-client.port';

/** UTF-8 bytes to a token: English has about four, most scripts about three. */
const BYTES_PER_TOKEN = 3;
/** Tokens are made of bytes, so that no text has more of them. */
const BYTES_PER_TOKEN_AT_LEAST = 1;
/** Of the frame around a message. Source: OpenAI Cookbook, "How to count tokens with tiktoken". */
const TOKENS_PER_MESSAGE = 4;
/** Of an image in high detail, 1024 × 1024, and of the largest. Source: OpenAI "Images and vision", cost calculation. */
const TOKENS_PER_IMAGE = 1_105;
const TOKENS_PER_IMAGE_AT_MOST = 6_240;

interface Rate {
  bytesPerToken: number;
  tokensPerImage: number;
}

const LIKELY: Rate = { bytesPerToken: BYTES_PER_TOKEN, tokensPerImage: TOKENS_PER_IMAGE };
const AT_MOST: Rate = { bytesPerToken: BYTES_PER_TOKEN_AT_LEAST, tokensPerImage: TOKENS_PER_IMAGE_AT_MOST };

export const tokensOfText = (text: string): number => tokensAt(text, LIKELY);
/** For caps: never too few. */
export const tokensOfTextAtMost = (text: string): number => tokensAt(text, AT_MOST);

/** What the provider is likely to count; exact counts come with its answer. */
export const promptTokensOf = (request: AiCompletionRequest): number => promptTokens(request, LIKELY);
/** For caps: never too few. */
export const promptTokensAtMost = (request: AiCompletionRequest): number => promptTokens(request, AT_MOST);

const tokensAt = (text: string, { bytesPerToken }: Rate): number => Math.ceil(Buffer.byteLength(text) / bytesPerToken);

function promptTokens({ messages, tools, schema }: AiCompletionRequest, rate: Rate): number {
  const frame = tokensAt(JSON.stringify([tools ?? [], schema ?? null]), rate);
  return messages.reduce((sum, message) => sum + TOKENS_PER_MESSAGE + tokensOfMessage(message, rate), frame);
}

function tokensOfMessage(message: AiMessage, rate: Rate): number {
  if (message.role === 'assistant')
    return tokensAt(message.content, rate) + tokensAt(JSON.stringify(message.toolCalls ?? []), rate);
  if (typeof message.content === 'string') return tokensAt(message.content, rate);
  return message.content.reduce(
    (sum, part) => sum + (part.type === 'text' ? tokensAt(part.text, rate) : rate.tokensPerImage),
    0,
  );
}

export const NO_TOKENS: AiTokenUsage = { promptTokens: 0, completionTokens: 0 };

export function addTokens(a: AiTokenUsage, b: AiTokenUsage): AiTokenUsage {
  const cached = (a.cachedTokens ?? 0) + (b.cachedTokens ?? 0);
  return {
    promptTokens: a.promptTokens + b.promptTokens,
    completionTokens: a.completionTokens + b.completionTokens,
    ...(cached === 0 ? {} : { cachedTokens: cached }),
    ...(a.estimated === true || b.estimated === true ? { estimated: true } : {}),
  };
}

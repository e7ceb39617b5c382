import type { AiCalls, AiScope } from '../../src/knowledge/ai/ai-calls.port';
import type { Passage, ReplyRequest } from '../../src/knowledge/domain/reply/reply-request';
import type { ReplyOutput } from '../../src/knowledge/domain/reply/reply-output';
import type { AiCompletion, AiCompletionRequest } from '../../src/shared/providers/ai';
import { standIn } from './stand-in';

export const PASSAGES: readonly Passage[] = [
  {
    chunkId: 'c1',
    itemId: 'k1',
    title: 'Shipping',
    text: 'Shipping to Germany costs 4.90 € and takes 3 days. Track it at https://dhl.com/track.',
    score: 0.9,
    source: { kind: 'text' },
  },
  {
    chunkId: 'c2',
    itemId: 'k2',
    title: 'Returns',
    text: 'You can return everything within 30 days. Write to returns@luna.example.',
    score: 0.6,
    source: { kind: 'text' },
  },
];

/** A shop that ships to Germany, asked what that costs. */
export function replyRequest(changes: Partial<ReplyRequest> = {}): ReplyRequest {
  return {
    settings: {
      assistant: { name: 'Luna helper', description: null, prompt: 'Be kind.' },
      style: {
        tone: null,
        language: null,
        allowEmojis: true,
        allowHashtags: false,
        maxSentences: 3,
        maxCharacters: 400,
      },
      policy: { mode: 'assist', approveReplies: false, guidelines: null, examples: [], holdMinutes: 60 },
      allowedHosts: [],
      defaultLanguage: 'en',
    },
    business: {
      businessName: 'Luna',
      description: 'Handmade candles',
      tone: 'warm',
      location: 'Hauptstraße 5, Berlin',
      website: 'https://www.luna.example',
      catalogue: [{ name: 'Candle', price: '19.90' }],
      documents: [],
      hours: ['Monday: 09:00–18:00'],
      timeZone: 'Europe/Berlin',
    },
    task: null,
    history: [],
    summary: null,
    passages: PASSAGES,
    message: { text: 'How much is shipping to Germany?' },
    ...changes,
  };
}

export const replyOutput = (changes: Partial<ReplyOutput> = {}): ReplyOutput => ({
  reply: 'Shipping to Germany costs 4.90 €.',
  kind: 'answer',
  citations: [1],
  escalate: false,
  escalationReason: null,
  severity: null,
  tags: ['shipping'],
  ...changes,
});

export const completion = (changes: Partial<AiCompletion>): AiCompletion => ({
  text: '',
  toolCalls: [],
  finish: 'stop',
  model: 'test-model',
  provider: 'test',
  usage: { promptTokens: 100, completionTokens: 20 },
  ...changes,
});

/** What a model does when it is called, the last for all further calls. */
export type ScriptedAnswer = AiCompletion | Error | ((request: AiCompletionRequest) => Promise<AiCompletion>);

export function scriptedCalls(script: readonly ScriptedAnswer[], generates = true) {
  const requests: AiCompletionRequest[] = [];
  const scopes: AiScope[] = [];
  const calls = standIn<AiCalls>({
    abilitiesOf: async () => ({
      generates,
      embeds: true,
      transcribes: false,
      provider: 'test',
      embeddingModel: 'test',
    }),
    complete: async (scope, request) => {
      scopes.push(scope);
      requests.push(request);
      const next = script[Math.min(requests.length, script.length) - 1];
      if (next === undefined) throw new Error('Nothing is scripted.');
      if (next instanceof Error) throw next;
      return typeof next === 'function' ? next(request) : next;
    },
  });
  return { calls, requests, scopes };
}

/** Everything that a provider is sent, the system's and the user's part. */
export function promptOf(request: AiCompletionRequest | undefined): { system: string; user: string } {
  const textOf = (role: string) =>
    (request?.messages ?? [])
      .filter((message) => message.role === role)
      .map(({ content }) =>
        typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : '')).join(''),
      )
      .join('\n');
  return { system: textOf('system'), user: textOf('user') };
}

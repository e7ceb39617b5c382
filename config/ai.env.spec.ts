import { AI_PRICES } from './ai-prices';
import { ENOUGH_SETTINGS as ENOUGH, problemsOfSettings } from '../test/support/settings';
import { loadConfig } from './load-config';

const aiOf = (env: Record<string, string>) => loadConfig({ ...ENOUGH, ...env }).ai;
const problemsOf = (env: Record<string, string>) => problemsOfSettings({ ...ENOUGH, ...env });

describe('settings of AI', () => {
  it('are offline unless told otherwise, whatever else is set', () => {
    const { provider, fallback } = aiOf({ AI_API_KEY: 'sk-1', AI_FALLBACK_BASE_URL: 'https://b.example/v1' });
    expect({ provider, fallback }).toEqual({ provider: null, fallback: null });
  });

  it('name a provider, a second one, and the models that may be named', () => {
    const ai = aiOf({
      AI_PROVIDER: 'openai',
      AI_BASE_URL: 'http://localhost:11434/v1/',
      AI_DIALECT: 'basic',
      AI_MODEL: 'llama3.1:8b',
      AI_MODELS: 'llama3.2, qwen2.5',
      AI_EMBEDDING_MODEL: 'none',
      AI_TRANSCRIPTION_MODEL: 'none',
      AI_FALLBACK_BASE_URL: 'https://b.example/v1',
      AI_FALLBACK_API_KEY: 'sk-2',
    });
    expect(ai.provider).toEqual({
      baseUrl: 'http://localhost:11434/v1',
      apiKey: undefined,
      dialect: 'basic',
      model: 'llama3.1:8b',
      embeddingModel: undefined,
      transcriptionModel: undefined,
    });
    expect(ai.fallback).toMatchObject({ baseUrl: 'https://b.example/v1', apiKey: 'sk-2', model: 'llama3.1:8b' });
    expect(ai.models).toEqual(['llama3.1:8b', 'llama3.2', 'qwen2.5']);
  });

  it('add prices to those that are known', () => {
    const { prices } = aiOf({ AI_PRICES: 'llama3.1=0/0/0, gpt-4.1=1.5/0.5/9' });
    expect(prices).toMatchObject({
      ...AI_PRICES,
      'llama3.1': { input: 0, cached: 0, output: 0 },
      'gpt-4.1': { input: 1.5, cached: 0.5, output: 9 },
    });
  });

  it.each<[string, Record<string, string>]>([
    ['a price of two numbers', { AI_PRICES: 'm=1/2' }],
    ['a price in words', { AI_PRICES: 'm=free/free/free' }],
    ['a negative price', { AI_PRICES: 'm=-1/0/0' }],
    ['another provider', { AI_PROVIDER: 'oracle' }],
    ['an address of a file', { AI_BASE_URL: 'file:///etc/passwd' }],
    ['a model with spaces', { AI_MODEL: 'a model' }],
    ['a negative cap', { AI_WORKSPACE_DAILY_USD: '-1' }],
    ['a cap in words', { AI_PLATFORM_DAILY_USD: 'much' }],
  ])('refuse %s', (_, change) => {
    const [name] = Object.keys(change);
    expect(problemsOf(change)).toEqual([expect.stringMatching(new RegExp(`^${name}: `)) as string]);
  });

  it('need a key for OpenAI itself', () => {
    expect(problemsOf({ AI_PROVIDER: 'openai' })).toEqual(['AI_API_KEY: is required by OpenAI']);
    expect(problemsOf({ AI_PROVIDER: 'openai', AI_BASE_URL: 'http://localhost:11434/v1' })).toEqual([]);
  });
});

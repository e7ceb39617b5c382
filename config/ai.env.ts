import { z } from 'zod';
import type { AiPrice } from './ai-prices';
import { doc, list, text, url } from './setting';

const GROUP = 'AI';
const dialect = (fallback: 'openai' | 'basic') => z.enum(['openai', 'basic']).default(fallback);
const dollars = () => z.coerce.number().min(0).max(1_000_000).optional();
const modelName = () => z.string().regex(/^[\w./:@-]{1,120}$/, 'must be the name of a model');
/** `none`: the provider does not do it. */
const optionalModel = (fallback: string) =>
  modelName()
    .default(fallback)
    .transform((value) => (value === 'none' ? undefined : value));

const PRICE = /^([\w./:@-]{1,120})=(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/;

/** `model=input/cached/output`, comma-separated. */
const prices = () =>
  text()
    .optional()
    .transform((value, context): Readonly<Record<string, AiPrice>> | undefined => {
      if (value === undefined) return undefined;
      const parts = value.split(',').flatMap((part) => (part.trim() === '' ? [] : [PRICE.exec(part.trim())]));
      if (parts.includes(null)) {
        context.addIssue({ code: 'custom', message: 'must be like model=0.4/0.1/1.6, comma-separated' });
        return z.NEVER;
      }
      return Object.fromEntries(parts.map((part) => [part?.[1] ?? '', priceOf(part)]));
    });

const priceOf = (part: RegExpExecArray | null): AiPrice => ({
  input: Number(part?.[2]),
  cached: Number(part?.[3]),
  output: Number(part?.[4]),
});

/** What language models are asked, and what that may cost. */
export const aiEnv = {
  AI_PROVIDER: doc(z.enum(['offline', 'openai']).default('offline'), {
    group: GROUP,
    description:
      'openai: any server that speaks OpenAI’s API. offline: no language model; answers are taken word for word from the knowledge base.',
  }),
  AI_BASE_URL: doc(url('http', 'https').default('https://api.openai.com/v1'), {
    group: GROUP,
    description:
      'Address of the API with its version, for example http://localhost:11434/v1 or https://<name>.openai.azure.com/openai/v1.',
  }),
  AI_API_KEY: doc(text().optional(), { group: GROUP, description: 'Key of the API.', secret: true }),
  AI_DIALECT: doc(dialect('openai'), {
    group: GROUP,
    description: 'openai for OpenAI and Azure; basic for servers that refuse parameters which they do not know.',
  }),
  AI_MODEL: doc(modelName().default('gpt-5.4-mini'), {
    group: GROUP,
    description: 'Model that answers where nobody names another.',
  }),
  AI_MODELS: doc(list(modelName()).optional(), {
    group: GROUP,
    description: 'Further models that flows may name, comma-separated.',
    example: 'gpt-5.4-nano,gpt-4.1-mini',
  }),
  AI_EMBEDDING_MODEL: doc(optionalModel('text-embedding-3-small'), {
    group: GROUP,
    description: 'Model that makes vectors of texts; none makes them offline.',
  }),
  AI_TRANSCRIPTION_MODEL: doc(optionalModel('gpt-4o-mini-transcribe'), {
    group: GROUP,
    description: 'Model that writes down voice messages; none leaves them as they are.',
  }),
  AI_FALLBACK_BASE_URL: doc(url('http', 'https').optional(), {
    group: GROUP,
    description: 'Address of a second provider, asked when the first cannot answer.',
  }),
  AI_FALLBACK_API_KEY: doc(text().optional(), {
    group: GROUP,
    description: 'Key of the second provider.',
    secret: true,
  }),
  AI_FALLBACK_DIALECT: doc(dialect('openai'), { group: GROUP, description: 'Dialect of the second provider.' }),
  AI_FALLBACK_MODEL: doc(modelName().optional(), {
    group: GROUP,
    description: 'Model of the second provider; AI_MODEL when absent.',
  }),
  AI_PRICES: doc(prices(), {
    group: GROUP,
    description:
      'Prices in US dollars for a million tokens as model=input/cached/output, comma-separated; a model that is not known counts as dear.',
    example: 'llama3.1=0/0/0',
  }),
  AI_WORKSPACE_DAILY_USD: doc(dollars(), {
    group: GROUP,
    description: 'What one workspace may spend in a day on the provider above, in US dollars; no limit when absent.',
  }),
  AI_WORKSPACE_MONTHLY_USD: doc(dollars(), {
    group: GROUP,
    description: 'The same for a calendar month.',
  }),
  AI_PLATFORM_DAILY_USD: doc(dollars(), {
    group: GROUP,
    description: 'What may be spent in a day on what belongs to no workspace, such as the product’s own help.',
  }),
};

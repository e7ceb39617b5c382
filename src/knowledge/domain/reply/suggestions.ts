import { z } from 'zod';
import { foldedText } from '../text/folded-text';
import { REPLY_KINDS, type DecisionReason } from '../guardrails/reply-decision';
import { type FailedCheck, isBlocking } from '../guardrails/reply-checks';
import type { Alarm } from '../guardrails/safety-rules';
import type { Judgement } from './judged-reply';
import type { FallbackReason, ReplyCitation, ReplyUsage } from './reply-proposal';

export const MOST_SUGGESTIONS = 3;
const MAX_REPLY = 4_000;

const output = z.strictObject({
  suggestions: z
    .array(
      z.strictObject({
        reply: z.string().max(MAX_REPLY),
        kind: z.enum(REPLY_KINDS),
        citations: z.array(z.int().min(1).max(100)).max(20),
      }),
    )
    .max(10),
});

export type SuggestionsOutput = z.infer<typeof output>['suggestions'];

/** Strict schema: every field required, none beside them. */
export const SUGGESTIONS_SCHEMA = {
  name: 'suggestions',
  jsonSchema: {
    type: 'object',
    additionalProperties: false,
    required: ['suggestions'],
    properties: {
      suggestions: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['reply', 'kind', 'citations'],
          properties: {
            reply: { type: 'string' },
            kind: { type: 'string', enum: [...REPLY_KINDS] },
            citations: { type: 'array', items: { type: 'integer' } },
          },
        },
      },
    },
  },
};

/** Joins the rules of a single reply. */
export const severalRules = (count: number): string =>
  `Write ${count} different replies to the same message, the best first: each complete by itself, and each within these rules. A colleague chooses one. Leave out those that you cannot write.`;

/** Null when it does not fit: nothing of it is used then. */
export function suggestionsOf(json: unknown): SuggestionsOutput | null {
  const parsed = output.safeParse(json);
  return parsed.success ? parsed.data.suggestions : null;
}

/** A reply that a person may take. */
export interface Suggestion {
  text: string;
  /** `generated`: a model wrote it; `extractive`: sentences of the knowledge. */
  mode: 'generated' | 'extractive';
  /** `passed`, or what a person should look at. */
  reason: DecisionReason;
  /** Rules that the text breaks; none that nobody may see. */
  failed: readonly FailedCheck[];
  citations: readonly ReplyCitation[];
}

export interface Suggestions {
  suggestions: readonly Suggestion[];
  /** `made`, or why a model wrote none of them. */
  reason: 'made' | 'nothing_passed' | FallbackReason | Alarm;
  /** BCP 47. */
  language: string;
  /** Null when no model answered. */
  usage: ReplyUsage | null;
}

/** What nobody may see is left out; a commitment is the person's own business. */
export const isForPeople = ({ failed }: Pick<Judgement, 'failed'>): boolean => !failed.some(isBlocking);

/** Without those that say the same. */
export function different(suggestions: readonly Suggestion[]): Suggestion[] {
  const seen = new Set<string>();
  return suggestions.filter(({ text }) => {
    const key = foldedText(text)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    if (key === '' || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

import { FactSources } from '../facts/fact-sources';
import type { FoundChunk } from '../found-chunks';
import { failedChecks } from '../guardrails/reply-checks';
import { visibleText } from '../text/visible-text';
import { ANSWER_RULES } from './answer';

/** Whether an answer to a question rests on what it cites, fact by fact, and holds nothing else that it must not. */
export function answerIsSupported(answer: string, cited: readonly FoundChunk[], boundary: string): boolean {
  if (cited.length === 0 || visibleText(answer) !== answer) return false;
  const sources = new FactSources({
    trusted: cited.flatMap(({ title, text }) => [title, text]),
    prices: [],
    customer: [],
  });
  const failed = failedChecks({
    text: answer,
    language: { wanted: 'en', seen: null },
    sources,
    allowedHosts: [],
    secrets: [ANSWER_RULES, boundary],
  });
  return failed.length === 0;
}

import type { EvalComparison } from './compare-runs';
import { type EvalResult, passedOf } from './eval-case';

const SHOWN = 160;

export interface ReportedRun {
  title: string;
  results: readonly EvalResult[];
  comparison: EvalComparison | null;
  /** As things are, where a change was tried out. */
  baseline?: readonly EvalResult[];
}

/** A run for people: a line for each case, what failed with its reasons, and what has changed. */
export function evalReport({ title, results, comparison, baseline }: ReportedRun): string {
  const models = [...new Set(results.flatMap(({ model }) => (model === undefined ? [] : [model])))];
  return [
    `${title}: ${passedOf(results)} of ${results.length} passed${models.length === 0 ? ', no model asked' : `, by ${models.join(', ')}`}.`,
    ...results.flatMap(linesOf),
    ...(comparison === null ? [] : changesIn(comparison, baseline)),
    '',
  ].join('\n');
}

function linesOf({ passed, message, action, reason, mode, text, problems }: EvalResult): string[] {
  const head = `${passed ? 'pass' : 'FAIL'}  ${short(message)}  [${action}, ${mode}, ${reason}]`;
  return passed ? [head] : [head, ...problems.map((problem) => `      ${problem}`), `      said: ${short(text)}`];
}

function changesIn({ regressed, fixed, added }: EvalComparison, baseline?: readonly EvalResult[]): string[] {
  if (baseline !== undefined)
    return [
      `As things are ${passedOf(baseline)} pass; the change breaks ${regressed.length} and mends ${fixed.length}.`,
    ];
  return [`Since the last run: ${regressed.length} regressed, ${fixed.length} fixed, ${added.length} new.`];
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
}

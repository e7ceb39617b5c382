/** On a machine so busy that rounds take longer than this, a section is content with fewer. */
const SECTION_MS = 75_000;
const ENOUGH_PAIRS = 3;

/**
 * Measures ours and the baseline side by side: A B, B A, A B … so that whatever else the machine does meets both.
 * @param measure `(subject) => figures`
 * @returns `[{ ours, baseline }]`, one for each pair
 */
export async function interleaved({ pairs, ours, baseline, measure, onPair }) {
  const results = [];
  const startedAt = performance.now();
  for (let pair = 0; pair < pairs; pair++) {
    if (pair >= ENOUGH_PAIRS && performance.now() - startedAt > SECTION_MS) break;
    const figures = {};
    const order = pair % 2 === 0 ? ['ours', 'baseline'] : ['baseline', 'ours'];
    for (const side of order) figures[side] = await measure(side === 'ours' ? ours : baseline);
    results.push(figures);
    onPair?.(figures, pair);
  }
  return results;
}

/** One figure of both sides. */
export const pick = (results, name) =>
  results.map(({ ours, baseline }) => ({ ours: ours[name], baseline: baseline[name] }));

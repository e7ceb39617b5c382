import type { IntentAnswer, IntentCandidate } from './intent-candidate';

/** Vectors of length 1 of a candidate's parts: its whole description, and each line of it. */
export interface EmbeddedCandidate {
  id: string;
  vectors: readonly Float32Array[];
}

/** Below it, two texts have no more in common than any two. */
const FLOOR = 0.2;
/** From here on they say the same. */
const CEILING = 0.6;
/** Nearer than this to each other, two candidates cannot be told apart. */
const TOO_CLOSE = 0.02;

/** What of a candidate is compared. */
export function partsOf({ description }: IntentCandidate): string[] {
  const lines = description.split('\n').map((line) => line.trim());
  return [...new Set([description.replaceAll('\n', ' ').trim(), ...lines])].filter((part) => part !== '');
}

/** Best first. */
export function rankedByLikeness(
  message: Float32Array,
  candidates: readonly EmbeddedCandidate[],
): { id: string; likeness: number }[] {
  return candidates
    .map(({ id, vectors }) => ({ id, likeness: Math.max(0, ...vectors.map((vector) => dot(message, vector))) }))
    .sort((a, b) => b.likeness - a.likeness);
}

/** The candidate whose words are nearest; none when no one is near, or two are equally so. */
export function nearestIntent(message: Float32Array, candidates: readonly EmbeddedCandidate[]): IntentAnswer {
  const [best, second] = rankedByLikeness(message, candidates);
  const isClear = best !== undefined && best.likeness - (second?.likeness ?? 0) > TOO_CLOSE;
  if (best === undefined || best.likeness < FLOOR || !isClear) return { intent: null, confidence: 0, by: 'nearest' };
  const confidence = Math.min(1, (best.likeness - FLOOR) / (CEILING - FLOOR));
  return { intent: best.id, confidence: Math.round(confidence * 100) / 100, by: 'nearest' };
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at += 1) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

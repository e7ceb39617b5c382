/** Named in rows: change it with anything that changes a vector. */
export const HASHED_MODEL = 'offline-hashed-ngrams-1';
export const HASHED_DIMENSIONS = 384;

const GRAM = 4;
const WORD_WEIGHT = 1;
const GRAM_WEIGHT = 0.35;
/** Longer texts are cut: a chunk is far shorter. */
const MAX_CHARS = 8_000;
const SEGMENTER = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * A unit vector of hashed words and character 4-grams (feature hashing, Weinberger et al. 2009): texts that share words
 * or parts of words lie close together. It knows nothing of meaning. A text without words gives a vector of zeros.
 */
export function hashedVector(text: string): Float32Array {
  const vector = new Float32Array(HASHED_DIMENSIONS);
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) {
    count(counts, `w:${word}`, WORD_WEIGHT);
    for (const gram of gramsOf(word)) count(counts, `g:${gram}`, GRAM_WEIGHT);
  }
  // Sublinear, so that a repeated word does not drown the rest.
  for (const [feature, weight] of counts) add(vector, feature, Math.log1p(weight));
  return normalized(vector);
}

/** Of length 1; zeros stay zeros. */
export function normalized(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) return vector;
  const scale = 1 / Math.sqrt(sum);
  return vector.map((value) => value * scale);
}

function wordsOf(text: string): string[] {
  const folded = text
    .slice(0, MAX_CHARS)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return [...SEGMENTER.segment(folded)].flatMap(({ segment, isWordLike }) => (isWordLike === true ? [segment] : []));
}

function gramsOf(word: string): string[] {
  const padded = [...`<${word}>`];
  if (padded.length <= GRAM) return [];
  return Array.from({ length: padded.length - GRAM + 1 }, (_, at) => padded.slice(at, at + GRAM).join(''));
}

const count = (counts: Map<string, number>, feature: string, weight: number): void =>
  void counts.set(feature, (counts.get(feature) ?? 0) + weight);

function add(vector: Float32Array, feature: string, weight: number): void {
  const hash = fnv1a(feature);
  const at = hash % HASHED_DIMENSIONS;
  // The sign keeps collisions from adding up.
  const sign = (hash >>> 16) & 1 ? 1 : -1;
  vector[at] = (vector[at] ?? 0) + sign * weight;
}

/** FNV-1a over UTF-16 units, finished as in MurmurHash3 so that all bits depend on all units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

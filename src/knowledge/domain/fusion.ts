/** How fast a worse place in a list counts less: the usual constant of reciprocal rank fusion. */
const RANK_CONSTANT = 60;
/** Cosine similarities of texts that have nothing to do with each other, and of those that surely have. */
const UNRELATED = 0.15;
const RELATED = 0.65;

export interface RankedHit {
  id: string;
  score: number;
}

export interface FusedHit {
  id: string;
  /** 0 to 1: the better of what the words and the meaning say. */
  score: number;
}

/** One list of two: by reciprocal ranks, so that neither score needs to be comparable with the other. */
export function fused(byMeaning: readonly RankedHit[], byWords: readonly RankedHit[]): FusedHit[] {
  const hits = new Map<string, { id: string; score: number; rank: number }>();
  const take = (list: readonly RankedHit[], scoreOf: (score: number) => number) => {
    for (const [place, { id, score }] of list.entries()) {
      const hit = hits.get(id) ?? { id, score: 0, rank: 0 };
      hit.rank += 1 / (RANK_CONSTANT + place + 1);
      hit.score = Math.max(hit.score, scoreOf(score));
      hits.set(id, hit);
    }
  };
  take(byMeaning, evidenceOf);
  take(byWords, (coverage) => coverage);
  return [...hits.values()]
    .sort((a, b) => b.rank - a.rank || b.score - a.score)
    .map(({ id, score }) => ({ id, score }));
}

/** How much a cosine similarity supports that two texts are about the same: 0 to 1. */
const evidenceOf = (similarity: number): number =>
  Math.min(1, Math.max(0, (similarity - UNRELATED) / (RELATED - UNRELATED)));

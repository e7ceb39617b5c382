import { contentWordsOf, formsOf, wordsOf } from './words';

/** How fast more of the same word stops counting, and how much long chunks are held back: the usual ones of BM25. */
const K1 = 1.2;
const B = 0.75;

interface Posting {
  slots: number[];
  counts: number[];
}

export interface WordHit {
  slot: number;
  /** How much of the query's words it has, by their weight: 0 to 1. */
  coverage: number;
  bm25: number;
}

/** Which chunk has which words. A slot is taken once; those that are no longer alive are passed over. */
export class WordIndex {
  private readonly postings = new Map<string, Posting>();
  private readonly lengths: number[] = [];
  private readonly languages = new Map<string, number>();
  private total = 0;
  /** For the memory bound: entries of all postings. */
  entries = 0;

  add(slot: number, text: string, language: string | undefined): void {
    const words = wordsOf(text);
    const counts = new Map<string, number>();
    const languages = language === undefined ? [] : [language];
    for (const word of words)
      for (const form of formsOf(word, languages)) counts.set(form, (counts.get(form) ?? 0) + 1);
    for (const [form, count] of counts) this.post(form, slot, count);
    this.lengths[slot] = words.length;
    this.total += words.length;
    if (language !== undefined) this.languages.set(language, (this.languages.get(language) ?? 0) + 1);
  }

  /** The best `limit` by BM25 of the slots that `isAllowed`; `alive` of them are in the index. */
  search(text: string, limit: number, alive: number, isAllowed: (slot: number) => boolean): WordHit[] {
    const averageLength = this.total / Math.max(1, this.lengths.length);
    const hits = new Map<number, WordHit>();
    let weightOfAll = 0;
    for (const word of contentWordsOf(text)) {
      const found = this.slotsWith(word, isAllowed);
      const weight = Math.log(1 + (alive - found.size + 0.5) / (found.size + 0.5));
      weightOfAll += weight;
      for (const [slot, count] of found) {
        const hit = hits.get(slot) ?? { slot, coverage: 0, bm25: 0 };
        const norm = K1 * (1 - B + (B * (this.lengths[slot] ?? 0)) / averageLength);
        hit.coverage += weight;
        hit.bm25 += (weight * count * (K1 + 1)) / (count + norm);
        hits.set(slot, hit);
      }
    }
    const best = [...hits.values()].sort((a, b) => b.bm25 - a.bm25 || a.slot - b.slot).slice(0, limit);
    return best.map((hit) => ({ ...hit, coverage: hit.coverage / weightOfAll }));
  }

  private slotsWith(word: string, isAllowed: (slot: number) => boolean): Map<number, number> {
    const found = new Map<number, number>();
    for (const form of formsOf(word, this.languages.keys())) {
      const posting = this.postings.get(form);
      if (posting === undefined) continue;
      for (const [index, slot] of posting.slots.entries()) {
        if (!isAllowed(slot)) continue;
        const count = posting.counts[index] ?? 1;
        found.set(slot, Math.max(count, found.get(slot) ?? 0));
      }
    }
    return found;
  }

  private post(form: string, slot: number, count: number): void {
    const posting = this.postings.get(form);
    this.entries += 1;
    if (posting === undefined) this.postings.set(form, { slots: [slot], counts: [count] });
    else {
      posting.slots.push(slot);
      posting.counts.push(count);
    }
  }
}

import { GrowingArray } from './growing-array';

const EMPTY = 0;

/** Held here because jest makes every look-up of a global slow. */
const { imul } = Math;

/**
 * The states seen so far, by a 64-bit hash of their encoding (ten million states collide with a probability of about
 * one in a million). States are numbered in the order in which they were found.
 */
export class VisitedStates {
  private table = new Uint32Array(1 << 16);
  private readonly low = GrowingArray.ofWords();
  private readonly high = GrowingArray.ofWords();

  get count(): number {
    return this.low.length;
  }

  /** The number of the state; `isNew` tells whether it was just added. */
  add(words: Uint32Array): { index: number; isNew: boolean } {
    const low = hashLow(words);
    const high = hashHigh(words);
    const slot = this.findSlot(low, high);
    const entry = this.table[slot] ?? EMPTY;
    if (entry !== EMPTY) return { index: entry - 1, isNew: false };
    this.low.push(low);
    this.high.push(high);
    this.table[slot] = this.count;
    if (this.count * 2 > this.table.length) this.grow();
    return { index: this.count - 1, isNew: true };
  }

  private findSlot(low: number, high: number): number {
    const mask = this.table.length - 1;
    let slot = low & mask;
    for (;;) {
      const entry = this.table[slot] ?? EMPTY;
      if (entry === EMPTY || (this.low.at(entry - 1) === low && this.high.at(entry - 1) === high)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  private grow(): void {
    this.table = new Uint32Array(this.table.length * 2);
    for (let index = 0; index < this.count; index++) {
      this.table[this.findSlot(this.low.at(index), this.high.at(index))] = index + 1;
    }
  }
}

function hashLow(words: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) {
    hash = imul(hash ^ (words[i] ?? 0), 0x85ebca6b);
    hash ^= hash >>> 15;
  }
  hash = imul(hash ^ (hash >>> 16), 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) >>> 0;
}

function hashHigh(words: Uint32Array): number {
  let hash = 0x9747b28c;
  for (let i = 0; i < words.length; i++) {
    hash = imul(hash ^ (words[i] ?? 0), 0xc2b2ae35);
    hash ^= hash >>> 13;
  }
  hash = imul(hash ^ (hash >>> 15), 0x297a2d39);
  return (hash ^ (hash >>> 14)) >>> 0;
}

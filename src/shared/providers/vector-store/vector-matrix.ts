/** Rows of one block of memory; blocks are added, never moved. */
const BLOCK = 1_024;
/** Up to so many rows each is compared in full; beyond, the signs of all numbers are compared first. */
const EXACT_ROWS = 500;
const CANDIDATES = 200;
const CANDIDATE_SHARE = 0.01;

interface Block {
  values: Float32Array;
  /** A bit for each number: whether it is above the mean. */
  signs: Uint32Array;
}

export interface RowHit {
  slot: number;
  similarity: number;
}

/**
 * Unit vectors of one model. Searching is exact for few rows; for many, rows whose signs agree most with the query's are
 * taken first and compared in full, which finds nearly always the same ones in a tenth of the time.
 */
export class VectorMatrix {
  private readonly blocks: Block[] = [];
  private readonly slots: number[] = [];
  private readonly signWords: number;
  private mean = new Float32Array(0);
  private meanRows = 0;
  private signedRows = 0;
  private distances = new Uint16Array(0);

  constructor(readonly dimensions: number) {
    this.signWords = Math.ceil(dimensions / 32);
  }

  get bytes(): number {
    return this.blocks.length * BLOCK * 4 * (this.dimensions + this.signWords);
  }

  add(slot: number, vector: Float32Array): void {
    const row = this.slots.length;
    if (row % BLOCK === 0)
      this.blocks.push({
        values: new Float32Array(BLOCK * this.dimensions),
        signs: new Uint32Array(BLOCK * this.signWords),
      });
    this.blockOf(row).values.set(vector, (row % BLOCK) * this.dimensions);
    this.slots.push(slot);
  }

  /** The `limit` most similar rows whose slot `isAllowed`, best first. */
  search(query: Float32Array, limit: number, isAllowed: (slot: number) => boolean): RowHit[] {
    const rows = this.slots.length <= EXACT_ROWS ? this.allowedRows(isAllowed) : this.candidates(query, isAllowed);
    const hits = rows.map((row) => ({ slot: this.slots[row] ?? 0, similarity: this.similarity(row, query) }));
    return hits.sort((a, b) => b.similarity - a.similarity || a.slot - b.slot).slice(0, limit);
  }

  private allowedRows(isAllowed: (slot: number) => boolean): number[] {
    const rows: number[] = [];
    for (const [row, slot] of this.slots.entries()) if (isAllowed(slot)) rows.push(row);
    return rows;
  }

  /** Rows with the most equal signs, found by counting how many rows have each distance. */
  private candidates(query: Float32Array, isAllowed: (slot: number) => boolean): number[] {
    this.sign();
    const wanted = new Uint32Array(this.signWords);
    writeSigns(query, 0, this.mean, wanted, 0);
    if (this.distances.length < this.slots.length) this.distances = new Uint16Array(this.blocks.length * BLOCK);
    const histogram = new Uint32Array(this.dimensions + 2);
    const { distances, slots } = this;
    for (const [index, block] of this.blocks.entries())
      countDistances(block.signs, wanted, distances.subarray(index * BLOCK, (index + 1) * BLOCK));
    const rows: number[] = [];
    for (let row = 0; row < slots.length; row++) {
      if (!isAllowed(slots[row] ?? 0)) continue;
      rows.push(row);
      histogram[distances[row] ?? 0] = (histogram[distances[row] ?? 0] ?? 0) + 1;
    }
    const nearest = distanceOfNearest(histogram, Math.max(CANDIDATES, Math.ceil(rows.length * CANDIDATE_SHARE)));
    return rows.filter((row) => (distances[row] ?? 0) <= nearest);
  }

  /** Rows that came since; all of them once there are twice as many as the mean was taken of. */
  private sign(): void {
    if (this.slots.length >= 2 * this.meanRows) {
      this.mean = this.meanOfRows();
      this.meanRows = this.slots.length;
      this.signedRows = 0;
    }
    for (; this.signedRows < this.slots.length; this.signedRows++) {
      const { values, signs } = this.blockOf(this.signedRows);
      const row = this.signedRows % BLOCK;
      writeSigns(values, row * this.dimensions, this.mean, signs, row * this.signWords);
    }
  }

  private meanOfRows(): Float32Array<ArrayBuffer> {
    const sums = new Float64Array(this.dimensions);
    for (let row = 0; row < this.slots.length; row++) {
      const { values } = this.blockOf(row);
      const from = (row % BLOCK) * this.dimensions;
      for (let index = 0; index < this.dimensions; index++)
        sums[index] = (sums[index] ?? 0) + (values[from + index] ?? 0);
    }
    return Float32Array.from(sums, (sum) => sum / this.slots.length);
  }

  private similarity(row: number, query: Float32Array): number {
    const { values } = this.blockOf(row);
    return dot(values, (row % BLOCK) * this.dimensions, query);
  }

  private blockOf(row: number): Block {
    const block = this.blocks[Math.floor(row / BLOCK)];
    if (block === undefined) throw new RangeError(`There is no row ${row}.`);
    return block;
  }
}

/** Two sums at once, so that one addition need not wait for the last. */
function dot(values: Float32Array, from: number, query: Float32Array): number {
  let even = 0;
  let odd = 0;
  const pairs = query.length & ~1;
  for (let index = 0; index < pairs; index += 2) {
    even += (values[from + index] ?? 0) * (query[index] ?? 0);
    odd += (values[from + index + 1] ?? 0) * (query[index + 1] ?? 0);
  }
  return pairs < query.length ? even + odd + (values[from + pairs] ?? 0) * (query[pairs] ?? 0) : even + odd;
}

function writeSigns(values: Float32Array, from: number, mean: Float32Array, signs: Uint32Array, to: number): void {
  for (let word = 0; word * 32 < mean.length; word++) {
    let bits = 0;
    const end = Math.min(32, mean.length - word * 32);
    for (let bit = 0; bit < end; bit++) {
      const index = word * 32 + bit;
      if ((values[from + index] ?? 0) > (mean[index] ?? 0)) bits |= 1 << bit;
    }
    signs[to + word] = bits;
  }
}

/** Into `distances`: in how many bits each row of the block differs from what is wanted. */
function countDistances(signs: Uint32Array, wanted: Uint32Array, distances: Uint16Array): void {
  const words = wanted.length;
  let at = 0;
  for (let row = 0; row < distances.length; row++) {
    let distance = 0;
    for (let word = 0; word < words; word++, at++) {
      let bits = (signs[at] ?? 0) ^ (wanted[word] ?? 0);
      bits -= (bits >>> 1) & 0x55555555;
      bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
      distance += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
    }
    distances[row] = distance;
  }
}

/** The smallest distance within which there are `count` rows. */
function distanceOfNearest(histogram: Uint32Array, count: number): number {
  let seen = 0;
  for (const [distance, rows] of histogram.entries()) {
    seen += rows;
    if (seen >= count) return distance;
  }
  return histogram.length;
}

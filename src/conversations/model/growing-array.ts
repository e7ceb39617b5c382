type Numbers = Uint8Array | Uint32Array;

/** An append-only list of small numbers that doubles its typed array as it grows. */
export class GrowingArray<T extends Numbers> {
  private count = 0;

  constructor(
    private values: T,
    private readonly allocate: (length: number) => T,
  ) {}

  static ofBytes(): GrowingArray<Uint8Array> {
    return new GrowingArray<Uint8Array>(new Uint8Array(1024), (length) => new Uint8Array(length));
  }

  static ofWords(): GrowingArray<Uint32Array> {
    return new GrowingArray<Uint32Array>(new Uint32Array(1024), (length) => new Uint32Array(length));
  }

  get length(): number {
    return this.count;
  }

  at(index: number): number {
    return this.values[index] ?? 0;
  }

  push(value: number): void {
    this.reserve(1);
    this.values[this.count++] = value;
  }

  append(values: T): void {
    this.reserve(values.length);
    this.values.set(values, this.count);
    this.count += values.length;
  }

  slice(from: number, to: number): T {
    return this.values.subarray(from, to) as T;
  }

  clear(): void {
    this.count = 0;
  }

  private reserve(more: number): void {
    if (this.count + more <= this.values.length) return;
    const grown = this.allocate(Math.max(this.values.length * 2, this.count + more));
    grown.set(this.values);
    this.values = grown;
  }
}

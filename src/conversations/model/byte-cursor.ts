/** Writes small numbers and flags one byte each, in the order of the calls. */
export class ByteWriter {
  private position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  at(position: number): this {
    this.position = position;
    return this;
  }

  number(value: number): this {
    this.bytes[this.position++] = value;
    return this;
  }

  /** Up to eight flags in one byte. */
  flags(...values: boolean[]): this {
    let byte = 0;
    for (let i = 0; i < values.length; i++) if (values[i]) byte |= 1 << i;
    return this.number(byte);
  }
}

/** Reads what ByteWriter wrote, in the same order. */
export class ByteReader {
  private position = 0;

  constructor(private readonly bytes: Uint8Array) {}

  at(position: number): this {
    this.position = position;
    return this;
  }

  number(): number {
    return this.bytes[this.position++] ?? 0;
  }
}

export function flag(byte: number, index: number): boolean {
  return ((byte >> index) & 1) === 1;
}

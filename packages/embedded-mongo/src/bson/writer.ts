/** A growing byte buffer, reused between calls: `reset`, write, then `take` a copy. */
export class ByteWriter {
  bytes: Buffer;
  position = 0;

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size);
  }

  reset(): void {
    this.position = 0;
  }

  take(): Buffer {
    return Buffer.from(this.bytes.subarray(0, this.position));
  }

  /** Makes room and returns where to write `size` bytes. */
  reserve(size: number): number {
    const start = this.position;
    const end = start + size;
    if (end > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, end));
      this.bytes.copy(larger, 0, 0, start);
      this.bytes = larger;
    }
    this.position = end;
    return start;
  }

  byte(value: number): void {
    const at = this.reserve(1);
    this.bytes[at] = value;
  }

  int32(value: number): void {
    const at = this.reserve(4);
    this.bytes.writeInt32LE(value, at);
  }

  raw(source: Uint8Array): void {
    const at = this.reserve(source.length);
    this.bytes.set(source, at);
  }

  /** UTF-8 text without terminator; returns the number of bytes. Short ASCII text avoids the call into C++. */
  text(value: string): number {
    const { length } = value;
    const start = this.reserve(length * 3);
    if (length < 24) {
      let at = 0;
      for (; at < length; at++) {
        const code = value.charCodeAt(at);
        if (code > 127) break;
        this.bytes[start + at] = code;
      }
      if (at === length) {
        this.position = start + length;
        return length;
      }
    }
    const written = this.bytes.write(value, start, 'utf8');
    this.position = start + written;
    return written;
  }
}

/** Nothing can be learned from it, however often it is tried. `message` is for people. */
export class UnreadableDocument extends Error {
  constructor(
    readonly code: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'UnreadableDocument';
  }
}

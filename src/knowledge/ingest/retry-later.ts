/** It failed, and may pass another time. `message` is for people. */
export class RetryLater extends Error {
  constructor(
    readonly code: string,
    message: string,
    extra: { afterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = 'RetryLater';
    this.afterMs = extra.afterMs;
  }

  /** Not sooner, where whoever refused has said so. */
  readonly afterMs: number | undefined;
}

/** A control call that cannot be served; answered as `{ error }` with this status. */
export class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
    this.name = 'ControlError';
  }

  static missing(what: string): ControlError {
    return new ControlError(404, `${what} does not exist`);
  }
}

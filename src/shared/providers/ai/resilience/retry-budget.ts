/** Of each call, what it adds: retries are at most a fifth of the calls, beyond a small reserve. */
const DEPOSIT = 0.2;
const MOST = 10;

/** Keeps retries from multiplying the load on a provider that is in trouble. */
export class RetryBudget {
  private balance = MOST;

  called(): void {
    this.balance = Math.min(MOST, this.balance + DEPOSIT);
  }

  /** False: no retry now. */
  take(): boolean {
    if (this.balance < 1) return false;
    this.balance -= 1;
    return true;
  }
}

import { WHICH_PIECE } from './demo-texts';
import { Lane } from './lane';
import type { Env, Parley, ParleyProcess } from './parley';

/** Two workers of one Parley: one is stopped or killed somewhere in its work, later the other goes on in its place. */
export class TwoWorkers {
  private readonly unlucky: ParleyProcess;
  private readonly other: ParleyProcess;

  constructor(private readonly parley: Parley) {
    const [other, unlucky] = parley.workers;
    if (other === undefined || unlucky === undefined) throw new Error('Two workers are needed.');
    this.unlucky = unlucky;
    this.other = other;
  }

  /** One worker alone deals with what `act` brings, until it stops at the named point. */
  async pauseAt(point: string, act: () => Promise<unknown>, env: Env = {}): Promise<void> {
    await this.aloneWith(`${point}:stop`, act, env);
    await this.unlucky.stopped();
  }

  /** One worker alone deals with what `act` brings, until it dies there. */
  async killAt(faultPoints: string, act: () => Promise<unknown>): Promise<void> {
    await this.aloneWith(faultPoints, act);
    await this.unlucky.ended();
  }

  otherGoesOn(): void {
    this.other.signal('SIGCONT');
  }

  /** The paused one goes on; resolves when it has done what it was at, and has answered somebody else. */
  async wake(): Promise<void> {
    this.unlucky.signal('SIGCONT');
    this.other.signal('SIGSTOP');
    const witness = await Lane.open(this.parley);
    await witness.says('price?');
    await witness.expectSent([WHICH_PIECE]);
    this.other.signal('SIGCONT');
  }

  private async aloneWith(faultPoints: string, act: () => Promise<unknown>, env: Env = {}): Promise<void> {
    this.other.signal('SIGSTOP');
    await this.unlucky.stop();
    await this.unlucky.start({ FAULT_POINTS: faultPoints, ...env });
    await act();
  }
}

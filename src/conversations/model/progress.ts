import { GrowingArray } from './growing-array';

export interface Stuck {
  readonly index: number;
  readonly what: string;
}

/** The steps that are sure to come, to tell whether every state can reach a good end by them alone. */
export class Progress {
  private readonly from = GrowingArray.ofWords();
  private readonly to = GrowingArray.ofWords();
  private readonly good: number[] = [];
  private readonly unfinished = new Map<number, string>();

  noteStep(from: number, to: number): void {
    if (from === to) return;
    this.from.push(from);
    this.to.push(to);
  }

  /** A state in which nobody is at work, and what is still open in it. */
  noteQuiet(index: number, problem: string | undefined): void {
    if (problem === undefined) this.good.push(index);
    else this.unfinished.set(index, problem);
  }

  /**
   * The first quiet state that cannot reach a good one. Preferably one in which nothing happens any more; where things go
   * round for ever, the first that lacks the same as the deepest, since the earlier ones are merely on their way there.
   */
  findStuck(states: number): Stuck | undefined {
    const canEndWell = this.reachBackwards(states);
    const goesOn = new Uint8Array(states);
    for (let i = 0; i < this.from.length; i++) goesOn[this.from.at(i)] = 1;
    const stuck = [...this.unfinished]
      .map(([index, what]) => ({ index, what }))
      .filter((s) => canEndWell[s.index] === 0);
    const dead = stuck.find(({ index }) => goesOn[index] === 0);
    const deepest = stuck.at(-1);
    return dead ?? stuck.find(({ what }) => what === deepest?.what) ?? neverQuiet(canEndWell);
  }

  /** Flags the states from which a good one can be reached. */
  private reachBackwards(states: number): Uint8Array {
    const { starts, sources } = this.edgesByTarget(states);
    const reached = new Uint8Array(states);
    const stack = [...this.good];
    for (const index of stack) reached[index] = 1;
    for (let target = stack.pop(); target !== undefined; target = stack.pop()) {
      const end = starts[target + 1] ?? 0;
      for (let edge = starts[target] ?? 0; edge < end; edge++) {
        const source = sources[edge] ?? 0;
        if (reached[source] === 1) continue;
        reached[source] = 1;
        stack.push(source);
      }
    }
    return reached;
  }

  /** The edges grouped by where they lead: those into state `t` start at `starts[t]`. */
  private edgesByTarget(states: number): { starts: Uint32Array; sources: Uint32Array } {
    const starts = new Uint32Array(states + 1);
    for (let i = 0; i < this.to.length; i++) increment(starts, this.to.at(i) + 1);
    for (let t = 0; t < states; t++) starts[t + 1] = (starts[t + 1] ?? 0) + (starts[t] ?? 0);
    const next = starts.slice();
    const sources = new Uint32Array(this.to.length);
    for (let i = 0; i < this.to.length; i++) {
      const target = this.to.at(i);
      sources[next[target] ?? 0] = this.from.at(i);
      increment(next, target);
    }
    return { starts, sources };
  }
}

function neverQuiet(canEndWell: Uint8Array): Stuck | undefined {
  const index = canEndWell.indexOf(0);
  return index < 0 ? undefined : { index, what: 'the workers never come to rest' };
}

function increment(counts: Uint32Array, index: number): void {
  counts[index] = (counts[index] ?? 0) + 1;
}

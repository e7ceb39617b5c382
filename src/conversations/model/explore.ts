import { GrowingArray } from './growing-array';
import type { Model } from './move';
import { Progress } from './progress';
import { findTrace } from './trace';
import { VisitedStates } from './visited-states';

export interface Limits {
  readonly maxStates: number;
  /** Whether every state must be able to reach a good end by steps that are sure to come; costs memory for the edges. */
  readonly checkProgress: boolean;
}

export interface Violation {
  readonly what: string;
  /** The labels of a shortest way there. */
  readonly trace: readonly string[];
}

export interface Exploration {
  readonly states: number;
  readonly transitions: number;
  /** False if `maxStates` cut it short. */
  readonly exhaustive: boolean;
  /** The first violation found: breadth-first, so no other has a shorter trace. */
  readonly violation: Violation | undefined;
}

/** Visits every reachable state, breadth first, until an invariant breaks or the states run out. */
export function explore<S>(model: Model<S>, limits: Limits): Exploration {
  return new Explorer(model, limits).run();
}

class Explorer<S> {
  private readonly visited = new VisitedStates();
  /** For each state the number of its parent and which of the parent's moves led to it. */
  private readonly parents = GrowingArray.ofWords();
  private readonly moveIndexes = GrowingArray.ofBytes();
  private readonly progress = new Progress();
  private readonly key: Uint8Array;
  private readonly keyWords: Uint32Array;
  private frontier = GrowingArray.ofBytes();
  private nextFrontier = GrowingArray.ofBytes();
  private frontierStart = 0;
  private transitions = 0;
  private broken: Violation | undefined;

  constructor(
    private readonly model: Model<S>,
    private readonly limits: Limits,
  ) {
    this.keyWords = new Uint32Array(model.stateBytes / 4);
    this.key = new Uint8Array(this.keyWords.buffer);
  }

  run(): Exploration {
    this.model.encode(this.model.initial(), this.key);
    this.discover(0, 0);
    while (this.nextFrontier.length > 0 && this.canGoOn()) this.expandLayer();
    const exhaustive = this.canGoOn();
    if (exhaustive && this.limits.checkProgress) this.broken = this.findStuckState();
    const { transitions, broken: violation } = this;
    return { states: this.visited.count, transitions, exhaustive, violation };
  }

  private canGoOn(): boolean {
    return this.broken === undefined && this.visited.count < this.limits.maxStates;
  }

  private expandLayer(): void {
    const size = this.model.stateBytes;
    [this.frontier, this.nextFrontier] = [this.nextFrontier, this.frontier];
    this.nextFrontier.clear();
    const layerStart = this.frontierStart;
    const layerSize = this.frontier.length / size;
    this.frontierStart += layerSize;
    for (let i = 0; i < layerSize && this.canGoOn(); i++) {
      this.expand(layerStart + i, this.frontier.slice(i * size, (i + 1) * size));
    }
  }

  private expand(index: number, bytes: Uint8Array): void {
    const state = this.model.decode(bytes);
    if (this.limits.checkProgress && this.model.isQuiet(state)) {
      this.progress.noteQuiet(index, this.model.unfinished(state));
    }
    const moves = this.model.moves(state);
    for (let i = 0; i < moves.length; i++) {
      const move = moves[i];
      if (!move) continue;
      const next = this.model.decode(bytes);
      move.apply(next);
      this.transitions++;
      const what = this.model.violation(next);
      if (what !== undefined) {
        this.broken = { what, trace: findTrace(this.model, [...this.pathTo(index), i]) };
        return;
      }
      this.model.encode(next, this.key);
      const reached = this.discover(index, i);
      if (this.limits.checkProgress && !move.optional) this.progress.noteStep(index, reached);
    }
  }

  /** The number of the state in `key`, which joins the next layer if it is new. */
  private discover(parent: number, moveIndex: number): number {
    const { index, isNew } = this.visited.add(this.keyWords);
    if (isNew) {
      this.parents.push(parent);
      this.moveIndexes.push(moveIndex);
      this.nextFrontier.append(this.key);
    }
    return index;
  }

  private pathTo(index: number): number[] {
    const path: number[] = [];
    for (let at = index; at > 0; at = this.parents.at(at)) path.push(this.moveIndexes.at(at));
    return path.reverse();
  }

  private findStuckState(): Violation | undefined {
    const stuck = this.progress.findStuck(this.visited.count);
    return stuck && { what: stuck.what, trace: findTrace(this.model, this.pathTo(stuck.index)) };
  }
}

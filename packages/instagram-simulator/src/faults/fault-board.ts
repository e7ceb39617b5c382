import { strikes } from './fault';
import type { Fault, FaultFacts, FaultKind, FaultOf } from './fault';

export interface ArmedFault {
  readonly id: number;
  readonly fault: Fault;
  /** Strikes left; null = endless. */
  remaining: number | null;
  struck: number;
}

/** The faults waiting to strike, oldest first. */
export class FaultBoard {
  private armed: ArmedFault[] = [];
  private lastId = 0;

  arm(fault: Fault): ArmedFault {
    this.lastId += 1;
    const armed: ArmedFault = {
      id: this.lastId,
      fault,
      remaining: fault.count === 'always' ? null : fault.count,
      struck: 0,
    };
    this.armed.push(armed);
    return armed;
  }

  /** The oldest fault of these kinds that strikes here; it has one strike less afterwards. */
  take<K extends FaultKind>(kinds: readonly K[], facts: FaultFacts): FaultOf<K> | undefined {
    const wanted: ReadonlySet<string> = new Set(kinds);
    const found = this.armed.find(({ fault }) => wanted.has(fault.kind) && strikes(fault, facts));
    if (!found) return undefined;
    found.struck += 1;
    if (found.remaining !== null) found.remaining -= 1;
    if (found.remaining === 0) this.armed = this.armed.filter((other) => other !== found);
    // `wanted` has just shown that the kind is one of K; a Set cannot narrow it for the compiler.
    return found.fault as FaultOf<K>;
  }

  list(): ArmedFault[] {
    return [...this.armed];
  }

  disarm(id: number): boolean {
    const before = this.armed.length;
    this.armed = this.armed.filter((armed) => armed.id !== id);
    return this.armed.length < before;
  }

  clear(kind?: FaultKind): void {
    this.armed = kind === undefined ? [] : this.armed.filter(({ fault }) => fault.kind !== kind);
  }
}

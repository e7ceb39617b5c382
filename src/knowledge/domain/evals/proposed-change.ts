import { comparedWith } from './compare-runs';
import { type EvalResult, passedOf } from './eval-case';

/** What the pass rate of golden sets may be asked about. */
export const GATED_GROUPS = ['assistant', 'reply-style', 'escalation-policy'] as const;
export type GatedGroup = (typeof GATED_GROUPS)[number];

export interface ProposedSettings {
  group: GatedGroup;
  /** As a change of settings names them; null: back to the default. */
  values: Readonly<Record<string, unknown>>;
  /** Of the group when it was proposed. */
  version: number;
}

/** A change that is tried out before it is made. Ids are of knowledge items. */
export interface ProposedChange {
  settings: readonly ProposedSettings[];
  activate: readonly string[];
  deactivate: readonly string[];
}

export interface GateVerdict {
  /** Cases that pass as things are, and with the change. */
  before: number;
  after: number;
  /** Ids of cases that the change breaks. */
  regressed: string[];
  /** Fewer pass with the change. */
  lowers: boolean;
}

export function verdictOn(baseline: readonly EvalResult[], results: readonly EvalResult[]): GateVerdict {
  const before = passedOf(baseline);
  const after = passedOf(results);
  const { regressed } = comparedWith(baseline, results);
  return { before, after, regressed, lowers: after < before };
}

export const GATE_MODES = ['off', 'confirm', 'refuse'] as const;
/** off: changes are made directly · confirm: one that lowers the pass rate must be confirmed · refuse: it is not made. */
export type GateMode = (typeof GATE_MODES)[number];

/** Whether a tried change may be made. */
export function mayApply({ lowers }: GateVerdict, mode: GateMode, confirmed: boolean): boolean {
  return !lowers || (mode !== 'refuse' && confirmed);
}

import type { RuleName } from './rules';

/** Thrown by the rule checks; the Graph side turns it into Meta's error body. */
export class BrokenRule extends Error {
  constructor(readonly rule: RuleName) {
    super(rule);
    this.name = 'BrokenRule';
  }
}

export function demand(condition: boolean, rule: RuleName): asserts condition {
  if (!condition) throw new BrokenRule(rule);
}

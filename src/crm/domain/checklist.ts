import type { FieldProblem } from '../../shared/kernel';
import { type Checked, passed } from './texts';

/** What was decided, or everything that stands in its way. */
export type Decision<T> = { ok: true; value: T } | { ok: false; problems: readonly FieldProblem[] };

/** Goes through wishes one by one: takes what is right, and notes what is wrong. */
export class Checklist {
  private readonly problems: FieldProblem[] = [];

  /** The normalised value as a part to spread; empty when there is none, or none that is right. */
  part<Name extends string, In, Out>(
    name: Name,
    value: In | undefined,
    check: (value: In) => Checked<Out>,
  ): { [Key in Name]?: Out } {
    if (value === undefined) return {};
    const taken = this.taken(name, check(value));
    return Object.fromEntries(taken.map((one) => [name, one])) as { [Key in Name]?: Out };
  }

  /** The value, or nothing. */
  taken<T>(field: string, checked: Checked<T>): [T] | [] {
    if (checked.ok) return [checked.value];
    this.problems.push({ field, rule: checked.rule });
    return [];
  }

  decide<T>(value: T): Decision<T> {
    return this.problems.length > 0 ? { ok: false, problems: this.problems } : { ok: true, value };
  }
}

/** A value that may be cleared by null. */
export const orNull =
  <In, Out>(check: (value: In) => Checked<Out>) =>
  (value: In | null): Checked<Out | null> =>
    value === null ? passed(null) : check(value);

import { stableId } from '../../../shared/kernel';

/** What figures are told apart by, with how many different ones are told apart at most; all others are one: `other`. */
const CAPS = {
  account: 200,
  agent: 300,
  template: 500,
  automation: 1_000,
  reason: 100,
  failure: 100,
  topic: 500,
} as const;

export type LabelSet = keyof typeof CAPS;
export const LABEL_SETS = Object.keys(CAPS) as LabelSet[];
export const OTHER = 'other';

/** By set and label, the short name that stands for it in the rows. */
export type Labels = Readonly<Partial<Record<LabelSet, Readonly<Record<string, string>>>>>;

const PLAIN = /^[\w.-]{1,60}$/;
const BASE = 36;

/** A label of whatever length and characters as a part of a field's name, where no dot may be. */
export const safeLabel = (label: string): string =>
  PLAIN.test(label) ? label.replaceAll('.', '~') : `x${stableId(label)}`;

/** What it was made of, unless that was too long or too strange. */
export const labelOf = (name: string): string => name.replaceAll('~', '.');

/**
 * The labels of a workspace. The rows hold short names only, so that they stay small and say nothing about anybody: who
 * is taken out of the book has left the figures.
 */
export class LabelBook {
  private readonly added: { set: LabelSet; label: string; alias: string }[] = [];
  private readonly sets: Map<LabelSet, Map<string, string>>;
  /** By set and label as it was asked for: labels are made safe once. */
  private readonly asked = new Map<LabelSet, Map<string, string>>();

  constructor(
    known: Labels,
    private used: Readonly<Partial<Record<LabelSet, number>>> = {},
  ) {
    this.sets = new Map(LABEL_SETS.map((set) => [set, new Map(Object.entries(known[set] ?? {}))]));
  }

  aliasOf(set: LabelSet, label: string): string {
    const asked = this.asked.get(set) ?? new Map<string, string>();
    this.asked.set(set, asked);
    const known = asked.get(label);
    if (known !== undefined) return known;
    const alias = this.findOrGive(set, safeLabel(label));
    asked.set(label, alias);
    return alias;
  }

  private findOrGive(set: LabelSet, name: string): string {
    const names = this.sets.get(set) ?? new Map<string, string>();
    const known = names.get(name);
    if (known !== undefined) return known;
    const number = this.used[set] ?? 0;
    if (number >= CAPS[set]) return OTHER;
    const alias = number.toString(BASE);
    this.used = { ...this.used, [set]: number + 1 };
    names.set(name, alias);
    this.added.push({ set, label: name, alias });
    return alias;
  }

  /** By set, with those that were added. */
  get all(): Labels {
    return Object.fromEntries([...this.sets].map(([set, names]) => [set, Object.fromEntries(names)]));
  }

  /** Since it was made. */
  get news(): readonly { set: LabelSet; label: string; alias: string }[] {
    return this.added;
  }

  /** How many names each set has given out, also to those that have left it. */
  get given(): Readonly<Partial<Record<LabelSet, number>>> {
    return this.used;
  }
}

/** From short names back to labels. */
export function namesOf(labels: Labels, set: LabelSet): Map<string, string> {
  return new Map(Object.entries(labels[set] ?? {}).map(([name, alias]) => [alias, labelOf(name)]));
}

export const FACT_KINDS = [
  'amount',
  'percentage',
  'date',
  'time',
  'number',
  'code',
  'link',
  'email',
  'phone',
  'handle',
  'account',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** Ways to reach or to pay somebody. */
export const CONTACT_KINDS: readonly FactKind[] = ['email', 'phone', 'handle', 'account'];

/** Something in a text that is true or false, and that a model must not make up. */
export interface Fact {
  kind: FactKind;
  /** As written, normalised in width and digits. */
  raw: string;
  /**
   * What it may mean, each as `kind:value`: `1.299 €` is 1.299 or 1299. It holds where a source says one of these.
   * The first is the likeliest.
   */
  readings: readonly string[];
  /** What else a source that says so has said: who knows `9:00` knows `9`. */
  implied: readonly string[];
}
